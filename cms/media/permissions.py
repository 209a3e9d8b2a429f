"""Who may add, change and choose recordings: rights on collections, as for pictures and documents."""

from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.media.models import Recording


def register_policies() -> None:
    register_permission_policy(
        Recording, CollectionOwnershipPermissionPolicy(Recording, owner_field_name="uploaded_by")
    )

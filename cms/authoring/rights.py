"""What each studio role of a structure may do: on its section, in its collection, and nowhere else.

Never a right on people, groups, settings or sites (security.md § 6): Wagtail's admin is one trust level.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.authoring.models import Studio
from lms.structures.models import Role, Structure

_WRITES = ("add", "change")
_READS_AND_PUBLISHES = (*_WRITES, "publish", "lock", "unlock")
_FILES = ("image", "document", "recording")


def page_rights(role: Role, structure: Structure) -> tuple[str, ...]:
    """Rights on the pages of the section: a trainer publishes alone where the structure says so."""
    if role != Role.TRAINER:
        return _READS_AND_PUBLISHES
    return (*_WRITES, "publish") if structure.trainers_publish else _WRITES


def file_rights(role: Role) -> list[str]:
    """Codenames of the rights on files: a trainer changes what they added, the others everything."""
    verbs = ("add", "choose") if role == Role.TRAINER else ("add", "change", "choose")
    return [f"{verb}_{kind}" for verb in verbs for kind in _FILES]


def give_rights(*, studio: Studio, role: Role, group: Group) -> None:
    """Give the group exactly what its role has there: what it had more is taken back."""
    group.permissions.set([_permission("wagtailadmin", "access_admin")])
    rights = [_permission("wagtailcore", f"{verb}_page") for verb in page_rights(role, studio.structure)]
    _set_page_rights(group, studio.section, rights)
    _set_file_rights(group, studio.collection, file_rights(role))


def _set_page_rights(group: Group, section: Page, rights: list[Permission]) -> None:
    held = GroupPagePermission.objects.filter(group=group)
    held.exclude(page_id=section.pk, permission__in=rights).delete()
    known = set(held.values_list("permission_id", flat=True))
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=section.pk, permission=right)
        for right in rights
        if right.pk not in known
    )


def _set_file_rights(group: Group, collection: Collection, codenames: Iterable[str]) -> None:
    rights = [_permission(_app_of(codename), codename) for codename in codenames]
    held = GroupCollectionPermission.objects.filter(group=group)
    held.exclude(collection=collection, permission__in=rights).delete()
    known = set(held.values_list("permission_id", flat=True))
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=collection, permission=right)
        for right in rights
        if right.pk not in known
    )


def _app_of(codename: str) -> str:
    """Rights on pictures and documents are Wagtail's own rows, whatever the picture model."""
    kind = codename.split("_")[1]
    return {"image": "wagtailimages", "document": "wagtaildocs", "recording": "cms"}[kind]


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)

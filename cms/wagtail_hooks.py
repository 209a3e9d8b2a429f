"""What the studio adds to Wagtail's admin, and what it takes away."""

from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from cms.authoring import page_hooks, passages, studio_menu
from cms.blocks.choosers import activity_chooser
from cms.media.choosers import recording_chooser
from cms.pages.choosers import skill_chooser

__all__ = ["page_hooks", "passages", "studio_menu"]  # importing them registers menu, addresses and hooks


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [activity_chooser, recording_chooser, skill_chooser]

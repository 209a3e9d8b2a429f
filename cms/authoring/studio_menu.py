"""The studio's menu: lessons, questions, quizzes, H5P, pictures, sounds, groups, people – and no more."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.authoring.addresses import urlpatterns
from lms.cohorts.models import COHORT_ROLES
from lms.structures.access import person, staff_roles
from lms.structures.models import STUDIO_ROLES, Role


class RoleMenuItem(MenuItem):
    """Shown to people who hold one of its roles now."""

    def __init__(self, label: Any, url: Any, *, roles: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(label, url, **kwargs)
        self.roles = roles

    def is_shown(self, request: HttpRequest) -> bool:
        return person(request).is_superuser or bool(staff_roles(request) & self.roles)


@hooks.register("register_admin_urls")
def register_studio_urls() -> list[URLPattern]:
    return urlpatterns


def _item(label: Any, address: str, icon: str, order: int, roles: frozenset[Role]) -> MenuItem:
    return RoleMenuItem(label, reverse_lazy(address), roles=roles, icon_name=icon, order=order, name=address)


@hooks.register("register_admin_menu_item")
def questions_item() -> MenuItem:
    return _item(_("Questions"), "studio_items", "help", 210, STUDIO_ROLES)


@hooks.register("register_admin_menu_item")
def quizzes_item() -> MenuItem:
    return _item(_("Quizzes"), "studio_quizzes", "list-ol", 220, STUDIO_ROLES)


@hooks.register("register_admin_menu_item")
def exercises_item() -> MenuItem:
    return _item(_("H5P"), "studio_exercises", "cogs", 230, STUDIO_ROLES)


@hooks.register("register_admin_menu_item")
def recordings_item() -> MenuItem:
    return _item(_("Sounds and films"), "studio_recordings", "media", 310, STUDIO_ROLES)


@hooks.register("register_admin_menu_item")
def structures_item() -> MenuItem:
    return _item(_("Structures"), "studio_structures", "site", 720, frozenset({Role.ADMINISTRATOR}))


@hooks.register("register_admin_menu_item")
def cohorts_item() -> MenuItem:
    return _item(_("My groups"), "cohorts", "group", 700, COHORT_ROLES)


@hooks.register("register_admin_menu_item")
def learners_item() -> MenuItem:
    return _item(_("Learners"), "learners", "user", 710, COHORT_ROLES)


# What of Wagtail's own menu authors need: the others are for superusers.
_OF_WAGTAIL = frozenset({"explorer", "images", "documents"})


@hooks.register("construct_main_menu")
def keep_what_authors_need(request: HttpRequest, items: list[MenuItem]) -> None:
    """« Leçons » leads to the pages; reports, settings and help of Wagtail's are left to superusers."""
    for item in items:
        if item.name == "explorer":
            item.label = _("Lessons")
    if not person(request).is_superuser:
        items[:] = [item for item in items if isinstance(item, RoleMenuItem) or item.name in _OF_WAGTAIL]

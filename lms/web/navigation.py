"""The menu of staff, by role. Pages of the floors above are known by their names alone: nothing is imported."""

from dataclasses import dataclass
from typing import Any, TypedDict

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Link:
    label: str | Promise
    url_name: str
    icon: str
    roles: frozenset[str]


class ShownLink(TypedDict):
    label: str
    url: str
    icon: str
    current: bool


_COHORTS = frozenset({"trainer", "coordinator", "administrator"})

LINKS = (
    Link(_("People I follow"), "caseload", "hand-heart", frozenset({"counsellor"})),
    Link(_("Groups"), "cohorts", "users", _COHORTS),
    Link(_("Learners"), "learners", "user", _COHORTS),
    Link(_("Work to look at"), "work_to_mark", "clipboard-check", frozenset({"trainer"})),
    Link(_("Rooms and seats"), "rooms", "monitor", _COHORTS),
    Link(_("Certificates"), "certificates", "award", _COHORTS),
    Link(_("Lessons"), "wagtailadmin_home", "pencil", frozenset({"trainer", "author-editor", "administrator"})),
    Link(_("Record store"), "statements_sending", "archive", frozenset()),  # for who runs the site alone
    Link(_("Team"), "staff_people", "user-check", frozenset({"coordinator", "administrator"})),
)


def staff_links(request: HttpRequest) -> list[ShownLink]:
    """The links of this person's roles; the sign-in middleware has put the roles on the request."""
    roles: frozenset[Any] = getattr(request, "staff_roles", frozenset())
    is_superuser = bool(getattr(request.user, "is_superuser", False))
    mine = (link for link in LINKS if is_superuser or roles & link.roles)
    return [shown for link in mine if (shown := _shown(link, request.path))]


def _shown(link: Link, path: str) -> ShownLink | None:
    """The link as a template shows it; none when the floor above that has the page is not installed."""
    try:
        url = reverse(link.url_name)
    except NoReverseMatch:
        return None
    return {"label": str(link.label), "url": url, "icon": link.icon, "current": path.startswith(url)}


def first_page(request: HttpRequest) -> str:
    """Where this member of staff arrives after signing in."""
    links = staff_links(request)
    return links[0]["url"] if links else reverse("help")

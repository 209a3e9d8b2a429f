"""One more door before every view of Wagtail's admin: pages, files and reports of other structures do not exist.

Wagtail checks what one may change; it shows titles more freely (choose a page, move, reports, workflows: security.md
§ 3). Here a page outside the sections where the person works is a 404, in whatever view it is named.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy, policy_registry

from lms.web.limits import is_row_number

View = Callable[..., HttpResponseBase]

# The names under which Wagtail's views receive a page.
_PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
_REVISIONS = ("revision_id", "revision_id_a", "revision_id_b")
# Screens that show every structure's names whatever one's rights, or that nobody here needs: for superusers only.
_CLOSED = (
    "wagtailadmin_reports:",
    "wagtailadmin_workflows:",
    "wagtailadmin_collections:",
    "wagtailadmin_api:documents",
    "wagtailadmin_api:images",
    "wagtailadmin_tag_",
    "wagtailadmin_error_test",
    "wagtailadmin_pages:set_privacy",
    "wagtailembeds:",
    "wagtailusers_",
    "wagtailsites:",
)


def within_own_sections(view: View) -> View:
    """The view, for superusers; for the others, where everything it names is theirs to see. Raises Http404."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.is_superuser:
            _check(request, kwargs)
        return view(request, *args, **kwargs)

    return guarded


def explorable(user: Any) -> Any:
    """The pages that the person may see in the studio: those of their sections, and the way down to them."""
    if not user.is_superuser and not page_permission_policy.get_cached_permissions_for_user(user):
        return Page.objects.none()
    return page_permission_policy.explorable_instances(user)


def _check(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    match = request.resolver_match
    name = match.view_name if match else ""
    if name.startswith(_CLOSED):
        raise Http404
    if name.endswith(":chosen") and not is_row_number(str(kwargs.get("pk"))):
        raise Http404  # Wagtail's choosers of files take any word for a number
    _need(explorable(request.user), (kwargs[each] for each in _PAGES if kwargs.get(each) is not None))
    if name == "wagtailadmin_choose_page_chosen_multiple":
        _need(explorable(request.user), request.GET.getlist("id"))
    if name == "wagtail_bulk_action":
        _check_bulk(request, kwargs)
    _check_revisions(kwargs)


def _need(rows: Any, wanted: Iterable[Any]) -> None:
    """Raises Http404 unless every one of these numbers is among the rows."""
    numbers = {str(number) for number in wanted}
    if not numbers:
        return
    if not all(map(is_row_number, numbers)) or rows.filter(pk__in=numbers).count() != len(numbers):
        raise Http404


def _check_bulk(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    """Things to act on together are listed by title before anything is done."""
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError as error:
        raise Http404 from error
    numbers = [number for number in request.GET.getlist("id") if number != "all"]
    if issubclass(model, Page):
        if "all" in request.GET.getlist("id"):
            numbers += _children(request.GET.get("childOf", ""))
        _need(explorable(request.user), numbers)
    else:
        policy = policy_registry.get_by_type(model)
        _need(policy.instances_user_has_any_permission_for(request.user, ["add", "change", "choose"]), numbers)


def _children(parent: str) -> list[str]:
    """« All », in Wagtail's listing, is every page below this one. Raises Http404 without such a page."""
    page = Page.objects.filter(pk=parent).first() if parent.isdigit() else None
    if page is None:
        raise Http404
    return [parent, *map(str, page.get_children().values_list("pk", flat=True))]


def _check_revisions(kwargs: dict[str, Any]) -> None:
    """A revision is of the page that the address names (Wagtail reads it by its number alone)."""
    page = kwargs.get("page_id")
    numbers = {str(kwargs[name]) for name in _REVISIONS if name in kwargs}
    named = set(filter(is_row_number, numbers))
    if page is not None and named:
        _need(Revision.page_revisions.filter(object_id=str(page)), named)

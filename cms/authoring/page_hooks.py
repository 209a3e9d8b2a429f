"""Wagtail's own screens of pages, kept within one's sections and within what can be taught."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction

from cms.authoring.gate import explorable
from cms.blocks.voices import OUTDATED
from cms.pages.bases import OutlinePage
from cms.pages.outline import LessonPage


@hooks.register("construct_page_chooser_queryset")
def choose_among_own_pages(pages: Any, request: HttpRequest) -> Any:
    """Links and destinations are chosen among the pages of one's sections."""
    if request.user.is_superuser:
        return pages
    return pages.filter(pk__in=explorable(request.user).values("pk"))


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_of_outdated_readings(request: HttpRequest, page: Any) -> None:
    """Saving and publishing go on: a text put right reaches learners at once, and the author knows what to record."""
    if request.accepts("text/html") and isinstance(page, LessonPage) and (places := page.outdated_readings()):
        messages.warning(request, f"{OUTDATED} ({', '.join(places)})")


@hooks.register("insert_global_admin_css")
def style_blocks() -> SafeString:
    """The styles of our blocks among Wagtail's."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/studio_blocks.css"))


@hooks.register("register_bulk_action", order=10)  # after Wagtail’s own, whose place it takes
class PublishWhatCanBeTaught(PublishBulkAction):
    """Publishing several pages together: those that cannot be taught are set aside, nothing is taken along."""

    def check_perm(self, page: Any) -> bool:
        if not super().check_perm(page):
            return False
        latest = page.specific.get_latest_revision_as_object()
        return not (isinstance(latest, OutlinePage) and latest.problems())

    @classmethod
    def execute_action(cls, objects: Any, include_descendants: bool = False, **kwargs: Any) -> Any:
        return super().execute_action(objects, include_descendants=False, **kwargs)

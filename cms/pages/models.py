"""The page types: home, catalogue, plain page; track, module and lesson come from `outline`."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from cms.blocks.body import PlainBody
from cms.fields import StreamField
from cms.pages.addresses import address
from cms.pages.bases import DeclicPage, SectionPermissionTester
from cms.pages.links import CoursePrerequisite, CourseSkill, LessonSkill, TrackReference
from cms.pages.outline import CoursePage, LessonPage, TrackPage
from lms.structures.models import Structure

__all__ = [
    "CataloguePage",
    "CoursePage",
    "CoursePrerequisite",
    "CourseSkill",
    "HomePage",
    "LessonPage",
    "LessonSkill",
    "PlainPage",
    "TrackPage",
    "TrackReference",
]


class HomePage(DeclicPage):
    """The front door, for people who have not signed in."""

    introduction = models.CharField(_("introduction"), max_length=400, blank=True)
    body = StreamField(PlainBody, blank=True)

    content_panels = [*DeclicPage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    worded = ("title", "introduction")
    template = "pages/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.CataloguePage", "cms.PlainPage"]

    class Meta:
        verbose_name = _("home page")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For people who have not signed in: the others have a home of their own."""
        if request.user.is_authenticated:
            return redirect("home")
        return super().serve(request)


class CataloguePage(DeclicPage):
    """The tracks of a structure. One is made for each structure with its studio."""

    introduction = models.CharField(_("introduction"), max_length=400, blank=True)
    # Whose section this is; None: the house's own. A copy or translation of a section stays with its structure.
    structure = models.ForeignKey(
        Structure, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    content_panels = [*DeclicPage.content_panels, FieldPanel("introduction")]
    worded = ("title", "introduction")
    template = "pages/catalogue_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.TrackPage", "cms.PlainPage"]

    class Meta:
        verbose_name = _("catalogue")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        tracks = TrackPage.objects.child_of(self).live().order_by("path")
        shown = [{"page": track, "url": address(track.url_path)} for track in tracks]
        return super().get_context(request, tracks=shown)

    def permissions_for_user(self, user: Any) -> SectionPermissionTester:
        return SectionPermissionTester(user, self)


class PlainPage(DeclicPage):
    """A page that is no part of the outline: legal notice, accessibility statement, news of the place."""

    body = StreamField(PlainBody, blank=True)

    content_panels = [*DeclicPage.content_panels, FieldPanel("body")]
    search_fields = [*DeclicPage.search_fields, index.SearchField("body")]
    template = "pages/plain_page.html"
    parent_page_types = ["cms.HomePage", "cms.CataloguePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("plain page")

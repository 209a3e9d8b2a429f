"""What pages share: texts put right at save, and the identity under which records know an outline page."""

import uuid
from typing import Any, Self

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PagePermissionTester

from cms.pages.editing import OutlinePageForm
from cms.pages.teachable import NotTeachable, Problem
from lms.web.typography import french


def shown_in_studio(response: HttpResponse) -> HttpResponse:
    """Let our own studio frame this response, and nobody else."""
    response.xframe_options_exempt = True
    response._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
    return response


class DeclicPage(Page):
    """A page of the site: no private page (enrolment decides who opens a lesson), French typography at save."""

    private_page_options: list[str] = []
    # Plain-text fields whose typography is put right at save.
    worded: tuple[str, ...] = ("title",)

    promote_panels = [FieldPanel("slug"), FieldPanel("search_description")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`page`, and `is_preview`: an author looks at it from the studio."""
        return {"page": self, "self": self, "is_preview": False, **kwargs}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return render(request, self.template, self.get_context(request))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as learners will see it, in a frame of the studio."""
        return shown_in_studio(render(request, self.template, self.get_preview_context(request, mode_name)))

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**self.get_context(request), "is_preview": True}

    def save(self, *args: Any, **kwargs: Any) -> Any:
        for name in self.worded:
            setattr(self, name, french(getattr(self, name)))
        return super().save(*args, **kwargs)


class SectionPermissionTester(PagePermissionTester):
    """The section of a structure stays where it is: its people write in it, an administrator of the site moves it."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(self.user.is_superuser and super().can_delete(ignore_bulk))

    def can_move(self) -> bool:
        return bool(self.user.is_superuser and super().can_move())

    def can_unpublish(self) -> bool:
        return bool(self.user.is_superuser and super().can_unpublish())

    def can_copy(self) -> bool:
        return bool(self.user.is_superuser and super().can_copy())


class OutlinePage(DeclicPage):
    """A page that records point to, by its uuid: kept when it moves, new for a copy, an alias or a translation.

    What people did in a lesson then stays with that lesson: a copy begins with nobody's progress.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(
        _("code"), max_length=20, blank=True, help_text=_("As on your paper programme: D01, EW2… For you.")
    )
    objective = models.CharField(
        _("objective"),
        max_length=300,
        help_text=_("In the first person, in plain words: “I can…”."),
    )

    worded: tuple[str, ...] = ("title", "objective")
    exclude_fields_in_copy = ["uuid"]
    base_form_class = OutlinePageForm
    outline_panels = [FieldPanel("objective"), FieldPanel("code")]

    class Meta:
        abstract = True

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """An older revision, or the page that an alias follows, changes the words and never the identity."""
        page: Self = super().with_content_json(content)
        page.uuid = self.uuid
        return page

    def problems(self, parent: Page | None = None) -> list[Problem]:
        """What keeps this page from being taught; `parent` is given while the page is not in the tree yet."""
        raise NotImplementedError

    def structure_id(self, parent: Page | None = None) -> int | None:
        """The structure whose section of the tree holds this page."""
        place = parent or self
        above = place.get_ancestors(inclusive=True).filter(cataloguepage__isnull=False)
        found: int | None = above.values_list("cataloguepage__structure_id", flat=True).first()
        return found

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish, or schedule, this revision. Raises NotTeachable: by form, workflow or clock, the rule is one."""
        if problems := revision.as_object().problems():
            raise NotTeachable(problems)
        return super().publish(revision, *args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self._state.adding and type(self)._default_manager.filter(uuid=self.uuid).exists():
            self.uuid = uuid.uuid4()  # Wagtail makes an alias with every field of its source
        return super().save(*args, **kwargs)

"""What pages share: texts put right at save, and the identity under which records know an outline page."""

import uuid
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from lms.web.typography import french


class DeclicPage(Page):
    """A page of the site: no private page (enrolment decides who opens a lesson), French typography at save."""

    private_page_options: list[str] = []
    # Plain-text fields whose typography is put right at save.
    worded: tuple[str, ...] = ("title",)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        for name in self.worded:
            setattr(self, name, french(getattr(self, name)))
        return super().save(*args, **kwargs)


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

    worded = ("title", "objective")
    exclude_fields_in_copy = ["uuid"]
    outline_panels = [FieldPanel("objective"), FieldPanel("code")]

    class Meta:
        abstract = True

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """An older revision, or the page that an alias follows, changes the words and never the identity."""
        page: Self = super().with_content_json(content)
        page.uuid = self.uuid
        return page

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self._state.adding and type(self)._default_manager.filter(uuid=self.uuid).exists():
            self.uuid = uuid.uuid4()  # Wagtail makes an alias with every field of its source
        return super().save(*args, **kwargs)

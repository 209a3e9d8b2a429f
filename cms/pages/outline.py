"""The pages of the outline: track, course (« module »), lesson."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.models import Page
from wagtail.search import index

from cms.blocks.body import LessonBody
from cms.fields import StreamField
from cms.media import readings
from cms.media.models import Recording
from cms.pages.bases import DeclicPage, OutlinePage
from cms.pages.editing import VOICED_FIELDS, LessonPageForm
from cms.pages.rendering import body_parts, looked_at, published_parts, rendered
from cms.pages.teachable import Problem, body_problems, objective_problems
from courses.progress.queries import course_overview, lesson_state, track_overview
from lms.structures.queries import structures_above

_LONGEST_LESSON = 240  # minutes


class Difficulty(models.TextChoices):
    EASY = "easy", _("first steps")
    INTERMEDIATE = "intermediate", _("some practice")
    ADVANCED = "advanced", _("at ease")


class Family(models.TextChoices):
    """What a course is about: gives its colour and its icon."""

    COMPUTER = "computer", _("computer")
    MAIL = "mail", _("messages")
    SAFETY = "safety", _("safety")
    WEB = "web", _("web")
    PEOPLE = "people", _("people")
    PHONE = "phone", _("phone")


class TrackPage(OutlinePage):
    """A « parcours »: its own courses below it, and courses of other tracks that it refers to."""

    audience = models.CharField(_("for whom"), max_length=300, blank=True)
    duration = models.CharField(_("duration"), max_length=150, blank=True)

    content_panels = [
        *DeclicPage.content_panels,
        *OutlinePage.outline_panels,
        FieldPanel("audience"),
        FieldPanel("duration"),
        InlinePanel("referred_courses", heading=_("Modules of other tracks"), label=_("Module")),
    ]
    worded = ("title", "objective", "audience", "duration")
    template = "pages/track_page.html"
    parent_page_types = ["cms.CataloguePage"]
    subpage_types = ["cms.CoursePage"]

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With the modules and where the person is in them; None while the track is only a draft."""
        return super().get_context(request, overview=track_overview(request.user, self.uuid))

    def problems(self, parent: Page | None = None) -> list[Problem]:
        """A track opens what it refers to: to modules of another structure, only that structure can."""
        offered = structures_above(self.structure_id(parent))
        referred = [reference.course for reference in self.referred_courses.all() if reference.course_id]
        foreign = [course.title for course in referred if course.structure_id() not in offered | {None}]
        problems = objective_problems(self.objective)
        if offered and foreign:
            message = _("These modules belong to another structure: %(titles)s. Take them out.")
            problems.append(Problem("referred_courses", message % {"titles": ", ".join(foreign)}))
        return problems


class CoursePage(OutlinePage):
    """What the interface calls a « module »: lessons, and a certificate when its author sets one."""

    family = models.CharField(_("family"), max_length=20, choices=Family.choices, default=Family.COMPUTER)
    open_to_try = models.BooleanField(
        _("open to try without an account"),
        default=False,
        db_default=False,
        help_text=_("Whoever comes may begin it with “Try”; the work is kept under a paper code."),
    )
    gives_certificate = models.BooleanField(
        _("gives a certificate"),
        default=False,
        help_text=_("Each person who finishes every lesson receives it."),
    )
    certificate_hours = models.DecimalField(
        _("hours on the certificate"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In hundredths: 1.50 is one hour and a half."),
    )
    certificate_text = models.TextField(
        _("what the person can do"), blank=True, max_length=600, help_text=_("Printed on the certificate.")
    )
    certificate_criteria = models.TextField(
        _("how it is earned"),
        blank=True,
        max_length=600,
        help_text=_("Empty: “finish every lesson and succeed in its exercises”."),
    )

    content_panels = [
        *DeclicPage.content_panels,
        *OutlinePage.outline_panels,
        FieldPanel("family"),
        FieldPanel("open_to_try"),
        MultiFieldPanel(
            [
                FieldPanel("gives_certificate"),
                FieldPanel("certificate_hours"),
                FieldPanel("certificate_text"),
                FieldPanel("certificate_criteria"),
            ],
            heading=_("Certificate"),
        ),
        MultipleChooserPanel(
            "course_skills", chooser_field_name="skill", heading=_("Skills of the certificate"), label=_("Skill")
        ),
        InlinePanel("prerequisites", heading=_("Modules advised before"), label=_("Module")),
    ]
    worded = ("title", "objective", "certificate_text", "certificate_criteria")
    template = "pages/course_page.html"
    parent_page_types = ["cms.TrackPage"]
    subpage_types = ["cms.LessonPage"]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With the lessons and where the person is in them; None while the module is only a draft."""
        return super().get_context(request, overview=course_overview(request.user, self.uuid))

    def problems(self, parent: Page | None = None) -> list[Problem]:
        problems = objective_problems(self.objective)
        if self.gives_certificate and not self.certificate_hours:
            problems.append(Problem("certificate_hours", _("Say how many hours the certificate counts.")))
        if self.gives_certificate and self.structure_id(parent) is None:
            message = _("This module belongs to no structure: nobody could sign its certificate.")
            problems.append(Problem("gives_certificate", message))
        return problems


def _stamp_field() -> "models.CharField[str, str]":
    return models.CharField(max_length=readings.MAX_STAMP, blank=True, editable=False, default="", db_default="")


class LessonPage(OutlinePage):
    """A lesson: what one does in one sitting."""

    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(_LONGEST_LESSON)],
        help_text=_("How long a beginner takes."),
    )
    difficulty = models.CharField(_("difficulty"), max_length=12, choices=Difficulty.choices, default=Difficulty.EASY)
    body = StreamField(LessonBody, blank=True)
    title_voice = models.ForeignKey(
        Recording, verbose_name=_("recorded title"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    objective_voice = models.ForeignKey(
        Recording,
        verbose_name=_("recorded objective"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Which words these two were chosen for: `cms.media.readings`.
    title_stamp = _stamp_field()
    objective_stamp = _stamp_field()

    content_panels = [
        *DeclicPage.content_panels,
        *OutlinePage.outline_panels,
        FieldPanel("minutes"),
        FieldPanel("difficulty"),
        FieldPanel("body", heading=_("Lesson")),
        MultipleChooserPanel("lesson_skills", chooser_field_name="skill", heading=_("Skills worked"), label=_("Skill")),
        MultiFieldPanel(
            [
                FieldPanel("title_voice"),
                FieldPanel("title_still_right"),
                FieldPanel("objective_voice"),
                FieldPanel("objective_still_right"),
            ],
            heading=_("Recorded voice"),
        ),
    ]
    search_fields = [*OutlinePage.search_fields, index.SearchField("objective"), index.SearchField("body")]
    base_form_class = LessonPageForm
    template = "pages/lesson_page.html"
    parent_page_types = ["cms.CoursePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The lesson, for who follows it or teaches with it; the way in for who has not signed in. 404 otherwise."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        state = lesson_state(request.user, self.uuid)
        if state is None:
            raise Http404
        rows = {activity.uuid: activity for activity in state.activities}
        blocks = rendered(published_parts(self), rows=rows, lesson=state.lesson, request=request)
        by_piece = request.user.display.get("view") == "simple"
        context = self.get_context(
            request, state=state, blocks=blocks, screens=len(blocks) + 1, piece_by_piece=by_piece
        )
        return render(request, self.template, context)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        blocks = rendered(body_parts(self.body), rows=looked_at(self.body), lesson=None, request=request)
        context = self.get_context(request, state=None, blocks=blocks, piece_by_piece=False)
        return {**context, "is_preview": True}

    @property
    def title_reading(self) -> str:
        """The address of the recorded title, while it says the title; else empty."""
        return self._reading("title")

    @property
    def objective_reading(self) -> str:
        return self._reading("objective")

    def _reading(self, part: str) -> str:
        voice = getattr(self, f"{part}_voice")
        return voice.file.url if voice and not self.is_outdated(part) else ""

    def is_outdated(self, part: str) -> bool:
        """The recorded "title" or "objective" says other words than the page."""
        return readings.is_outdated(*self._read(part))

    def stamp_voices(self) -> None:
        """Remember which words each recording was chosen for, where nothing says it yet."""
        for part in VOICED_FIELDS:
            setattr(self, f"{part}_stamp", readings.kept(*self._read(part)))

    def _read(self, part: str) -> tuple[str, int | None, str]:
        return getattr(self, f"{part}_stamp"), getattr(self, f"{part}_voice_id"), getattr(self, part)

    def outdated_readings(self) -> list[str]:
        """Where the recordings no longer say the words, as the author knows the place."""
        fields = [str(self._meta.get_field(part).verbose_name) for part in VOICED_FIELDS if self.is_outdated(part)]
        blocks = [
            f"{place}. {block.block.label}"
            for place, block in enumerate(self.body, start=1)
            if getattr(block.value, "is_outdated", False)
        ]
        return fields + blocks

    def clean(self) -> None:
        """Every way to keep a page comes through here: its form, a program, an import."""
        super().clean()
        self.stamp_voices()

    def problems(self, parent: Page | None = None) -> list[Problem]:
        in_body = body_problems(self.body, structure_id=self.structure_id(parent))
        return [*objective_problems(self.objective), *in_body]

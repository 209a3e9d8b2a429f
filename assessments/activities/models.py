"""What can be attempted: the seam between courses and players (as in LTI and xAPI)."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.structures.models import STUDIO_ROLES, OfStructureQuerySet, Structure


class ActivityQuerySet(OfStructureQuerySet["Activity"]):
    """For authors. Learners reach an activity through a lesson that they may open (`courses.enrolments`)."""

    roles = STUDIO_ROLES


class Activity(models.Model):
    """A quiz, an H5P content… An activity yields attempts, an attempt yields an outcome."""

    class Kind(models.TextChoices):
        QUIZ = "quiz", _("quiz")
        H5P = "h5p", "H5P"

    class Counting(models.TextChoices):
        BEST = "best", _("the best try")
        LAST = "last", _("the last try")
        FIRST = "first", _("the first try")
        AVERAGE = "average", _("the average of all tries")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="activities")
    title = models.CharField(_("title"), max_length=150)
    # Points out of 100 that count as a success; no pass mark: any attempt is one.
    pass_mark = models.PositiveSmallIntegerField(_("pass mark (%)"), default=60)
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"), default=0, help_text=_("0: as many as the person wants.")
    )
    # What progress is derived from when somebody tries again (`courses.progress.derivation`).
    counting = models.CharField(
        _("what counts"), max_length=10, choices=Counting.choices, default=Counting.BEST, db_default="best"
    )
    # Minutes for one attempt, before the extra time of whoever makes it; 0: none.
    time_limit = models.PositiveSmallIntegerField(_("time limit (minutes)"), default=0, db_default=0)
    # When an attempt may be begun; nothing: at any time.
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pass_mark__lte=100),
                name="activity_pass_mark_within_percent",
                violation_error_message=_("The pass mark lies between 0 and 100 %."),
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at=None)
                | models.Q(closes_at=None)
                | models.Q(closes_at__gt=models.F("opens_at")),
                name="activity_closes_after_it_opens",
                violation_error_message=_("It must close after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def opens_later(self, now: datetime.datetime) -> bool:
        """Whether no attempt may be begun yet."""
        return self.opens_at is not None and now < self.opens_at

    def has_closed(self, now: datetime.datetime) -> bool:
        """Whether no attempt may be begun any more."""
        return self.closes_at is not None and now >= self.closes_at


class Prerequisite(models.Model):
    """What must be done before an attempt at an activity may begin: another activity of the same structure.

    No ring of them: see `services.set_prerequisites`.
    """

    class Wanted(models.TextChoices):
        PASSED = "passed", _("passed")
        DONE = "done", _("done to the end, whatever the result")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="prerequisites")
    required = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="required_by")
    wanted = models.CharField(_("what is asked"), max_length=10, choices=Wanted.choices, default=Wanted.PASSED)

    class Meta:
        ordering = ["activity", "required__title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "required"], name="activityprerequisite_once"),
            models.CheckConstraint(
                condition=~models.Q(activity=models.F("required")), name="activityprerequisite_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.required} → {self.activity}"

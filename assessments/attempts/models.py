"""Evidence: attempts, responses, outcomes, statements. Rows are only added; the server keeps the states."""

import datetime
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from assessments.activities.models import Activity
from assessments.bank.models import ItemVersion
from lms.accounts.models import Visitor
from lms.cohorts.models import Cohort, CohortMembership
from lms.structures.models import Membership, Role

# Who looks at people's work. Not who only organises or counsels: answers are not for them.
MARKING_ROLES = frozenset({Role.TRAINER})


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def visible_to(self, user: Visitor) -> Self:
        """The user's own attempts, and those of the people in the cohorts where they train."""
        if user.is_superuser:
            return self
        cohorts = Cohort.objects.visible_to(user)
        learners = CohortMembership.objects.filter(cohort__in=cohorts, left_at=None).values("learner_id")
        return self.filter(Q(user_id=user.pk) | Q(user_id__in=learners))

    def markable_by(self, user: Visitor) -> Self:
        """Those of the people whose cohort the user trains, or trained them in when they handed in; never one's own."""
        others = self.exclude(user_id=user.pk)
        if user.is_superuser:
            return others
        mine = Membership.objects.current().filter(user_id=user.pk or 0, role__in=MARKING_ROLES)
        inside = CohortMembership.objects.filter(
            Q(left_at=None) | Q(left_at__gte=OuterRef("submitted_at")),
            learner=OuterRef("user_id"),
            cohort__structure__in=mine.values("structure_id"),
        )
        return others.filter(Exists(inside))

    def handed_in(self) -> Self:
        """Attempts that the person has ended, marked or not."""
        return self.filter(state__in=("submitted", "marked"))

    def counted(self) -> Self:
        """Attempts that count: not cancelled."""
        return self.exclude(state="voided")

    def asking(self, version_id: int) -> Self:
        """Attempts whose plan holds this version, answered or not. The plan is read as text: each database can."""
        as_text = Cast("plan", models.TextField())
        return self.annotate(plan_as_text=as_text).filter(plan_as_text__regex=rf"[\[ ,]{int(version_id)}[\],]")


class Attempt(models.Model):
    """One try at an activity by a person. `uuid` is the xAPI registration.

    It is started, and in progress from its first answer on: both are « open », as its answers say which. Handed in, it
    is « submitted » while an answer waits for a trainer; « marked » once none does, at once where machines mark all:
    then, and only then, it has its outcome. It may be voided at any time (docs/decisions/0031).

    `context` is the uuid of the lesson it was begun from (records know no page and nothing above this floor).
    """

    class State(models.TextChoices):
        OPEN = "open", _("in progress")
        SUBMITTED = "submitted", _("handed in, to be looked at")
        MARKED = "marked", _("finished")
        VOIDED = "voided", _("cancelled")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="attempts")
    context = models.UUIDField(null=True, blank=True, db_index=True)
    number = models.PositiveIntegerField()  # 1, 2, 3… for this person and activity
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    # The versions asked, in order, fixed at the start: [item version id, …]; what each is worth: [points, …];
    # and the seed of any shuffling.
    plan = models.JSONField(default=list)
    points = models.JSONField(default=list)
    seed = models.PositiveBigIntegerField(default=0)
    # Minutes, as the activity said at the start; what the person has besides is read from them (`timing`).
    time_limit = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Whether a draft was ever kept in it: who waited for this row's lock reads it as it is, and looks for none in vain.
    drafted = models.BooleanField(default=False, db_default=False)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "activity", "number"], name="attempt_number_unique"),
            models.UniqueConstraint(
                fields=["user", "activity"], condition=Q(state="open"), name="attempt_one_open_per_activity"
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.uuid}"


class Pause(models.Model):
    """A break in an attempt that has a time limit: meanwhile its clock stands still (`timing`, `pausing`).

    It ends with « Reprendre », or by itself at `until`, which is fixed as it begins. `ended_at` is written by whoever
    comes next: a row without it, whose `until` has passed, ended then.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="pauses")
    started_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["attempt", "started_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt"], condition=Q(ended_at=None), name="pause_one_open_per_attempt"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at"), ended_at__lte=F("until")),
                name="pause_ends_within_its_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"pause {self.pk}"

    @property
    def over_at(self) -> datetime.datetime:
        """When it ended; while it lasts, when it will at the latest."""
        return self.ended_at or self.until

    @property
    def length(self) -> datetime.timedelta:
        """Until `over_at`."""
        return self.over_at - self.started_at


class ResponseQuerySet(models.QuerySet["Response"]):
    def waiting(self) -> Self:
        """Answers that a trainer has to look at: in an attempt handed in, the last of their place."""
        later = Response.objects.filter(
            attempt=OuterRef("attempt"), slot=OuterRef("slot"), sequence__gt=OuterRef("sequence")
        )
        return self.filter(~Exists(later), awaits_mark=True, attempt__state=Attempt.State.SUBMITTED)

    def markable_by(self, user: Visitor) -> Self:
        """Answers of the attempts that the user may mark."""
        attempts = Attempt.objects.markable_by(user).order_by()
        return self.filter(attempt__in=attempts.values("pk"))


class Response(models.Model):
    """One answer to one question of an attempt, as given and as marked. A change of mind is a new row.

    One that only a trainer can mark is worth nothing as long as it `awaits_mark`.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="responses")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="responses")
    slot = models.PositiveSmallIntegerField()  # place in the attempt's plan, from 0
    sequence = models.PositiveIntegerField()  # 1, 2… within the slot: the highest counts
    submission = models.UUIDField(unique=True)  # the form's key: the same POST sent twice records once
    answer = models.JSONField()
    score_raw = models.FloatField()
    score_min = models.FloatField(default=0)
    score_max = models.FloatField(default=1)
    score_scaled = models.FloatField()  # 0..1
    success = models.BooleanField()
    awaits_mark = models.BooleanField(default=False, db_default=False)
    recorded_at = models.DateTimeField()

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        ordering = ["attempt", "slot", "sequence"]
        indexes = [models.Index(fields=["attempt"], condition=Q(awaits_mark=True), name="response_awaiting_mark")]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "slot", "sequence"], name="response_sequence_unique"),
            models.CheckConstraint(
                condition=Q(score_scaled__gte=0, score_scaled__lte=1), name="response_scaled_within_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"response {self.pk}"


class Draft(models.Model):
    """What was ticked or typed in a question and not validated yet: found again on any seat, never marked.

    `answer` is the form's own values, as sent: a list of texts. It goes when the question has its response.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="drafts")
    slot = models.PositiveSmallIntegerField()  # place in the attempt's plan, from 0
    sequence = models.PositiveBigIntegerField()  # given by the page, growing: a late, older one changes nothing
    answer = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["attempt", "slot"]
        constraints = [models.UniqueConstraint(fields=["attempt", "slot"], name="draft_one_per_slot")]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class HintTaken(models.Model):
    """A hint that the person asked for before answering, and what it cost them, as they were told.

    `number` is its place among the question's hints, from 1; `cost`, in percent of the question's points there.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="hints_taken")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="hints_taken")
    slot = models.PositiveSmallIntegerField()  # place in the attempt's plan, from 0
    number = models.PositiveSmallIntegerField()
    cost = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = _("hint taken")
        ordering = ["attempt", "slot", "number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "slot", "number"], name="hinttaken_once"),
            models.CheckConstraint(condition=Q(cost__lte=100), name="hinttaken_costs_a_share"),
        ]

    def __str__(self) -> str:
        return f"hint {self.number} of {self.attempt_id} · {self.slot}"


class Outcome(models.Model):
    """What an attempt came to (xAPI result): one per attempt, whoever submits however often."""

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="outcome")
    score_raw = models.FloatField()
    score_min = models.FloatField(default=0)
    score_max = models.FloatField()
    score_scaled = models.FloatField()  # 0..1
    success = models.BooleanField()
    completion = models.BooleanField()
    duration = models.PositiveIntegerField()  # seconds, never more than wall time
    # Reported by the learner's browser (H5P), not marked by our server: such a score never certifies alone.
    self_assessed = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("outcome")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(score_scaled__gte=0, score_scaled__lte=1), name="outcome_scaled_within_bounds"
            )
        ]

    def __str__(self) -> str:
        return f"outcome of {self.attempt_id}"


class Statement(models.Model):
    """An xAPI statement as a player sent it, bounded and deduplicated."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="statements")
    uuid = models.UUIDField(unique=True)  # the client's key: idempotent
    verb = models.CharField(max_length=60)
    root = models.BooleanField()  # about the whole content, or about one of its parts
    body = models.JSONField()
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("statement")
        ordering = ["attempt", "pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.uuid}"

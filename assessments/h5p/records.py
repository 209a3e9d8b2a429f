"""What a player's statements come to, part by part, and the problems that people say they meet."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.attempts.models import Attempt
from assessments.h5p.models import H5PContent

LONGEST_DESCRIPTION = 500
LONGEST_ANSWER = 2000
LONGEST_WORDS = 1000
LONGEST_BROWSER = 200


class H5PItemResult(models.Model):
    """One question of an exercise as the browser reported it: the last answer given in this attempt.

    `sub_content_id` is the part's own id, empty when the whole exercise is one question. Texts are plain. A trainer
    reads it beside the self-assessment; nothing is computed from it.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="h5p_items")
    sub_content_id = models.CharField(max_length=64, blank=True)
    interaction = models.CharField(max_length=20, blank=True)  # as xAPI names it: choice, true-false, fill-in…
    description = models.CharField(max_length=LONGEST_DESCRIPTION, blank=True)
    response = models.TextField(blank=True)  # in words; "true" or "false" for true-false
    right_answer = models.TextField(blank=True)  # in words, empty where the exercise does not say
    score_raw = models.FloatField(null=True)
    score_max = models.FloatField(null=True)
    score_scaled = models.FloatField(null=True)  # 0..1
    success = models.BooleanField(null=True)
    duration = models.PositiveIntegerField(null=True)  # seconds, never more than since the attempt began
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["attempt", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "sub_content_id"], name="h5pitemresult_one_per_part"),
            models.CheckConstraint(
                condition=models.Q(score_scaled=None) | models.Q(score_scaled__gte=0, score_scaled__lte=1),
                name="h5pitemresult_scaled_within_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.sub_content_id or 'whole'}"


class H5PProblem(models.Model):
    """A person says that an exercise cannot be done: its trainers read it beside the exercise, until one has looked.

    `reported_by` goes with the person. `browser` is what the browser says of itself, shortened.
    """

    class Kind(models.TextChoices):
        NOTHING_SHOWN = "nothing-shown", _("It does not show, or stops")
        KEYBOARD = "keyboard", _("It cannot be done with the keyboard or a screen reader")
        HARD_TO_READ = "hard-to-read", _("It is hard to see, to hear or to read")
        MISTAKE = "mistake", _("Something in it is wrong")
        OTHER = "other", _("Something else")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content = models.ForeignKey(H5PContent, on_delete=models.CASCADE, related_name="problems")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    browser = models.CharField(max_length=LONGEST_BROWSER, blank=True)
    context = models.UUIDField(null=True, blank=True)  # the lesson
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reported_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-reported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

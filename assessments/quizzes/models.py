"""The native player: an ordered list of items, marked on the server."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.activities.models import Activity
from assessments.bank.models import Item


class Quiz(models.Model):
    """An activity whose questions come from the bank."""

    class Feedback(models.TextChoices):
        IMMEDIATE = "immediate", _("after each question")
        DEFERRED = "deferred", _("at the end")

    activity = models.OneToOneField(Activity, primary_key=True, on_delete=models.CASCADE, related_name="quiz")
    feedback = models.CharField(_("feedback"), max_length=10, choices=Feedback.choices, default=Feedback.IMMEDIATE)
    introduction = models.TextField(_("introduction"), blank=True)

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def __str__(self) -> str:
        return str(self.activity)


class QuizItemQuerySet(models.QuerySet["QuizItem"]):
    def asked(self) -> Self:
        """Those that an attempt begun now asks: drafts and retired questions keep their place, unasked."""
        return self.filter(item__retired_at=None, item__is_draft=False)


class QuizItem(models.Model):
    """A question's place in a quiz: an attempt asks the item's newest version at its start."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="quiz_items")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="quiz_items")
    position = models.PositiveSmallIntegerField(_("position"))
    points = models.PositiveSmallIntegerField(_("points"), default=1)

    objects = QuizItemQuerySet.as_manager()

    class Meta:
        ordering = ["quiz", "position"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "item"], name="quizitem_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id} · {self.position}"

"""The native player: an ordered list of items, marked on the server."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.activities.models import Activity
from assessments.bank.categories import Category
from assessments.bank.models import Item, Level
from assessments.skills.models import Skill


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


class QuizDraw(models.Model):
    """A section of a quiz whose questions are drawn for each attempt; its position is among those of the questions."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="quiz_draws")
    position = models.PositiveSmallIntegerField(_("position"))
    count = models.PositiveSmallIntegerField(_("how many questions"))
    points = models.PositiveSmallIntegerField(_("points of each"), default=1)
    category = models.ForeignKey(
        Category, verbose_name=_("category"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    skill = models.ForeignKey(
        Skill, verbose_name=_("skill"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(_("difficulty"), max_length=10, choices=Level.choices, blank=True, default="")

    class Meta:
        ordering = ["quiz", "position"]
        constraints = [models.CheckConstraint(condition=models.Q(count__gte=1), name="quizdraw_draws_something")]

    def __str__(self) -> str:
        return f"{self.quiz_id} · {self.position} · {self.count}"

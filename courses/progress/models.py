"""Progress and mastery: rows derived from evidence, recomputable at any time (`manage.py recompute_progress`)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.skills.models import Skill
from courses.outline.models import Course, Lesson


class LessonEvent(models.Model):
    """Evidence that is no outcome: the person opened a lesson, or said « J'ai terminé ». Only added."""

    class Kind(models.TextChoices):
        SEEN = "seen", _("opened")
        DECLARED = "declared", _("said it is finished")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lesson_events")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    on = models.DateField()  # the day of `at` where the site stands

    class Meta:
        ordering = ["user", "pk"]
        constraints = [
            # Openings are kept once a lesson and a day: enough to say when someone was last seen, no more.
            models.UniqueConstraint(fields=["user", "lesson", "kind", "on"], name="lessonevent_once_a_day"),
            models.UniqueConstraint(
                fields=["user", "lesson"], condition=Q(kind="declared"), name="lessonevent_declared_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.lesson_id}"


class LessonProgress(models.Model):
    """Where a person is in a lesson."""

    class State(models.TextChoices):
        STARTED = "started", _("begun")
        HANDED_IN = "handed-in", _("handed in, to be looked at")  # the person goes on with the next one
        DONE = "done", _("done")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lesson_progress")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="progress")
    state = models.CharField(max_length=10, choices=State.choices)
    best_scaled = models.FloatField(null=True, blank=True)  # the mark of its activities, 0..1 (`derivation.counted`)
    proved = models.BooleanField(default=False)  # each of its required quizzes passed, as our server marked it
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()  # last evidence
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lesson progress")
        constraints = [
            models.UniqueConstraint(fields=["user", "lesson"], name="lessonprogress_once"),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | Q(state__in=("started", "handed-in"), done_at=None),
                name="lessonprogress_done_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.lesson_id} {self.state}"


class CourseProgress(models.Model):
    """Where a person is in a course: lessons done of those it has."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="course_progress")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="progress")
    lessons_done = models.PositiveIntegerField(default=0)
    last_lesson = models.ForeignKey(Lesson, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("module progress")
        constraints = [models.UniqueConstraint(fields=["user", "course"], name="courseprogress_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.course_id}"


class Mastery(models.Model):
    """How far a person masters a skill.

    The share of the lessons aligned with it that are proved (`LessonProgress.proved`), among those that hold a
    required quiz and belong to a course where the person has begun: a lesson never met does not count against them.
    No row before the first proof.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="masteries")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="masteries")
    level = models.FloatField()  # above 0, up to 1
    evidence_count = models.PositiveIntegerField()  # lessons proved
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mastery")
        constraints = [
            models.UniqueConstraint(fields=["user", "skill"], name="mastery_once"),
            models.CheckConstraint(condition=Q(level__gte=0, level__lte=1), name="mastery_level_within_bounds"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.skill_id} {self.level}"

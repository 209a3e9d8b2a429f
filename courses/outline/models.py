"""Track › Course › Lesson as records know them: written on publish, retired, never deleted."""

import uuid
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.activities.models import Activity
from assessments.credentials.models import Achievement
from assessments.skills.models import Skill
from lms.structures.models import Structure


class OutlineQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def current(self) -> Self:
        return self.filter(retired_at=None)


class Track(models.Model):
    """A « parcours »: école du web, référent numérique, premiers pas numériques."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    structure = models.ForeignKey(Structure, null=True, blank=True, on_delete=models.PROTECT, related_name="tracks")
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=100)
    url = models.CharField(max_length=300, blank=True)  # path of its page, while it is published
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = OutlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("track")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Course(models.Model):
    """What the interface calls a « module »: D01, EW1. One home track; others may refer to it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    structure = models.ForeignKey(Structure, null=True, blank=True, on_delete=models.PROTECT, related_name="courses")
    track = models.ForeignKey(Track, null=True, blank=True, on_delete=models.SET_NULL, related_name="courses")
    code = models.CharField(_("code"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=100)
    objective = models.CharField(_("objective"), max_length=300, blank=True)
    family = models.CharField(max_length=20, blank=True)  # accent colour and icon
    minutes = models.PositiveIntegerField(default=0)
    url = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)
    # « Essayer »: whoever comes may begin it without an account (`lms.signin` trials).
    open_to_try = models.BooleanField(_("open to try without an account"), default=False, db_default=False)
    achievement = models.ForeignKey(
        Achievement, null=True, blank=True, on_delete=models.SET_NULL, related_name="courses"
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = OutlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("module")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class TrackCourse(models.Model):
    """A track that refers to a course whose home is another track."""

    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="referred_courses")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="referring_tracks")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["track", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["track", "course"], name="trackcourse_once")]

    def __str__(self) -> str:
        return f"{self.track} → {self.course}"


class Prerequisite(models.Model):
    """A course that is advised before another."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="prerequisites")
    required = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="required_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "required"], name="prerequisite_once")]

    def __str__(self) -> str:
        return f"{self.required} → {self.course}"


class Lesson(models.Model):
    """A lesson of a course."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="lessons")
    code = models.CharField(_("code"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=100)
    objective = models.CharField(_("objective"), max_length=300, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    url = models.CharField(max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = OutlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class LessonActivity(models.Model):
    """An activity inside a lesson; a required one must be done for the lesson to be."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="lesson_activities")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="lesson_activities")
    position = models.PositiveIntegerField(default=0)
    required = models.BooleanField(default=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = OutlineQuerySet.as_manager()

    class Meta:
        ordering = ["lesson", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["lesson", "activity"], name="lessonactivity_once")]

    def __str__(self) -> str:
        return f"{self.lesson} · {self.activity}"


class Alignment(models.Model):
    """A lesson works a skill of a framework."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="alignments")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="alignments")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "skill"], name="alignment_once")]

    def __str__(self) -> str:
        return f"{self.lesson} · {self.skill}"

"""Who follows what: a person in a track or a course, alone or through a cohort."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.outline.models import Course, Track
from lms.cohorts.models import Cohort

_ONE_TARGET = Q(track=None, course__isnull=False) | Q(course=None, track__isnull=False)


class CohortEnrolmentQuerySet(models.QuerySet["CohortEnrolment"]):
    def current(self) -> Self:
        return self.filter(ended_at=None, cohort__archived_at=None)


class CohortEnrolment(models.Model):
    """A whole cohort follows a track or a course: whoever is in the cohort follows it, whenever they came."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="enrolments")
    track = models.ForeignKey(Track, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField()
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CohortEnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=_ONE_TARGET, name="cohortenrolment_track_or_course"),
            models.UniqueConstraint(
                fields=["cohort", "track"], condition=Q(ended_at=None), name="cohortenrolment_track_once"
            ),
            models.UniqueConstraint(
                fields=["cohort", "course"], condition=Q(ended_at=None), name="cohortenrolment_course_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort} → {self.track or self.course}"


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)


class Enrolment(models.Model):
    """A person follows a track or a course on their own account, whatever cohort they are in."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    track = models.ForeignKey(Track, null=True, blank=True, on_delete=models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.PROTECT, related_name="enrolments")
    enrolled_at = models.DateTimeField()
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        ordering = ["enrolled_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=_ONE_TARGET, name="enrolment_track_or_course"),
            models.UniqueConstraint(fields=["user", "track"], condition=Q(ended_at=None), name="enrolment_track_once"),
            models.UniqueConstraint(
                fields=["user", "course"], condition=Q(ended_at=None), name="enrolment_course_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.track or self.course}"

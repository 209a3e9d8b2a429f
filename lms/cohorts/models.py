"""Cohorts of learners and the class sessions (half-days) when they meet."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.structures.models import OfStructureQuerySet, Role, Structure

# Who works with cohorts; counsellors see people through their consent, not through cohorts.
COHORT_ROLES = frozenset({Role.TRAINER, Role.COORDINATOR, Role.ADMINISTRATOR})


class CohortQuerySet(OfStructureQuerySet["Cohort"]):
    roles = COHORT_ROLES

    def current(self) -> Self:
        return self.filter(archived_at=None)


class Cohort(models.Model):
    """A group of learners who follow the same workshop or track together."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="cohorts")
    name = models.CharField(_("name"), max_length=100)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "name"],
                condition=Q(archived_at=None),
                name="cohort_name_unique_in_structure",
                violation_error_message=_("A cohort of this name already exists here."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="cohort_ends_after_start",
                violation_error_message=_("The last day must not come before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CohortMembership(models.Model):
    """A learner's time in a cohort."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="memberships")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cohort_memberships")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "learner"], condition=Q(left_at=None), name="cohortmembership_one_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner} · {self.cohort}"


class RoomQuerySet(OfStructureQuerySet["Room"]):
    roles = COHORT_ROLES

    def current(self) -> Self:
        return self.filter(retired_at=None)


class Room(models.Model):
    """A room with shared computers: its seats are registered once (`lms.signin`), a class session is held in it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(_("name"), max_length=60)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "name"],
                condition=Q(retired_at=None),
                name="room_name_unique_in_structure",
                violation_error_message=_("A room of this name already exists here."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ClassSession(models.Model):
    """A half-day with a cohort in a room: opened and closed by a trainer."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="class_sessions")
    # Where it is held: the registered seats of this room then offer the first names of the cohort, and no others.
    room = models.ForeignKey(
        Room, verbose_name=_("room"), null=True, blank=True, on_delete=models.PROTECT, related_name="class_sessions"
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("class session")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort"],
                condition=Q(closed_at=None),
                name="classsession_one_open_per_cohort",
                violation_error_message=_("A class session is already open for this cohort."),
            ),
            models.UniqueConstraint(
                fields=["room"],
                condition=Q(closed_at=None, room__isnull=False),
                name="classsession_one_open_per_room",
                violation_error_message=_("Another group has its class session in this room: close it first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort} · {self.opened_at:%Y-%m-%d %H:%M}"

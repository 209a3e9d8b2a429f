"""Reads of cohorts: one function per screen."""

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lms.accounts.models import User, Visitor
from lms.cohorts.models import COHORT_ROLES, ClassSession, Cohort, CohortMembership, Room
from lms.structures.models import Membership, Role, Structure


def structures_run_by(user: Visitor) -> QuerySet[Structure]:
    """Structures where the user works with cohorts and learners."""
    if user.is_superuser:
        return Structure.objects.all()
    mine = Membership.objects.current().filter(user_id=user.pk or 0, role__in=COHORT_ROLES)
    return Structure.objects.filter(pk__in=mine.values("structure_id"))


def learners_visible_to(user: Visitor) -> QuerySet[User]:
    """Learners of the structures where the user trains, coordinates or administers, by name."""
    here = Membership.objects.current().filter(role=Role.LEARNER, structure__in=structures_run_by(user))
    return User.objects.filter(pk__in=here.values("user_id")).order_by("last_name", "first_name", "pk")


def cohort_list(user: Visitor) -> QuerySet[Cohort]:
    """Cohorts in use with `people` (how many) and `in_session` (a class session is open)."""
    open_sessions = ClassSession.objects.filter(cohort=OuterRef("pk"), closed_at=None)
    return (
        Cohort.objects.visible_to(user)
        .current()
        .select_related("structure")
        .annotate(
            people=Count("memberships", filter=Q(memberships__left_at=None), distinct=True),
            in_session=Exists(open_sessions),
        )
        .order_by("structure__name", "name", "pk")
    )


def people_of(cohort: Cohort) -> QuerySet[User]:
    """The cohort's learners of today, by name."""
    inside = CohortMembership.objects.filter(cohort=cohort, left_at=None)
    return User.objects.filter(pk__in=inside.values("learner_id")).order_by("last_name", "first_name", "pk")


def could_join(cohort: Cohort) -> QuerySet[User]:
    """Learners of the structure who are not in the cohort, by name."""
    here = Membership.objects.current().filter(role=Role.LEARNER, structure=cohort.structure_id)
    inside = CohortMembership.objects.filter(cohort=cohort, left_at=None)
    return (
        User.objects.filter(pk__in=here.values("user_id"))
        .exclude(pk__in=inside.values("learner_id"))
        .order_by("last_name", "first_name", "pk")
    )


def open_session_of(cohort: Cohort) -> ClassSession | None:
    return ClassSession.objects.filter(cohort=cohort, closed_at=None).select_related("opened_by", "room").first()


def rooms_for(cohort: Cohort) -> QuerySet[Room]:
    """The rooms where the cohort can meet, by name."""
    return Room.objects.current().filter(structure=cohort.structure_id).order_by("name", "pk")


def usual_room(cohort: Cohort, rooms: Sequence[Room]) -> Room | None:
    """Of these rooms, the one where the cohort met last, else the only one there is."""
    if len(rooms) < 2:
        return rooms[0] if rooms else None
    met = ClassSession.objects.filter(cohort=cohort, room__in=rooms).order_by("-opened_at", "-pk").first()
    return next((room for room in rooms if met and room.pk == met.room_id), None)

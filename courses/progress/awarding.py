"""The certificate of a course, given to those who earned it."""

import datetime
from collections.abc import Collection, Mapping

from django.db.models import Exists, OuterRef, QuerySet

from assessments.credentials import services as credentials
from assessments.credentials.models import LIVING, AchievementVersion, Credential
from courses.enrolments.queries import followed_by
from courses.outline.models import Course
from courses.progress.derivation import CourseStanding
from lms.accounts.models import User
from lms.signin.models import Trial


def award_earned(
    *, course: Course, people: Mapping[int, User], standings: Mapping[int, CourseStanding], now: datetime.datetime
) -> None:
    """Give the certificate to those of these people (by id) whose standing earns it and to whom it is due.

    Two queries for all who hold it already, however many; those who get it cost their own.
    """
    earned = {user_id for user_id, standing in standings.items() if standing.certifies}
    version = _version_given(course) if earned else None
    if version is None:
        return
    for user_id in _due(course, earned).values_list("pk", flat=True):
        evidence = _evidence(course, standings[user_id])
        credentials.award(achievement_version=version, learner=people[user_id], evidence=evidence, now=now)


def _version_given(course: Course) -> AchievementVersion | None:
    achievement = course.achievement
    if achievement is None or achievement.retired_at is not None:
        return None
    return achievement.versions.order_by("-number").first()


def _due(course: Course, earned: Collection[int]) -> QuerySet[User]:
    """Who follows the course and holds no certificate of it; whoever only tries it out gets none.

    Nor does a guest: it is given once the work is claimed, to a person with a name.
    """
    me = OuterRef("pk")
    followed = Course.objects.current().filter(followed_by(OuterRef(me)), pk=course.pk)
    held = Credential.objects.filter(learner=me, version__achievement=course.achievement_id, state__in=LIVING)
    guest = Trial.objects.filter(guest=me)
    return User.objects.filter(Exists(followed), ~Exists(held), ~Exists(guest), pk__in=earned).order_by("pk")


def _evidence(course: Course, standing: CourseStanding) -> list[str]:
    """What earned it: the course and the attempts that our server marked."""
    return [f"course:{course.uuid}", *(f"attempt:{attempt}" for attempt in standing.proofs)]

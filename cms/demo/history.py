"""Eight weeks of the demo's life, lived through the services that real people go through.

Everything is decided by the seed and by the moment passed in: who came to which class session, what each one
answered, how often a quiz was begun again. Nothing that follows from it (progress, mastery, certificates) is written
here.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from cms.demo import reader, seeds
from cms.demo.cast import COHORTS, CohortRole, LearnerRole
from cms.demo.content import Lesson
from cms.demo.people import People
from cms.demo.sitting import Sitting
from courses.enrolments.services import enrol_cohort
from courses.outline.models import Lesson as LessonRow
from courses.outline.models import Track
from lms.cohorts.services import close_session, open_session

WEEKS: Final = 8
_COMES: Final = 0.88  # chance that a person who still comes is there on the day


@dataclass(frozen=True, kw_only=True)
class Session:
    """A class session: when it begins, and how many weeks ago that was."""

    opens_at: datetime.datetime
    weeks_ago: int


def begins_at(now: datetime.datetime) -> datetime.datetime:
    """The Monday, at eight in the morning, of the week when the demo's people begin."""
    monday = timezone.localdate(now) - datetime.timedelta(days=timezone.localdate(now).weekday(), weeks=WEEKS)
    return _at(monday, 8)


def live(people: People, *, now: datetime.datetime) -> None:
    """Enrol every cohort in its track, then hold its class sessions up to `now`."""
    rows = {row.code: row for row in LessonRow.objects.current().order_by("pk")}
    for role in COHORTS:
        _enrol(role, people, now=begins_at(now))
        _hold(role, people, rows, now=now)


def sessions(role: CohortRole, *, now: datetime.datetime) -> list[Session]:
    """The cohort's class sessions that are over, the oldest first."""
    first = begins_at(now).date() + datetime.timedelta(days=role.weekday)
    moments = [_at(first + datetime.timedelta(weeks=week), role.hour) for week in range(WEEKS + 1)]
    over = [moment for moment in moments if moment + datetime.timedelta(minutes=role.minutes) <= now]
    return [Session(opens_at=moment, weeks_ago=(now - moment).days // 7) for moment in over]


def _at(day: datetime.date, hour: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def _enrol(role: CohortRole, people: People, *, now: datetime.datetime) -> None:
    track = Track.objects.current().get(slug=role.track)
    enrol_cohort(cohort=people.cohorts[role.name], track=track, by=people.staff[role.trainer], now=now)


def _hold(role: CohortRole, people: People, rows: dict[str, LessonRow], *, now: datetime.datetime) -> None:
    held = sessions(role, now=now)
    present = {learner.name: attended(learner, held) for learner in role.learners}
    lessons = _lessons_of(role.track)
    cohort, trainer = people.cohorts[role.name], people.staff[role.trainer]
    for session in held:
        open_session(cohort=cohort, by=trainer, now=session.opens_at)
        for learner in role.learners:
            sitting = Sitting(user=people.learners[learner.name], role=learner, rows=rows, starts_at=session.opens_at)
            for lesson in work(learner, lessons, present[learner.name], session):
                sitting.do(lesson)
            if learner.unfinished and session == present[learner.name][-1]:
                sitting.leave_open(lessons[learner.lessons])
        closes_at = session.opens_at + datetime.timedelta(minutes=role.minutes)
        close_session(cohort=cohort, by=trainer, now=closes_at)


def attended(learner: LearnerRole, held: Sequence[Session]) -> list[Session]:
    """The class sessions this person came to: always the first, never those since they stopped coming."""
    chance = seeds.chance(f"attendance {learner.name}")
    came = [(session, chance.random() < _COMES) for session in held]
    still = [(session, here) for session, here in came if session.weeks_ago >= learner.absent_since]
    last = len(still) - 1
    return [session for place, (session, here) in enumerate(still) if here or place in (0, last)]


def work(
    learner: LearnerRole, lessons: Sequence[Lesson], present: Sequence[Session], session: Session
) -> Iterator[Lesson]:
    """The lessons this person finishes in this class session: their share of all they finish."""
    if session in present:
        place = present.index(session)
        done, to_do = (learner.lessons * (place + more) // len(present) for more in (0, 1))
        yield from lessons[done:to_do]


def _lessons_of(track: str) -> list[Lesson]:
    return [lesson for course in reader.courses() if course.track == track for lesson in course.lessons]

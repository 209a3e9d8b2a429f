"""Courses before and after a correction, from evidence: the same reading for what would be and for what was done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from assessments.attempts.regrading import Regraded, Values
from assessments.credentials.models import LIVING, Credential
from courses.outline.models import Course, Lesson
from courses.progress.derivation import CourseStanding
from courses.progress.evidence import CourseEvidence, evidence_in


@dataclass(frozen=True, kw_only=True)
class Effect:
    """A course that one person follows or followed, as it was and as it is, or would be."""

    course: Course
    before: CourseStanding | None
    after: CourseStanding | None

    @property
    def earns(self) -> bool:
        return self.after is not None and self.after.certifies

    @property
    def loses(self) -> bool:
        """The certificate was earned, and is so no more."""
        return self.before is not None and self.before.certifies and not self.earns


@dataclass(kw_only=True)
class Person:
    """All that changes for one person (user id)."""

    user_id: int
    changes: list[Regraded] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)


def people_in(changes: Iterable[Regraded], *, written: bool) -> dict[int, Person]:
    """Whose outcomes change and what their courses become; `written`: the changes are in the database already.

    Four queries a course that holds one of the activities, whatever the number of people.
    """
    people: dict[int, Person] = {}
    for change in changes:
        if change.outcome_changes:
            user_id = change.attempt.user_id
            people.setdefault(user_id, Person(user_id=user_id)).changes.append(change)
    for course in _courses(people.values()):
        evidence = evidence_in(course, of=people.keys())
        for person in people.values():
            person.effects.append(_effect(course, evidence, person, written=written))
    return people


def _courses(people: Iterable[Person]) -> Sequence[Course]:
    """The courses in force whose lessons in force hold an activity that was attempted."""
    activities = {change.attempt.activity_id for person in people for change in person.changes}
    held = Lesson.objects.current().filter(
        lesson_activities__activity__in=activities, lesson_activities__retired_at=None
    )
    courses = Course.objects.current().filter(pk__in=held.order_by().values("course_id"))
    return list(courses.select_related("achievement").order_by("pk")) if activities else []


def _effect(course: Course, evidence: CourseEvidence, person: Person, *, written: bool) -> Effect:
    read = evidence.standing_of(person.user_id)
    other = {change.attempt.uuid: change.before if written else change.after for change in person.changes}
    told = with_results(evidence, person.user_id, other).standing_of(person.user_id)
    before, after = (told, read) if written else (read, told)
    return Effect(course=course, before=before, after=after)


def with_results(evidence: CourseEvidence, user_id: int, values: Mapping[UUID, Values | None]) -> CourseEvidence:
    """The evidence of this person with other figures in some attempts."""
    results = [
        replace(result, **{name: said[name] for name in ("scaled", "success", "completion")})
        if (said := values.get(result.attempt))
        else result
        for result in evidence.results.get(user_id, [])
    ]
    return CourseEvidence(
        lessons=evidence.lessons,
        openings=defaultdict(list, {user_id: evidence.openings.get(user_id, [])}),
        results=defaultdict(list, {user_id: results}),
        waiting=defaultdict(list, {user_id: evidence.waiting.get(user_id, [])}),
    )


def living_certificates(people: Iterable[int]) -> dict[int, dict[int, Credential]]:
    """The certificates that hold, by user id, then by achievement. One query."""
    found: defaultdict[int, dict[int, Credential]] = defaultdict(dict)
    held = Credential.objects.filter(learner__in=people, state__in=LIVING).select_related("version")
    for credential in held.order_by("pk"):
        if credential.learner_id is not None:
            found[credential.learner_id][credential.version.achievement_id] = credential
    return found

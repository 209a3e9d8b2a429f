"""What a correction would do, person by person, before anything is written. Names only of people the reader trains."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from assessments.attempts.models import Attempt
from assessments.attempts.regrading import Rule, attempts_asking, regraded
from assessments.bank.models import ItemVersion
from assessments.credentials.models import LIVING, Credential
from courses.corrections.effects import Effect, Person, people_in
from courses.corrections.rows import Change, PersonRow, labels_of, result_of, skill_change
from courses.enrolments.queries import courses_of
from courses.progress.masteries import mastery_levels
from lms.accounts.models import User, Visitor
from lms.signin.trials import is_guest

PEOPLE = 200  # looked at together
NAMED = 300  # people in the table: the sums are of everybody


@dataclass(kw_only=True)
class DryRun:
    """What would change; sums are of everybody, names of those whom the reader trains."""

    asked: int = 0  # people who were asked the question
    changed: int = 0
    gain: int = 0
    lose: int = 0
    succeed: int = 0  # people with a result that becomes a success
    fail: int = 0
    given: int = 0  # certificates
    revoked: int = 0
    left: int = 0
    skills: int = 0  # people whose mastery of a skill changes
    rows: list[PersonRow] = field(default_factory=list)

    @property
    def unnamed(self) -> int:
        """How many are concerned and not in the table: of other groups, or beyond its end."""
        return self.changed - len(self.rows)


def dry_run(user: Visitor, version: ItemVersion, *, kind: str, key: Mapping[str, Any] | None = None) -> DryRun:
    """Who would gain, who would lose, whose skills and certificates would change. Writes nothing.

    `version` is read with its item and key. Raises grading.ImpossibleDefinition.
    """
    rule = rule_for(version, kind=kind, key=key)
    run, people = DryRun(), next_people(version.pk)
    while people:
        look_at(run, people, rule, user)
        people = next_people(version.pk, after=people[-1])
    run.rows.sort(key=losers_first)
    return run


def rule_for(version: ItemVersion, *, kind: str, key: Mapping[str, Any] | None) -> Rule:
    """The rule that is tried; without a key the version keeps its own. Raises grading.ImpossibleDefinition."""
    return Rule.corrected(version, kind=kind, key=version.answer_key.key if key is None else key)


def people_asked(version_id: int) -> QuerySet[Attempt, int]:
    """Ids of the people who were asked this version, in order."""
    return attempts_asking(version_id).order_by("user_id").values_list("user_id", flat=True).distinct()


def next_people(version_id: int, *, after: int = 0) -> list[int]:
    """The next ones, after this person; empty when all have had their turn."""
    return list(people_asked(version_id).filter(user_id__gt=after)[:PEOPLE])


def look_at(run: DryRun, people: Collection[int], rule: Rule, user: Visitor) -> None:
    """Add to the run what the rule changes for these people (ids), with all their attempts that asked the question."""
    theirs = attempts_asking(rule.version_id).filter(user_id__in=people).select_related("activity", "outcome")
    changed = people_in(regraded(list(theirs.order_by("user_id", "pk")), rule), written=False)
    named = people_trained(user, changed)
    run.asked += len(people)
    for row in _rows(user, changed):
        _count(run, row)
        if row.person.pk in named and len(run.rows) < NAMED:
            run.rows.append(row)


def people_trained(user: Visitor, people: Collection[int]) -> set[int]:
    """Those of these people (ids) whom the user may meet by name."""
    return set(Attempt.objects.visible_to(user).filter(user__in=people).order_by().values_list("user_id", flat=True))


def losers_first(row: PersonRow) -> tuple[bool, str]:
    """The order of the table: those who have something to lose, then the others."""
    return not any(each.after < each.before for each in row.results), str(row.person)


def _count(run: DryRun, row: PersonRow) -> None:
    run.changed += 1
    run.gain += any(each.after > each.before or each.won for each in row.results)
    run.lose += any(each.after < each.before or each.lost for each in row.results)
    run.succeed += any(each.won for each in row.results)
    run.fail += any(each.lost for each in row.results)
    run.given, run.revoked, run.left = (
        run.given + len(row.given),
        run.revoked + len(row.revoked),
        run.left + len(row.left),
    )
    run.skills += bool(row.skills)


def _rows(user: Visitor, people: Mapping[int, Person]) -> Iterator[PersonRow]:
    users = User.objects.in_bulk(people)
    skills = _skills(people)
    held: defaultdict[int, list[Credential]] = defaultdict(list)
    for credential in Credential.objects.filter(learner__in=people).select_related("version").order_by("pk"):
        held[credential.learner_id or 0].append(credential)
    mine = set(Credential.objects.managed_by(user).filter(learner__in=people).order_by().values_list("pk", flat=True))
    for user_id, person in people.items():
        lost = [each for each in held[user_id] if each.state in LIVING and _is_lost(each, person.effects)]
        yield PersonRow(
            person=users[user_id],
            results=tuple(result_of(change.attempt, change.before, change.after) for change in person.changes),
            skills=tuple(skills[user_id]),
            given=tuple(_given(users[user_id], person.effects, held[user_id])),
            revoked=tuple(each.version.name for each in lost if each.pk in mine),
            left=tuple(each.version.name for each in lost if each.pk not in mine),
        )


def _is_lost(credential: Credential, effects: Iterable[Effect]) -> bool:
    return credential.version.achievement_id in {each.course.achievement_id for each in effects if each.loses}


def _given(person: User, effects: Iterable[Effect], held: Collection[Credential]) -> Iterator[str]:
    """Names of the certificates that the person would get: as `progress.awarding` and `credentials.award` decide."""
    standing = {each.version.achievement_id for each in held if not _may_come_again(each)}
    for effect in effects:
        achievement = effect.course.achievement
        if achievement is None or achievement.retired_at is not None or achievement.pk in standing or not effect.earns:
            continue
        version = achievement.versions.order_by("-number").first()
        follows = courses_of(person).filter(pk=effect.course.pk).exists()
        if version is not None and follows and not is_guest(person):
            yield version.name


def _may_come_again(credential: Credential) -> bool:
    return credential.revocation_reason == Credential.Reason.CORRECTION


def _skills(people: Mapping[int, Person]) -> dict[int, list[Change]]:
    """Masteries that change, by user id."""
    instead = {
        (user_id, lesson.lesson_id): lesson.proved
        for user_id, person in people.items()
        for effect in person.effects
        if effect.after
        for lesson in effect.after.lessons
    }
    before, after = mastery_levels(people), mastery_levels(people, instead=instead)
    labels = labels_of({skill for levels in (before, after) for each in levels.values() for skill in each})
    return {
        user_id: [
            skill_change(labels[skill], was.get(skill, (0, 0))[0], will.get(skill, (0, 0))[0])
            for skill in sorted(was.keys() | will.keys())
            if was.get(skill, (0, 0))[0] != will.get(skill, (0, 0))[0]
        ]
        for user_id in people
        for was, will in [(before.get(user_id, {}), after.get(user_id, {}))]
    }

"""A question corrected, and everything that follows: one job in batches, each in one transaction.

A batch keeps its results, skills, certificates and the place of the next one together: a worker killed at any moment
leaves whole people only, and whoever takes the job over goes on after them.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import QuerySet

from assessments.attempts import correcting
from assessments.attempts.corrections import Correction
from assessments.attempts.models import Attempt, Response
from assessments.attempts.regrading import attempts_asking, regrade
from assessments.bank.models import ItemVersion
from assessments.credentials.models import LIVING, Credential
from courses.corrections.certificates import as_told, take_lost
from courses.corrections.effects import living_certificates, people_in
from courses.corrections.models import FOLLOW, Consequence
from courses.progress.models import Mastery
from courses.progress.services import update_people
from lms.accounts.models import User
from lms.jobs.models import Job
from lms.jobs.services import enqueue
from lms.journal.services import record_each

ATTEMPTS = 200  # in one batch: on SQLite learners' answers wait meanwhile
# What became of certificates, by user id, as `Consequence` keeps it.
Certificates: TypeAlias = defaultdict[int, list[dict[str, str]]]
# Longer than any request lasts: an answer marked by the former key at the very moment of the change is within.
RECENT = datetime.timedelta(minutes=10)


@transaction.atomic
def apply(
    *,
    version: ItemVersion,
    kind: Correction.Kind,
    explanation: str,
    by: User,
    now: datetime.datetime,
    key: dict[str, Any] | None = None,
) -> Correction:
    """Correct this version and ask for all that follows. Raises what `attempts.correcting.correct` raises."""
    correction = correcting.correct(version=version, kind=kind, explanation=explanation, by=by, now=now, key=key)
    _ask(correction, now=now)
    return correction


@transaction.atomic
def undo(*, correction: Correction, by: User, now: datetime.datetime) -> None:
    """Take the correction back with all that followed from it. Raises attempts.correcting.NotUndoable."""
    correcting.take_back(correction=correction, by=by, now=now)
    _ask(correction, now=now)


@transaction.atomic
def go_on(*, correction: Correction, now: datetime.datetime) -> None:
    """Ask again for work that failed for good; changes nothing while it waits, runs or is done."""
    _ask(correction, now=now)


def _ask(correction: Correction, *, now: datetime.datetime) -> None:
    step = f"{FOLLOW}:{correction.uuid}:{correction.state}"
    failed = Job.objects.filter(key__startswith=step, state=Job.State.FAILED).count()
    enqueue(kind=FOLLOW, key=f"{step}:{failed}", payload={"correction": correction.pk}, now=now)


def attempts_concerned(correction: Correction) -> QuerySet[Attempt, int]:
    """Ids of the attempts that asked the question, in order."""
    return attempts_asking(correction.version_id).order_by("pk").values_list("pk", flat=True)


def next_attempts(correction: Correction, *, after: int) -> list[int]:
    """The next batch, after this attempt; empty when all have had their turn.

    Attempts change hands while the work goes on (a trial is claimed): their own order is the one that stays.
    """
    return list(attempts_concerned(correction).filter(pk__gt=after)[:ATTEMPTS])


@transaction.atomic
def follow(*, correction: Correction, attempts: Collection[int], now: datetime.datetime) -> None:
    """Marks, results, progress, skills and certificates of the people whose attempts (ids) these are, all theirs.

    Each is as evidence now says. The same attempts again change nothing.
    """
    changed = people_in(regrade(correction=correction, attempts=attempts, now=now), written=True)
    if not changed:
        return
    held, levels = living_certificates(changed), _levels(changed)
    users = User.objects.in_bulk(changed)
    courses = {effect.course.pk: effect.course for person in changed.values() for effect in person.effects}
    update_people(users=users.values(), courses=courses.values(), now=now)
    certificates = _given(held, changed)
    for user_id, person in changed.items():
        lost = take_lost(person, held.get(user_id, {}).values(), by=_author(correction), now=now)
        certificates[user_id] = lost + certificates[user_id]
    _keep(correction, users, certificates, levels, now=now)


@transaction.atomic
def end(*, correction: Correction, now: datetime.datetime) -> None:
    """Look again at those who answered while the key changed, then call it applied, or undone."""
    since = (correction.undone_at or correction.applied_at) - RECENT
    recent = Response.objects.filter(version=correction.version_id, recorded_at__gte=since).order_by()
    attempts = sorted(set(recent.values_list("attempt_id", flat=True)))
    for start in range(0, len(attempts), ATTEMPTS):
        follow(correction=correction, attempts=attempts[start : start + ATTEMPTS], now=now)
    correcting.finish(correction=correction, now=now)


def _author(correction: Correction) -> User | None:
    return correction.undone_by if correction.state == Correction.State.UNDOING else correction.by


def _given(held: Mapping[int, Mapping[int, Credential]], people: Collection[int]) -> Certificates:
    """The certificates that these people have and had not, by user id. One query."""
    known = [credential.pk for theirs in held.values() for credential in theirs.values()]
    new = Credential.objects.filter(learner__in=people, state__in=LIVING).exclude(pk__in=known).order_by("pk")
    found: Certificates = defaultdict(list)
    for credential in new.select_related("version"):
        found[credential.learner_id or 0].append(as_told(credential, "given"))
    return found


def _levels(people: Iterable[int]) -> dict[int, dict[int, float]]:
    """How far these people master skills, by user id, then by skill id."""
    found: dict[int, dict[int, float]] = {}
    for user_id, skill, level in (
        Mastery.objects.filter(user__in=people).order_by("pk").values_list("user_id", "skill_id", "level")
    ):
        found.setdefault(user_id, {})[skill] = level
    return found


def _keep(
    correction: Correction,
    users: Mapping[int, User],
    certificates: Certificates,
    before: Mapping[int, dict[int, float]],
    *,
    now: datetime.datetime,
) -> None:
    """For the letters; and in the journal, by ids only. A second look at a person adds to what the first one found."""
    undoing = correction.state == Correction.State.UNDOING
    told = Consequence.objects.filter(correction=correction, undoing=undoing, user__in=users)
    known = {kept.user_id: kept for kept in told.order_by("pk")}
    after = _levels(users)
    new: list[Consequence] = []
    for user_id, user in users.items():
        kept = known.get(user_id) or Consequence(correction=correction, user=user, undoing=undoing, recorded_at=now)
        first = {each["skill"]: each["before"] for each in kept.masteries}
        kept.masteries = _differences(before.get(user_id, {}) | first, after.get(user_id, {}))
        kept.certificates += certificates[user_id]
        if kept.pk is None:
            new.append(kept)
    Consequence.objects.bulk_create(new)
    Consequence.objects.bulk_update(known.values(), ["masteries", "certificates"])
    record_each(
        verb="result.taken_back" if undoing else "result.corrected",
        now=now,
        by=_author(correction),
        subjects=users.values(),
        structure_id=correction.version.item.structure_id,
        target=f"correction:{correction.uuid}",
    )


def _differences(before: dict[int, float], after: dict[int, float]) -> list[dict[str, float]]:
    return [
        {"skill": skill, "before": before.get(skill, 0), "after": after.get(skill, 0)}
        for skill in sorted(before.keys() | after.keys())
        if before.get(skill, 0) != after.get(skill, 0)
    ]

"""A question corrected, and everything that follows: one job in batches of people, each in one transaction.

A batch keeps its results, skills, certificates and the place of the next one together: a worker killed at any moment
leaves whole people only, and whoever takes the job over goes on after them.
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from assessments.attempts import correcting
from assessments.attempts.corrections import Correction
from assessments.attempts.models import Attempt, Response
from assessments.attempts.regrading import attempts_asking, regrade
from assessments.bank.models import ItemVersion
from assessments.credentials import services as credentials
from assessments.credentials.models import Credential
from courses.corrections.effects import LIVING, Person, living_certificates, people_in
from courses.corrections.models import FOLLOW, Consequence
from courses.progress.models import Mastery
from courses.progress.services import update_courses
from lms.accounts.models import User
from lms.jobs.models import Job
from lms.jobs.services import enqueue
from lms.journal.services import record

PEOPLE = 100  # in one batch: on SQLite learners' answers wait meanwhile
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


def people_concerned(correction: Correction) -> QuerySet[Attempt, int]:
    """Ids of the people who were asked the question, in order, each once."""
    asked = attempts_asking(correction.version_id).order_by("user_id")
    return asked.values_list("user_id", flat=True).distinct()


def next_people(correction: Correction, *, after: int) -> list[int]:
    """The next batch, after this user id; empty when everybody has had their turn."""
    return list(people_concerned(correction).filter(user_id__gt=after)[:PEOPLE])


@transaction.atomic
def follow(*, correction: Correction, people: Sequence[int], now: datetime.datetime) -> None:
    """Marks, results, progress, skills and certificates of these people (user ids), each as evidence now says.

    The same people again change nothing.
    """
    changed = people_in(regrade(correction=correction, people=people, now=now), written=True)
    held, levels = living_certificates(changed), _levels(changed)
    users = User.objects.in_bulk(changed)
    for user_id, person in sorted(changed.items()):
        courses = [effect.course for effect in person.effects]
        update_courses(user=users[user_id], courses=courses, now=now)
        lost = _take_certificates(correction, person, held.get(user_id, {}).values(), now=now)
        certificates = lost + _given(user_id, held.get(user_id, {}).values())
        _keep(correction, users[user_id], certificates, levels.get(user_id, {}), now=now)


@transaction.atomic
def end(*, correction: Correction, now: datetime.datetime) -> None:
    """Look again at those who answered while the key changed, then call it applied, or undone."""
    since = (correction.undone_at or correction.applied_at) - RECENT
    recent = Response.objects.filter(version=correction.version_id, recorded_at__gte=since).order_by()
    people = sorted(set(recent.values_list("attempt__user_id", flat=True)))
    if people:
        follow(correction=correction, people=people, now=now)
    correcting.finish(correction=correction, now=now)


def _take_certificates(
    correction: Correction, person: Person, held: Iterable[Credential], *, now: datetime.datetime
) -> list[dict[str, str]]:
    """Revoke what is earned no more; a certificate of a structure where the author of the act has no say is left."""
    lost = {effect.course.achievement_id for effect in person.effects if effect.loses}
    by = correction.undone_by if correction.state == Correction.State.UNDOING else correction.by
    taken = []
    for credential in held:
        if credential.version.achievement_id not in lost:
            continue
        may = by is not None and Credential.objects.managed_by(by).filter(pk=credential.pk).exists()
        if may and by is not None:
            credentials.revoke(credential=credential, reason=Credential.Reason.CORRECTION, by=by, now=now)
        taken.append(_certificate(credential, "revoked" if may else "left"))
    return taken


def _given(user_id: int, held: Iterable[Credential]) -> list[dict[str, str]]:
    known = [credential.pk for credential in held]
    new = Credential.objects.filter(learner=user_id, state__in=LIVING).exclude(pk__in=known).order_by("pk")
    return [_certificate(credential, "given") for credential in new.select_related("version")]


def _certificate(credential: Credential, change: str) -> dict[str, str]:
    return {"credential": str(credential.uuid), "name": credential.version.name, "change": change}


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
    user: User,
    certificates: list[dict[str, str]],
    before: dict[int, float],
    *,
    now: datetime.datetime,
) -> None:
    """For the letter; and in the journal, by ids only. A second look at a person adds to what the first one found."""
    undoing = correction.state == Correction.State.UNDOING
    kept, _new = Consequence.objects.get_or_create(
        correction=correction, user=user, undoing=undoing, defaults={"recorded_at": now}
    )
    known = {each["skill"]: each["before"] for each in kept.masteries}
    kept.masteries = _differences(before | known, _levels([user.pk]).get(user.pk, {}))
    kept.certificates += certificates
    kept.save(update_fields=["masteries", "certificates"])
    record(
        verb="result.taken_back" if undoing else "result.corrected",
        now=now,
        by=correction.undone_by if undoing else correction.by,
        subject=user,
        structure_id=correction.version.item.structure_id,
        target=f"correction:{correction.uuid}",
    )


def _differences(before: dict[int, float], after: dict[int, float]) -> list[dict[str, float]]:
    return [
        {"skill": skill, "before": before.get(skill, 0), "after": after.get(skill, 0)}
        for skill in sorted(before.keys() | after.keys())
        if before.get(skill, 0) != after.get(skill, 0)
    ]

"""Attempts read as facts, a page at a time: the same number of queries for each page, whatever it holds."""

from collections.abc import Iterator, Mapping
from operator import attrgetter
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from assessments.attempts.corrections import Correction, Regrade
from assessments.attempts.models import Attempt, Outcome, Response, Statement
from assessments.xapi.building import Site, Told, told
from assessments.xapi.facts import AnswerFacts, AttemptFacts, Named, OutcomeFacts, Place, ReportFacts, Revisions

A_TIME = 50  # attempts read together
Places = Mapping[UUID, Place]


def site() -> Site:
    """This site, as statements name it."""
    return Site(home=settings.BASE_URL, name=settings.SITE_NAME, language=settings.LANGUAGE_CODE)


def told_of(
    attempts: QuerySet[Attempt], *, places: Places, keys_of: frozenset[int] | None = frozenset()
) -> Iterator[tuple[Attempt, Told]]:
    """Each attempt, and what it is in statements, in the order of the queryset. Four queries for each page.

    `places` are those that a lesson's uuid stands for. Right answers are told for the questions of the structures
    `keys_of` alone (ids; None: of all).
    """
    here = site()
    for attempt in _whole(attempts).iterator(chunk_size=A_TIME):
        yield attempt, told(facts_of(attempt, places=places, keys_of=keys_of), here)


def _whole(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    answers = Response.objects.select_related("version__item", "version__answer_key").order_by("recorded_at", "pk")
    return attempts.select_related("user", "activity", "outcome").prefetch_related(
        Prefetch("responses", answers),
        Prefetch("statements", Statement.objects.order_by("pk")),
        Prefetch("regrades", Regrade.objects.select_related("correction").order_by("pk")),
    )


def facts_of(attempt: Attempt, *, places: Places, keys_of: frozenset[int] | None) -> AttemptFacts:
    """An attempt read with all that hangs on it."""
    activity, outcome = attempt.activity, getattr(attempt, "outcome", None)
    regrades: list[Regrade] = list(attempt.regrades.all())
    return AttemptFacts(
        uuid=attempt.uuid,
        person=attempt.user.uuid,
        activity=Named(uuid=activity.uuid, title=activity.title),
        kind=activity.kind,
        number=attempt.number,
        started_at=attempt.started_at,
        voided=attempt.state == Attempt.State.VOIDED,
        tells_key=_tells(activity.structure_id, keys_of),
        place=places.get(attempt.context) if attempt.context else None,
        answers=tuple(_answer(each, regrades, keys_of) for each in attempt.responses.all()),
        reports=tuple(
            ReportFacts(uuid=each.uuid, verb=each.verb, root=each.root, body=each.body, at=each.received_at)
            for each in attempt.statements.all()
        ),
        outcome=_outcome(outcome, regrades) if outcome else None,
    )


def _tells(structure_id: int, keys_of: frozenset[int] | None) -> bool:
    return keys_of is None or structure_id in keys_of


def _answer(response: Response, regrades: list[Regrade], keys_of: frozenset[int] | None) -> AnswerFacts:
    version = response.version
    return AnswerFacts(
        submission=response.submission,
        version=version.uuid,
        item=version.item.uuid,
        number=version.number,
        prompt=version.prompt,
        interaction=version.item.interaction,
        body=version.body,
        key=version.answer_key.key,
        tells_key=_tells(version.item.structure_id, keys_of),
        answer=response.answer,
        raw=response.score_raw,
        minimum=response.score_min,
        maximum=response.score_max,
        scaled=response.score_scaled,
        success=response.success,
        at=response.recorded_at,
        revisions=_revisions([each for each in regrades if str(response.pk) in each.marks]),
    )


def _outcome(outcome: Outcome, regrades: list[Regrade]) -> OutcomeFacts:
    return OutcomeFacts(
        raw=outcome.score_raw,
        minimum=outcome.score_min,
        maximum=outcome.score_max,
        scaled=outcome.score_scaled,
        success=outcome.success,
        completion=outcome.completion,
        duration=outcome.duration,
        self_assessed=outcome.self_assessed,
        at=outcome.recorded_at,
        revisions=_revisions([each for each in regrades if each.before != each.after]),
    )


def _revisions(regrades: list[Regrade]) -> Revisions:
    """Each correction that changed it, and each that was undone since, in the order in which they were asked for."""
    changes = []
    for correction in map(attrgetter("correction"), regrades):
        changes.append((correction.applied_at, f"{correction.uuid}+"))
        if correction.state == Correction.State.UNDONE:
            changes.append((correction.undone_at, f"{correction.uuid}-"))
    return tuple(name for _moment, name in sorted(changes))

"""A question that trainers mark: it may be neutralised; its answers are marked again one by one, by no key."""

import datetime

import pytest

from assessments.attempts.correcting import MarkedByTrainers
from assessments.attempts.corrections import Correction
from assessments.attempts.models import Outcome, Response
from assessments.bank.queries import with_key
from courses.corrections import services
from tests.courses.corrections.conftest import LATER, NOW, WORDS, work
from tests.factories.people import trainer
from tests.factories.work import handed_in, levels, mark, quiz_with_writing, waiting

pytestmark = pytest.mark.django_db


def corrected(response: Response, kind: Correction.Kind, key: dict | None = None) -> Correction:
    version = with_key(response.version_id)
    correction = services.apply(
        version=version, kind=kind, explanation=WORDS, by=trainer(version.item.structure), now=LATER, key=key
    )
    work()
    correction.refresh_from_db()
    return correction


def test_neutralised_it_lowers_nobody_and_keeps_what_its_trainers_said() -> None:
    attempt = handed_in(quiz_with_writing(items=1), at=NOW)
    (response,) = waiting(attempt)
    mark(response, "Non", "Non", by=trainer(), at=NOW)
    assert Outcome.objects.get().score_scaled == 0.5
    correction = corrected(response, Correction.Kind.NEUTRAL)
    assert Outcome.objects.get().score_scaled == 1
    services.undo(correction=correction, by=trainer(), now=LATER)
    work()
    assert Outcome.objects.get().score_scaled == 0.5


def test_neutralised_it_still_raises_whom_it_raised() -> None:
    attempt = handed_in(quiz_with_writing(items=1), at=NOW, right=False)
    (response,) = waiting(attempt)
    mark(response, by=trainer(), at=NOW)
    corrected(response, Correction.Kind.NEUTRAL)
    response.refresh_from_db()
    assert (Outcome.objects.get().score_scaled, response.score_scaled) == (0.5, 1)


def test_neutralised_while_it_waits_it_is_looked_at_all_the_same() -> None:
    attempt = handed_in(quiz_with_writing(items=1), at=NOW)
    (response,) = waiting(attempt)
    corrected(response, Correction.Kind.NEUTRAL)
    assert waiting(attempt) == [response]
    mark(response, "Non", "Non", by=trainer(), at=LATER + datetime.timedelta(days=1))
    assert Outcome.objects.get().score_scaled == 1


def test_its_criteria_are_no_key_to_correct() -> None:
    (response,) = waiting(handed_in(quiz_with_writing(items=1), at=NOW))
    key = with_key(response.version_id).answer_key.key
    changed = {"criteria": key["criteria"][:1]}
    with pytest.raises(MarkedByTrainers):
        corrected(response, Correction.Kind.KEY, changed)
    assert levels(response)
    assert not Correction.objects.exists()

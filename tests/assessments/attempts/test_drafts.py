"""What was not validated yet is kept, in its order, and never gets in the way of what was."""

import uuid
from typing import Any

import pytest

from assessments.attempts import services
from assessments.attempts.drafts import DraftRefused, drafts_of, keep_draft
from assessments.attempts.models import Attempt, Draft
from tests.assessments.attempts.test_services import NOW, answer, started
from tests.parallel import at_once

pytestmark = pytest.mark.django_db


def kept(attempt: Attempt, *values: str, slot: int = 0, sequence: int = 1, **more: Any) -> bool:
    return keep_draft(attempt=attempt, slot=slot, answer=list(values), sequence=sequence, now=NOW, **more)


def test_the_newest_draft_of_a_question_is_kept_and_an_older_one_changes_nothing() -> None:
    attempt = started(1, 1)
    assert kept(attempt, "a", sequence=5)
    assert kept(attempt, "b", sequence=7)
    assert not kept(attempt, "late", sequence=6)
    assert kept(attempt, "other", slot=1, sequence=1)
    assert {slot: draft.answer for slot, draft in drafts_of(Attempt.objects.get()).items()} == {0: ["b"], 1: ["other"]}


def test_unticking_everything_is_kept_as_well() -> None:
    attempt = started(1)
    kept(attempt, "a", sequence=1)
    kept(attempt, sequence=2)
    assert drafts_of(Attempt.objects.get())[0].answer == []


def test_a_draft_that_comes_after_the_answer_is_not_kept() -> None:
    attempt = started(1)
    answer(attempt, 0, "b")
    assert not kept(attempt, "a")
    assert not Draft.objects.exists()


def test_where_answers_may_change_only_a_draft_of_the_form_already_sent_is_not_kept() -> None:
    attempt = started(1)
    sent = answer(attempt, 0, "b")
    assert not kept(attempt, "b", changeable=True, submission=sent.submission)
    assert kept(attempt, "a", changeable=True, submission=uuid.uuid4())


def test_nothing_is_kept_once_the_attempt_is_over() -> None:
    attempt = started(1)
    services.submit_attempt(attempt=attempt, now=NOW)
    with pytest.raises(services.AttemptClosed):
        kept(attempt, "a")


@pytest.mark.parametrize(("slot", "values"), [(1, ["a"]), (-1, ["a"]), (0, ["x" * 32_001]), (0, ["a"] * 61)])
def test_what_no_form_sends_is_refused(slot: int, values: list[str]) -> None:
    with pytest.raises(DraftRefused):
        kept(started(1), *values, slot=slot)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_drafts_sent_at_once_leave_the_newest() -> None:
    attempt = started(1)
    at_once(8, lambda number: kept(Attempt.objects.get(pk=attempt.pk), str(number), sequence=number))
    assert Draft.objects.get().answer == ["7"]

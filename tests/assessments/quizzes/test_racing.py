"""The learner's two hands at once, on SQLite and on PostgreSQL: a draft that is kept while its answer is given."""

import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from assessments.attempts.models import Attempt, Draft, Response
from assessments.bank.models import ItemVersion
from assessments.quizzes import queries, services
from tests.assessments.quizzes.conftest import Desk
from tests.assessments.quizzes.test_pages import Desks
from tests.parallel import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def _read(version: ItemVersion, /, *, files: Sequence[Mapping[str, Any]]) -> object:
    return ["b"]


def answer(desk: Desk, attempt: Attempt, *, submission: uuid.UUID) -> services.InPlace:
    place = queries.PlaceOfAttempt(activity=desk.quiz.activity.uuid, context=desk.lesson.uuid, attempt=attempt.uuid)
    return services.answer_in_place(
        user=desk.user, place=place, slot=0, submission=submission, read=_read, now=timezone.now()
    )


def draft(desk: Desk, attempt: Attempt, *, submission: uuid.UUID, sequence: int = 1) -> bool:
    return services.keep_unfinished(
        user=desk.user,
        attempt=attempt.uuid,
        slot=0,
        answer=["a"],
        sequence=sequence,
        submission=submission,
        now=timezone.now(),
    )


@pytest.mark.parametrize("feedback", ["immediate", "deferred"])
def test_a_draft_being_kept_when_its_answer_comes_goes_with_it(before_quiz: Desks, feedback: str) -> None:
    desk, key = before_quiz(feedback=feedback), uuid.uuid4()
    attempt = desk.start()
    kept, asked = threading.Event(), threading.Event()

    def slow_draft() -> None:
        with transaction.atomic():
            draft(desk, attempt, submission=key)
            kept.set()
            asked.wait(timeout=10)
            time.sleep(0.5)  # the answer waits at the database meanwhile
        connections.close_all()

    def late_answer() -> None:
        kept.wait(timeout=10)
        asked.set()
        answer(desk, attempt, submission=key)
        connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(slow_draft), pool.submit(late_answer)]:
            each.result()
    assert Response.objects.get().answer == ["b"]
    assert not Draft.objects.exists()


@pytest.mark.parametrize("feedback", ["immediate", "deferred"])
def test_drafts_and_the_answer_of_one_form_leave_the_answer_alone(before_quiz: Desks, feedback: str) -> None:
    desk, key = before_quiz(feedback=feedback), uuid.uuid4()
    attempt = desk.start()

    def race(number: int) -> Any:
        if number % 10 == 5:
            return answer(desk, attempt, submission=key)
        return draft(desk, attempt, submission=key, sequence=number)

    results = at_once(30, race)
    assert not [each for each in results if isinstance(each, Exception)]
    assert Response.objects.count() == 1
    assert not Draft.objects.exists()

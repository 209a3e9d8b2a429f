"""Forged, replayed, too large, too many, by the wrong person: refused, and nothing is stored."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.attempts import services as attempts
from assessments.attempts.models import Attempt, Outcome, Statement
from assessments.h5p.models import H5PState
from assessments.h5p.records import H5PItemResult
from lms.accounts.models import User
from tests.assessments.h5p.conftest import Exercise
from tests.assessments.h5p.pages import play, post, send, signed_in, statement
from tests.factories.people import learner, trainer

pytestmark = pytest.mark.django_db
KEY = "8d1c6d2e-6b3b-4a57-9a4f-0123456789ab"
STATE = {"type": "state", "part": "0", "version": 1, "value": "{}"}


def counted() -> list[int]:
    """How many rows there are of all that a player can write."""
    return [model.objects.count() for model in (Attempt, Outcome, Statement, H5PState, H5PItemResult)]


def one(body: dict[str, Any], key: str = KEY) -> str:
    return json.dumps({"statements": [{"key": key, "statement": body}]})


UNREADABLE = {
    "empty": "",
    "a list": "[]",
    "no JSON": "{",
    "no statement": '{"statements": []}',
    "nothing in it": '{"statements": [{}]}',
    "a key that is none": '{"statements": [{"key": "x", "statement": {}}]}',
    "a verb that is none": one({"verb": {"id": 3}}),
    "a verb with signs": one({"verb": {"id": "x/%00"}}),
    "NaN": one(statement(2)).replace('"raw": 2', '"raw": NaN'),
    "Infinity": one(statement(2)).replace('"raw": 2', '"raw": Infinity'),
    "a NUL": one(statement(2, response="a\x00b")),
    "half a character": one(statement(2)).replace("answered", "\\ud800"),
    "too deep": '{"statements": ' + "[" * 200 + "]" * 200 + "}",
    "too many": json.dumps({"statements": [{"key": KEY, "statement": statement()}] * 51}),
    "too long": one(statement(response="x" * 33_000)),
    "one of two": json.dumps(
        {"statements": [{"key": KEY, "statement": statement()}, {"key": KEY[:-1] + "0", "statement": 3}]}
    ),
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_refused_whole(exercise: Exercise, pupil: User, body: str) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    before = counted()
    answer = post(client, played["statements"], body)
    assert answer.status_code == 400
    assert answer.json()["said"]
    assert counted() == before


def test_a_body_larger_than_any_page_sends_is_refused(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    before = counted()
    assert post(client, played["statements"], "x" * (6 * 1024 * 1024)).status_code in (400, 413)
    assert post(client, played["state"], "x" * (6 * 1024 * 1024), "put").status_code in (400, 413)
    assert counted() == before


def test_too_many_statements_in_an_hour_are_refused(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    keys = [[uuid.uuid4() for _ in range(50)] for _ in range(13)]

    def batch(number: int) -> int:
        listed = [{"key": str(key), "statement": statement(None, verb="interacted")} for key in keys[number]]
        return post(client, played["statements"], {"statements": listed}).status_code

    assert [batch(number) for number in range(13)] == [200] * 12 + [429]
    assert Statement.objects.count() == 600
    assert batch(3) == 200, "what is kept already is no flood"


Way = Callable[[Client, dict[str, Any]], HttpResponse]
WAYS: dict[str, Way] = {
    "statements": lambda client, played: send(client, played, statement()),
    "state": lambda client, played: post(client, played["state"], STATE, "put"),
    "finish": lambda client, played: post(client, played["statements"].replace("statements", "finish"), {}),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
class TestSomebodyElse:
    def test_another_learner(self, exercise: Exercise, pupil: User, allowed: set[Any], way: Way) -> None:
        played = play(signed_in(pupil), exercise).json()
        other = learner(exercise.structure)
        allowed.add((other.pk, exercise.content.pk, exercise.lesson))
        before = counted()
        assert way(signed_in(other), played).status_code == 404
        assert counted() == before

    def test_a_trainer(self, exercise: Exercise, pupil: User, way: Way) -> None:
        played = play(signed_in(pupil), exercise).json()
        before = counted()
        assert way(signed_in(trainer(exercise.structure)), played).status_code == 404
        assert counted() == before

    def test_nobody_signed_in(self, exercise: Exercise, pupil: User, way: Way) -> None:
        played = play(signed_in(pupil), exercise).json()
        before = counted()
        assert way(Client(), played).status_code in (302, 401, 403)
        assert counted() == before

    def test_an_attempt_that_is_none(self, exercise: Exercise, pupil: User, way: Way) -> None:
        client = signed_in(pupil)
        played = play(client, exercise).json()
        forged = {name: address.replace(address.split("/")[3], str(uuid.uuid4())) for name, address in played.items()
                  if name in ("statements", "state")}  # fmt: skip
        before = counted()
        assert way(client, forged).status_code == 404
        assert counted() == before

    def test_a_page_of_another_site(self, exercise: Exercise, pupil: User, way: Way) -> None:
        played = play(signed_in(pupil), exercise).json()
        client = Client(enforce_csrf_checks=True)
        client.force_login(pupil)
        before = counted()
        assert way(client, played).status_code == 403
        assert counted() == before

    def test_a_page_left_open_by_the_person_before(
        self, exercise: Exercise, pupil: User, allowed: set[Any], way: Way
    ) -> None:
        """Its addresses and its token are of the one before; the session in the cookie is of the one after."""
        before_them, other = signed_in(pupil), learner(exercise.structure)
        played = play(before_them, exercise).json()
        allowed.add((other.pk, exercise.content.pk, exercise.lesson))
        after = Client(enforce_csrf_checks=True)
        after.force_login(other)
        after.cookies["csrftoken"] = "a" * 32
        before = counted()
        assert way(after, played).status_code in (403, 404)
        assert counted() == before

    def test_a_try_that_was_cancelled(self, exercise: Exercise, pupil: User, way: Way) -> None:
        client = signed_in(pupil)
        played = play(client, exercise).json()
        attempts.void_attempt(
            attempt=Attempt.objects.get(), by=trainer(exercise.structure), reason="technical", now=timezone.now()
        )
        before = counted()
        assert way(client, played).status_code in (204, 409)
        assert counted() == before


def test_a_key_of_somebody_else_is_refused(exercise: Exercise, pupil: User, allowed: set[Any]) -> None:
    key = uuid.uuid4()
    one_client = signed_in(pupil)
    send(one_client, play(one_client, exercise).json(), statement(), key=key)
    other = learner(exercise.structure)
    allowed.add((other.pk, exercise.content.pk, exercise.lesson))
    client = signed_in(other)
    played = play(client, exercise).json()
    before = counted()
    assert send(client, played, statement(), key=key).status_code == 409
    assert counted() == before


def test_a_key_of_an_earlier_attempt_is_refused(exercise: Exercise, pupil: User) -> None:
    client, key = signed_in(pupil), uuid.uuid4()
    send(client, play(client, exercise).json(), statement(), key=key)
    played = play(client, exercise).json()
    before = counted()
    assert send(client, played, statement(), key=key).status_code == 409
    assert counted() == before


def test_a_message_sent_again_whose_end_began_another_attempt_is_recorded_once(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    listed = [{"key": str(uuid.uuid4()), "statement": statement(raw)} for raw in (0, 1)]
    for _ in range(3):
        assert post(client, played["statements"], {"statements": listed}).status_code == 200
    assert counted()[:3] == [2, 2, 2]


def test_a_page_of_an_exercise_that_one_may_no_longer_do_begins_nothing(
    exercise: Exercise, pupil: User, allowed: set[Any]
) -> None:
    allowed.clear()
    before = counted()
    assert post(signed_in(pupil), reverse("h5p_play", args=[exercise.content.activity.uuid]), {}).status_code == 404
    assert counted() == before

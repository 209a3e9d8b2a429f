"""Whatever a frame sends to the page's addresses: an answer that says so, never an error of ours, never a wrong row."""

import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from assessments.attempts.models import Outcome
from assessments.h5p.models import H5PState
from assessments.h5p.records import H5PItemResult
from lms.accounts.models import User
from tests.assessments.h5p.conftest import Exercise
from tests.assessments.h5p.pages import play, post, signed_in, statement

pytestmark = pytest.mark.django_db
FUZZED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
NUMBERS = some.sampled_from([0, -0.0, -1, 1, 2, 0.5, 1e-320, 1e308, -1e308, 2**53, -(2**53), 2**53 + 1, 10**400, 1e6])
TEXTS = some.sampled_from(
    ["", "x", "true", "1[,]2", "a[.]b", "[.]", "[,]", "\u202e", "<b>", f"&#{'9' * 4400};", "\ud800", "a\x00", "0" * 70,
     "PT4S", "PT9999999S", "P"]
) | some.text(max_size=8)  # fmt: skip
LEAVES = some.none() | some.booleans() | NUMBERS | TEXTS
VALUES = some.recursive(
    LEAVES, lambda inner: some.lists(inner, max_size=3) | some.dictionaries(TEXTS, inner, max_size=3), max_leaves=6
)
PLACES = [
    ["key"], ["statement"], ["statement", "verb"], ["statement", "verb", "id"], ["statement", "object"],
    ["statement", "object", "id"], ["statement", "object", "definition"],
    *(["statement", "object", "definition", each] for each in (
        "interactionType", "description", "name", "choices", "source", "target", "correctResponsesPattern")),
    ["statement", "context"], ["statement", "context", "contextActivities"],
    ["statement", "context", "contextActivities", "parent"], ["statement", "result"],
    *(["statement", "result", each] for each in ("score", "success", "duration", "response", "completion")),
    *(["statement", "result", "score", each] for each in ("raw", "max", "min")),
]  # fmt: skip


def message(part: str, kind: str) -> dict[str, Any]:
    body = statement(1, 2, part=part, response="0[,]1", duration="PT4S")
    rows = [{"id": "0", "description": {"fr": "un"}}]
    body["object"]["definition"] = {
        "interactionType": kind, "description": {"fr": "q"}, "choices": rows, "source": rows, "target": rows,
        "correctResponsesPattern": ["0[.]0"],
    }  # fmt: skip
    return {"key": str(uuid.uuid4()), "statement": body}


@FUZZED
@given(
    changes=some.lists(some.tuples(some.sampled_from(PLACES), VALUES), min_size=1, max_size=3),
    part=some.sampled_from(["", "a", "b"]),
    kind=some.sampled_from(["choice", "matching", "fill-in", "true-false"]),
)
def test_whatever_a_statement_says(
    exercise: Exercise, pupil: User, changes: list[tuple[list[str], Any]], part: str, kind: str
) -> None:
    client = signed_in(pupil)
    sent = message(part, kind)
    for place, value in changes:
        inside: Any = sent
        for step in place[:-1]:
            inside = inside.get(step) if isinstance(inside, dict) else None
        if isinstance(inside, dict):
            inside[place[-1]] = value
    answer = post(client, play(client, exercise).json()["statements"], {"statements": [sent]})
    assert answer.status_code in (200, 400, 409, 429)
    for outcome in Outcome.objects.order_by("pk"):
        assert 0 <= outcome.score_scaled <= 1
        assert 0 <= outcome.score_raw <= outcome.score_max
    assert not H5PItemResult.objects.exclude(score_raw=None).filter(score_max__lte=0).exists()


@FUZZED
@given(body=VALUES)
def test_whatever_is_no_message(exercise: Exercise, pupil: User, body: Any) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    for sent in (body, {"statements": body}, {"statements": [body]}):
        assert post(client, played["statements"], sent).status_code == 400
    assert post(client, played["state"], body, "put").status_code == 400


def test_true_is_no_version(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    sent = {"version": True, "type": "state", "part": "0", "value": "{}"}
    assert post(client, play(client, exercise).json()["state"], sent, "put").status_code == 400
    assert not H5PState.objects.exists()


@FUZZED
@given(
    changes=some.dictionaries(some.sampled_from(["version", "type", "part", "value"]), VALUES, min_size=1, max_size=2)
)
def test_whatever_is_saved(exercise: Exercise, pupil: User, changes: dict[str, Any]) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    H5PState.objects.all().delete()
    sent = {"version": 1, "type": "state", "part": "0", "value": "{}"} | changes
    answer = post(client, played["state"], sent, "put")
    assert answer.status_code in (204, 400)
    fits = type(sent["version"]) in (int, float) and sent["version"] == 1 and isinstance(sent["value"], str)
    assert H5PState.objects.exists() == (answer.status_code == 204 and fits)

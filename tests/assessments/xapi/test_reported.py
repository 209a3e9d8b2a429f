"""What an exercise claims is rebuilt piece by piece: nothing that the frame writes leaves as it is."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.xapi import reported
from assessments.xapi.building import told
from tests.assessments.xapi.made import HERE, attempt, outcome, report

ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
CLAIM: dict[str, Any] = {
    "verb": {"id": ANSWERED, "display": {"en-US": "answered", "<b>": "x"}},
    "object": {
        "id": "http://127.0.0.1/content/1?subContentId=5b4d1a10-9b9d-4f3e-8b1f-1d3f0a9c2f11",
        "definition": {
            "name": {"en-US": "Drag the words"},
            "interactionType": "fill-in",
            "correctResponsesPattern": ["blanc[,]noir"],
            "moreInfo": "javascript:alert(1)",
        },
    },
    "result": {"response": "blanc[,]gris", "score": {"raw": 1, "max": 2, "min": -5}, "duration": "PT4.2S", "odd": 1},
    "context": {"instructor": {"mbox": "mailto:someone@example.org"}},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text("aé:/?#<\x00", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["id", "verb", "object", "definition", "result", "score", "raw", "max", "name", "display", "fr", "response"]
    ), inner, max_size=4),
    max_leaves=6,
)  # fmt: skip


def test_a_part_of_an_exercise_is_told_with_its_own_words_and_nothing_else_of_the_frame() -> None:
    statement = told(attempt(reports=(report(CLAIM),)), HERE).statements[1]
    assert statement["verb"] == {"id": ANSWERED, "display": {"en-US": "answered"}}
    assert statement["object"]["id"].endswith(
        "/xapi/activities/00000000-0000-0000-0000-00000000000c#5b4d1a10-9b9d-4f3e-8b1f-1d3f0a9c2f11"
    )
    assert statement["object"]["definition"]["correctResponsesPattern"] == ["blanc[,]noir"]
    assert statement["result"] == {
        "response": "blanc[,]gris", "duration": "PT4.2S", "score": {"raw": 1.0, "min": 0, "max": 2.0, "scaled": 0.5},
    }  # fmt: skip
    text = json.dumps(statement)
    for left_out in ("127.0.0.1", "javascript", "instructor", "someone", "odd", "<b>"):
        assert left_out not in text


def test_its_right_answers_stay_here_unless_they_may_leave() -> None:
    statement = told(attempt(reports=(report(CLAIM),), tells_key=False), HERE).statements[1]
    assert "correctResponsesPattern" not in statement["object"]["definition"]


@pytest.mark.parametrize("verb", sorted(reported.ENDINGS))
def test_its_beginning_and_its_end_are_told_once_by_what_we_recorded(verb: str) -> None:
    claim = {"verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"}, "object": {"id": "http://127.0.0.1/content/1"}}
    found = told(attempt(kind="h5p", reports=(report(claim, verb=verb, root=True),), outcome=outcome()), HERE)
    assert len(found.statements) == 3


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["verb", "object", "result", "context"]), JSON, max_size=4))
def test_whatever_a_frame_claims_what_leaves_is_json_of_the_right_shape(body: dict[str, Any]) -> None:
    found = told(attempt(reports=(report(body),)), HERE)
    for statement in found.statements:
        json.dumps(statement, allow_nan=False)
        assert statement["verb"]["id"].startswith("http")
        assert all(statement.values())

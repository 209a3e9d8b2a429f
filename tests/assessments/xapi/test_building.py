"""An attempt in statements: who by a pseudonym, what by addresses, ids that are the same for ever."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from assessments.xapi.building import everything, told, voiding
from tests.assessments.xapi.made import HERE, KINDS, NOW, PERSON, answer, attempt, outcome

WHOLE = attempt(answers=(answer(),), outcome=outcome())
# Stores hold statements under these: another way to make them would send everything twice.
GOLDEN = [
    "d94ce727-d807-5081-8c1b-265690ebef1f",
    "a510398c-00ce-5b3e-960a-76dd7980c7d9",
    "59beb7ef-80b8-5b18-818d-2f049ef623c2",
    "ef541ec3-3d1b-5b2d-b4a1-c3d23d63f57c",
]


def verbs(**fields: Any) -> list[str]:
    return [each["verb"]["id"].rsplit("/", 1)[1] for each in told(replace(WHOLE, **fields), HERE).statements]


def ids(**fields: Any) -> list[str]:
    return [each["id"] for each in told(replace(WHOLE, **fields), HERE).statements]


def test_an_attempt_is_begun_answered_completed_and_judged() -> None:
    assert verbs() == ["initialized", "answered", "completed", "passed"]
    assert verbs(outcome=outcome(success=False)) == ["initialized", "answered", "completed", "failed"]
    assert verbs(outcome=outcome(success=False, completion=False)) == ["initialized", "answered", "failed"]
    assert verbs(outcome=None) == ["initialized", "answered"]


def test_an_answer_is_told_whole() -> None:
    assert told(WHOLE, HERE).statements[1] == {
        "id": ids()[1],
        "actor": {"objectType": "Agent", "account": {"homePage": HERE.home, "name": str(PERSON)}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
        "object": {
            "objectType": "Activity",
            "id": f"{HERE.home}/xapi/question-versions/{UUID(int=22)}",
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                "description": {"fr": "Que faire ?"},
                "interactionType": "choice",
                "choices": [
                    {"id": "a", "description": {"fr": "Un clic"}},
                    {"id": "b", "description": {"fr": "Deux clics"}},
                ],
                "correctResponsesPattern": ["a[,]b"],
            },
        },
        "result": {
            "score": {"scaled": 1.0, "raw": 1.0, "min": 0.0, "max": 1.0}, "success": True, "response": "a[,]b",
        },
        "context": {
            "registration": str(WHOLE.uuid),
            "platform": "Déclic",
            "language": "fr",
            "contextActivities": told(WHOLE, HERE).statements[1]["context"]["contextActivities"],
            "revision": "3",
        },
        "timestamp": NOW.isoformat(),
    }  # fmt: skip


def test_what_it_belongs_to_is_told_by_addresses_of_the_site() -> None:
    begun, answered, *_rest = told(WHOLE, HERE).statements
    around = {name: [each["id"] for each in there] for name, there in answered["context"]["contextActivities"].items()}
    assert around == {
        "parent": [f"{HERE.home}/xapi/activities/{UUID(int=12)}"],
        "grouping": [
            f"{HERE.home}/xapi/questions/{UUID(int=23)}",
            f"{HERE.home}/xapi/lessons/{UUID(int=41)}",
            f"{HERE.home}/xapi/courses/{UUID(int=42)}",
        ],
    }
    assert [each["id"] for each in begun["context"]["contextActivities"]["parent"]] == [
        f"{HERE.home}/xapi/lessons/{UUID(int=41)}"
    ]
    assert "contextActivities" not in told(replace(WHOLE, place=None), HERE).statements[0]["context"]


def test_the_result_says_points_time_and_whose_word_it_is() -> None:
    result = told(WHOLE, HERE).statements[3]["result"]
    assert result == {
        "success": True, "completion": True, "duration": "PT75S",
        "extensions": {f"{HERE.home}/xapi/extensions/self-assessed": False},
        "score": {"scaled": 0.666667, "raw": 2.0, "min": 0.0, "max": 3.0},
    }  # fmt: skip
    without_points = told(replace(WHOLE, outcome=outcome(raw=0.0, maximum=0.0, scaled=0.0)), HERE).statements[3]
    assert "score" not in without_points["result"]


def test_the_same_facts_have_the_same_ids_for_ever_and_each_its_own() -> None:
    assert ids() == GOLDEN
    assert len(set(ids())) == 4
    assert not set(ids()) & set(ids(uuid=UUID(int=99)))
    assert not set(ids()) & set(ids(person=UUID(int=98)))


def test_a_corrected_mark_is_another_statement_that_takes_the_place_of_the_former() -> None:
    corrected = replace(WHOLE, answers=(answer(revisions=("c1+",)),), outcome=outcome(revisions=("c1+",)))
    undone = replace(WHOLE, answers=(answer(revisions=("c1+", "c1-")),), outcome=outcome(revisions=("c1+", "c1-")))
    first, second, third = (told(each, HERE) for each in (WHOLE, corrected, undone))
    assert first.former == ()
    assert second.statements[0] == first.statements[0]
    assert set(second.former) == {each["id"] for each in first.statements[1:]}
    assert set(third.former) == set(second.former) | {each["id"] for each in second.statements[1:]}
    assert not {each["id"] for each in third.statements} & set(third.former)


def test_a_verdict_that_was_turned_is_taken_back_though_its_verb_is_another() -> None:
    failed = told(replace(WHOLE, outcome=outcome(success=False)), HERE)
    passed = told(replace(WHOLE, outcome=outcome(revisions=("c1+",))), HERE)
    assert failed.statements[-1]["id"] in passed.former


def test_of_a_cancelled_attempt_everything_is_taken_back() -> None:
    cancelled = told(replace(WHOLE, voided=True), HERE)
    assert cancelled.statements == ()
    assert set(cancelled.former) == set(ids())
    written = list(everything(cancelled, HERE))
    assert [each["object"] for each in written] == [
        {"objectType": "StatementRef", "id": each} for each in cancelled.former
    ]
    assert {each["verb"]["id"] for each in written} == {"http://adlnet.gov/expapi/verbs/voided"}
    assert voiding(WHOLE.uuid, ids()[0], HERE) in written


@pytest.mark.parametrize("interaction", [*KINDS, "to-come"])
def test_every_kind_makes_a_statement_without_an_empty_value(interaction: str) -> None:
    statement = told(replace(WHOLE, answers=(answer(interaction),)), HERE).statements[1]
    assert statement["result"]["response"]
    assert _no_empty(json.loads(json.dumps(statement)))


def test_an_empty_answer_has_no_response() -> None:
    assert "response" not in told(replace(WHOLE, answers=(answer(answer=[]),)), HERE).statements[1]["result"]


def _no_empty(value: Any) -> bool:
    if isinstance(value, dict):
        return bool(value) and all(map(_no_empty, value.values()))
    return value not in (None, "", [])

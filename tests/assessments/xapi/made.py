"""Facts for tests, and one question of each kind with its right answer."""

import datetime
from typing import Any
from uuid import UUID

from assessments.xapi.building import Site
from assessments.xapi.facts import AnswerFacts, AttemptFacts, Named, OutcomeFacts, Place, ReportFacts

HERE = Site(home="https://declic.example.org", name="Déclic", language="fr")
NOW = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=datetime.UTC)
PERSON = UUID(int=7)

ROWS = [{"id": "a", "text": "Un clic"}, {"id": "b", "text": "Deux clics"}]
PLACES = [{"id": "x", "text": "Bureau"}, {"id": "y", "text": "Menu"}]
GAPS = [{"text": "Le "}, {"gap": "1"}, {"text": " et "}, {"gap": "2", "choices": PLACES}]
WORDS = [{"word": "1", "text": "souris"}, {"text": " et "}, {"word": "2", "text": "clavier"}]

# interaction: body, key, a right answer as it is recorded, what xAPI says of that answer, its right answers
KINDS: dict[str, tuple[dict[str, Any], dict[str, Any], Any, str, list[str]]] = {
    "choice": ({"multiple": True, "choices": ROWS}, {"correct": ["b", "a"]}, ["b", "a"], "a[,]b", ["a[,]b"]),
    "true-false": ({}, {"correct": False}, False, "false", ["false"]),
    "fill-in": ({}, {"accepted": ["le clavier", "clavier"]}, "clavier", "clavier", ["le clavier", "clavier"]),
    "numeric": (
        {"unit": "allowed"},
        {"value": "1500", "tolerance": "0.5", "units": [{"name": "km", "factor": "1000"}]},
        "1,5 km",
        "1500",
        ["1499.5[:]1500.5"],
    ),
    "matching": (
        {"sources": ROWS, "targets": PLACES},
        {"pairs": {"a": "x", "b": "y"}},
        {"b": "y", "a": "x"},
        "a[.]x[,]b[.]y",
        ["a[.]x[,]b[.]y"],
    ),
    "sequencing": ({"steps": ROWS}, {"order": ["b", "a"]}, ["b", "a"], "b[,]a", ["b[,]a"]),
    "categorise": (
        {"things": ROWS, "categories": PLACES},
        {"places": {"x": ["a", "b"]}},
        {"a": "x", "b": "x"},
        "a[.]x[,]b[.]x",
        ["a[.]x[,]b[.]x"],
    ),
    "cloze": (
        {"pieces": GAPS},
        {"gaps": {"1": {"accepted": ["clavier", "claviers"]}, "2": {"correct": "y"}}},
        {"1": "clavier", "2": "y"},
        "clavier[,]Menu",
        ["clavier[,]Menu", "claviers[,]Menu"],
    ),
    "drag-text": (
        {"pieces": [{"gap": "1"}, {"gap": "2"}], "words": [*ROWS, {"id": "c", "text": "Rien"}]},
        {"gaps": {"1": ["a", "b"], "2": ["a"]}},
        {"2": "a", "1": "b"},
        "1[.]b[,]2[.]a",
        ["1[.]a[,]2[.]a", "1[.]b[,]2[.]a"],
    ),
    "select-words": ({"pieces": WORDS}, {"correct": ["2"]}, ["2"], "2", ["2"]),
}


def answer(interaction: str = "choice", **fields: Any) -> AnswerFacts:
    body, key, right, _said, _patterns = KINDS.get(interaction, ({}, {}, {"x": 1}, "", []))
    known: dict[str, Any] = {
        "submission": UUID(int=21), "version": UUID(int=22), "item": UUID(int=23), "number": 3, "prompt": "Que faire ?",
        "interaction": interaction, "body": body, "key": key, "tells_key": True, "answer": right,
        "raw": 1.0, "minimum": 0.0, "maximum": 1.0, "scaled": 1.0, "success": True, "at": NOW,
    }  # fmt: skip
    return AnswerFacts(**(known | fields))


def outcome(**fields: Any) -> OutcomeFacts:
    known: dict[str, Any] = {
        "raw": 2.0, "minimum": 0.0, "maximum": 3.0, "scaled": 2 / 3, "success": True, "completion": True,
        "duration": 75, "self_assessed": False, "at": NOW,
    }  # fmt: skip
    return OutcomeFacts(**(known | fields))


def report(body: dict[str, Any], *, verb: str = "answered", root: bool = False) -> ReportFacts:
    return ReportFacts(uuid=UUID(int=31), verb=verb, root=root, body=body, at=NOW)


def attempt(**fields: Any) -> AttemptFacts:
    place = Place(
        lesson=Named(uuid=UUID(int=41), title="La souris"), course=Named(uuid=UUID(int=42), title="Premiers pas")
    )
    known: dict[str, Any] = {
        "uuid": UUID(int=11), "person": PERSON, "activity": Named(uuid=UUID(int=12), title="Quiz de la souris"),
        "kind": "quiz", "number": 1, "started_at": NOW, "place": place, "tells_key": True,
    }  # fmt: skip
    return AttemptFacts(**(known | fields))

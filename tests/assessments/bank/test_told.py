"""An answer is told in words, whatever the kind of question; what no words fit is given as it was recorded."""

from typing import Any

import pytest
from django.utils.translation import override

from assessments.bank.told import told

ROWS = [{"id": "a", "text": "Un clic"}, {"id": "b", "text": "Deux clics"}]
PLACES = [{"id": "x", "text": "Bureau"}, {"id": "y", "text": "Menu"}]
GAPS = [{"text": "Le "}, {"gap": "1"}, {"text": " et "}, {"gap": "2", "choices": PLACES}]
WORDS = [{"word": "1", "text": "souris"}, {"text": " et "}, {"word": "2", "text": "clavier"}]


@pytest.mark.parametrize(
    ("interaction", "body", "answer", "words"),
    [
        ("choice", {"choices": ROWS}, ["b", "a"], "Un clic ; Deux clics"),
        ("choice", {"choices": ROWS}, [], ""),
        ("true-false", {}, False, "Faux"),
        ("true-false", {}, None, ""),
        ("fill-in", {}, "le clavier", "le clavier"),
        ("numeric", {}, "3,5 km", "3,5 km"),
        ("matching", {"sources": ROWS, "targets": PLACES}, {"b": "x"}, "Deux clics → Bureau"),
        ("sequencing", {"steps": ROWS}, ["b", "a"], "1. Deux clics ; 2. Un clic"),
        ("categorise", {"things": ROWS, "categories": PLACES}, {"a": "y"}, "Un clic → Menu"),
        ("cloze", {"pieces": GAPS}, {"1": "clavier", "2": "y"}, "(1) clavier ; (2) Menu"),
        ("drag-text", {"pieces": GAPS[:2], "words": ROWS}, {"1": "a"}, "(1) Un clic"),
        ("drag-text", {"pieces": GAPS[:2], "words": ROWS}, {}, "(1) …"),
        ("file-upload", {}, [{"name": "lettre.odt"}, {"name": "photo.jpg"}], "lettre.odt ; photo.jpg"),
        ("select-words", {"pieces": WORDS}, ["2"], "clavier"),
        ("observation", {}, {"done": True}, "Je l’ai fait"),
        ("observation", {}, {"done": False}, ""),
    ],
)  # fmt: skip
def test_each_kind_is_told_by_the_texts_that_were_read(
    interaction: str, body: dict[str, Any], answer: Any, words: str
) -> None:
    with override("fr"):
        assert told(interaction, body, answer) == words


def test_a_kind_without_words_of_its_own_and_an_answer_that_fits_no_text_are_given_as_recorded() -> None:
    assert told("to-come", {}, {"x": 3}) == '{"x": 3}'
    assert told("sequencing", {"steps": ROWS}, ["gone"]) == '["gone"]'

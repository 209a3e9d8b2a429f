"""Moodle XML as Moodle exports it."""

from decimal import Decimal
from typing import Any

import pytest

from assessments.exchange.embedded import without_files
from assessments.exchange.moodle_xml_reading import read_moodle_xml
from assessments.exchange.questions import (
    ChoiceQuestion,
    ClozeQuestion,
    EssayQuestion,
    Gap,
    GapKind,
    MatchingQuestion,
    MissingWordsQuestion,
    NumericalQuestion,
    OrderingQuestion,
    OtherQuestion,
    TrueFalseQuestion,
    Verdicts,
    Word,
)


def _quiz(inside: str, kind: str = "multichoice", text: str = "Quoi ?") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n<question type="category"><category><text>$course$/top/Souris'
        f'</text></category></question>\n<question type="{kind}"><name><text>Nom</text></name>\n'
        f'<questiontext format="html"><text><![CDATA[<p>{text}</p>]]></text></questiontext>\n{inside}\n'
        "</question>\n</quiz>"
    )


def _one(inside: str, kind: str = "multichoice", text: str = "Quoi ?") -> Any:
    found = read_moodle_xml(_quiz(inside, kind, text))
    assert found.problems == ()
    (question,) = found.questions
    return question


SAID = "<text>&lt;b&gt;oui&lt;/b&gt;</text><feedback><text>Bien</text></feedback>"
A = f'<answer fraction="100" format="html">{SAID}</answer>\n'
B = '<answer fraction="0"><text>non</text></answer>'


def test_a_choice_with_its_category_and_where_it_stands():
    question = _one(f"<single>true</single><shuffleanswers>1</shuffleanswers>{A}{B}")
    assert isinstance(question, ChoiceQuestion)
    assert (question.name, question.prompt, question.category) == ("Nom", "Quoi ?", "Souris")
    assert [(answer.text, answer.feedback) for answer in question.answers] == [("oui", "Bien"), ("non", "")]
    assert (question.single, question.shuffle, question.place.line, question.place.number) == (True, True, 4, 1)


def test_true_and_false_in_whatever_order_and_language():
    said = '<answer fraction="0"><text>false</text></answer><answer fraction="100"><text>true</text></answer>'
    assert _one(said, "truefalse").answer is True
    old = '<answer fraction="0"><text>Vrai</text></answer><answer fraction="100"><text>Faux</text></answer>'
    question = _one(old, "truefalse")
    assert isinstance(question, TrueFalseQuestion)
    assert question.answer is False


def test_numbers_units_pairs_orders_and_essays():
    accepted = '<answer fraction="100"><text>3.14</text><tolerance>0.01</tolerance></answer>'
    number = _one(f"{accepted}<units><unit><unit_name>cm</unit_name></unit></units>", "numerical")
    assert isinstance(number, NumericalQuestion)
    assert (number.answers[0].value, number.answers[0].tolerance, number.units[0].name) == (
        Decimal("3.14"),
        Decimal("0.01"),
        "cm",
    )
    pairs = _one("<subquestion><text>chat</text><answer><text>cat</text></answer></subquestion>"
                 "<subquestion><text/><answer><text>dog</text></answer></subquestion>", "matching")  # fmt: skip
    assert isinstance(pairs, MatchingQuestion)
    assert [(pair.left, pair.right) for pair in pairs.pairs] == [("chat", "cat"), ("", "dog")]
    steps = _one(
        '<answer fraction="1"><text>un</text></answer><answer fraction="2"><text>deux</text></answer>', "ordering"
    )
    assert isinstance(steps, OrderingQuestion)
    assert steps.steps == ("un", "deux")
    assert isinstance(_one("", "essay"), EssayQuestion)


def test_a_text_with_gaps_of_each_kind():
    text = "Je {1:MC:=clique#Oui~dors} sur {SA:%100%OK~%50%ok~*#Non} {2:NM:=3,14:0.1#pi} \\{rien\\} {:SAC:=A\\}B}"
    question = _one("", "cloze", text)
    assert isinstance(question, ClozeQuestion)
    gaps = [piece for piece in question.pieces if isinstance(piece, Gap)]
    assert [gap.kind for gap in gaps] == [
        GapKind.CHOSEN,
        GapKind.NUMBER,
        GapKind.TYPED_EXACTLY,
    ]  # a gap needs its colon
    assert question.prompt == "Je _____ sur {SA:%100%OK~%50%ok~*#Non} _____ \\{rien\\} _____"
    assert gaps[1].weight == 2
    assert gaps[2].answers[0].text == "A}B"  # type: ignore[union-attr]


def _words(tag: str) -> str:
    return "".join(f"<{tag}><text>{word}</text><group>{group}</group></{tag}>" for word, group in
                   (("Alpha", 1), ("Bêta", 2), ("&lt;i&gt;Gamma&lt;/i&gt;", 1)))  # fmt: skip


@pytest.mark.parametrize(("kind", "tag"), [("ddwtos", "dragbox"), ("gapselect", "selectoption")])
def test_words_to_put_in_a_text(kind: str, tag: str):
    question = _one(_words(tag), kind, "D’abord [[1]], puis [[3]].")
    assert isinstance(question, MissingWordsQuestion)
    assert question.pieces == ("D’abord ", 1, ", puis ", 3, ".")
    assert question.prompt == "D’abord _____, puis _____."
    assert question.words == (Word(text="Alpha"), Word(text="Bêta", group=2), Word(text="Gamma"))
    assert question.chosen is (kind == "gapselect")


def _verdicts(right: str, partly: str, wrong: str) -> str:
    names = {"correctfeedback": right, "partiallycorrectfeedback": partly, "incorrectfeedback": wrong}
    return "".join(f'<{tag} format="html"><text>{words}</text></{tag}>' for tag, words in names.items())


def test_what_is_said_of_the_whole_is_read_but_for_the_sentences_of_moodle():
    said = _verdicts("Votre réponse est correcte.", "Relisez.", "&lt;p&gt;Your answer is incorrect.&lt;/p&gt;")
    assert _one(f"{A}{B}{said}").verdicts == Verdicts(partly="Relisez.")


def test_steps_that_moodle_draws_are_told():
    steps = "".join(f'<answer fraction="{rank}"><text>{rank}</text></answer>' for rank in range(1, 5))
    drawn = _one(f"<selecttype>RANDOM</selecttype><selectcount>3</selectcount>{steps}", "ordering")
    assert [note.code for note in drawn.left_out] == ["drawn_steps"]
    assert _one(f"<selecttype>ALL</selecttype><selectcount>0</selectcount>{steps}", "ordering").left_out == ()


def test_pictures_and_sounds_are_counted_and_left_out():
    inside = f"<single>true</single>{A}{B}".replace("<text>non", '<text>non&lt;img src="x.png" alt="y"&gt;')
    picture = '<file name="x.png" encoding="base64">AAAA\nBBBB</file>'
    file = f'<questiontext format="html"><text>Quoi ?</text>{picture}</questiontext>'
    text = f"<quiz>\n<question type='multichoice'>{file}{inside}\n</question></quiz>"
    for each in (text, without_files(text)):
        (question,) = read_moodle_xml(each).questions
        assert [(note.code, note.count) for note in question.left_out] == [("files", 1)]
    assert "AAAA" not in without_files(text)
    assert without_files(text).count("\n") == text.count("\n")


def test_a_type_that_we_do_not_know_keeps_its_name():
    question = _one("", "ddimageortext")
    assert isinstance(question, OtherQuestion)
    assert question.kind == "ddimageortext"


@pytest.mark.parametrize(
    ("kind", "inside", "code", "line"),
    [("multichoice", A, "few_answers", 4), ("numerical", '<answer><text>trois</text></answer>', "not_a_number", 4),
     ("multichoice", f'{A}\n<answer fraction="200"><text>x</text></answer>', "percent", 8), ("cloze", "", "no_gap", 4),
     ("matching", "", "few_answers", 4), ("truefalse", A, "wrong_element", 4),
     ("shortanswer", "", "no_answer_given", 4), ("ddwtos", "", "wrong_element", 4),
     ("ddwtos", "<dragbox><text>a</text></dragbox>", "no_gap", 4)],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_number_and_name(kind: str, inside: str, code: str, line: int):
    (problem,) = read_moodle_xml(_quiz(inside, kind)).problems
    assert (problem.code, problem.place.line, problem.place.number, problem.name) == (code, line, 1, "Nom")


def test_a_place_without_word_is_named():
    (problem,) = read_moodle_xml(_quiz(_words("dragbox"), "ddwtos", "Un [[1]] et un [[9]].")).problems
    assert (problem.code, problem.params["text"]) == ("gap", "[[9]]")


def test_hints_are_read_in_their_order_without_the_empty_ones():
    hints = "".join(f'<hint format="html"><text>{said}</text></hint>' for said in ("&lt;p&gt;Un&lt;/p&gt;", "", "Deux"))
    assert _one(f"{A}{B}{hints}").hints == ("Un", "Deux")

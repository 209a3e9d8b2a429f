"""From files to the bank: what comes in of each kind, what does not and why."""

from decimal import Decimal

import pytest

from assessments.bank.content import (
    Choice,
    ItemContent,
    Pair,
    choice_content,
    cloze_content,
    drag_text_content,
    fill_in_content,
    matching_content,
    numeric_content,
    with_general_feedback,
)
from assessments.exchange.cloze import read_cloze
from assessments.exchange.from_bank import given
from assessments.exchange.gift_reading import read_gift
from assessments.exchange.into_bank import taken
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import (
    Answer,
    ChoiceQuestion,
    ClozeQuestion,
    MissingWordsQuestion,
    Note,
    OtherQuestion,
    ShortAnswerQuestion,
    TrueFalseQuestion,
    Verdicts,
    Word,
)


def _taken(gift: str) -> tuple[ItemContent, list[str]]:
    (question,) = read_gift(gift).questions
    kept = taken(question)
    return kept.content, [note.code for note in kept.notes]


def _refused(gift: str) -> str:
    (question,) = read_gift(gift).questions
    with pytest.raises(QuestionRefused) as refused:
        taken(question)
    return refused.value.code


def test_a_choice_comes_in_with_what_is_said_of_each_answer():
    content, notes = _taken("Q ? {~a#non =b#oui ####Voir la leçon 2.}")
    choices = [Choice(text="a", feedback="non"), Choice(text="b", correct=True, feedback="oui")]
    wanted = choice_content(prompt="Q ?", choices=choices, multiple=False)
    assert (content, notes) == (with_general_feedback(wanted, "Voir la leçon 2."), [])


def test_feedback_that_is_too_long_is_left_out_and_told():
    content, notes = _taken(f"Q ? {{~a =b#{'x' * 600} ####{'y' * 600}}}")
    assert (content.key["feedback"], content.key.get("general"), notes) == ({}, None, ["feedback"])


def test_several_right_answers_come_in_when_their_shares_come_to_the_whole():
    content, notes = _taken("Q ? {~%33.33333%a ~%33.33333%b ~%33.33%c ~%-33.33333%d}")
    assert (content.body["multiple"], len(content.key["correct"]), notes) == (True, 3, [])
    assert "worth" not in content.key
    assert _refused("Q ? {~%50%a ~%25%b ~c}") == "marks_sum"
    assert _refused("Q ? {~%33%a ~%33.33333%b ~%33.33333%c ~%-50%d}") == "marks_sum"


def test_other_shares_are_what_each_choice_is_worth():
    assert _taken("Q ? {~%75%a ~%25%b ~c}")[0].key["worth"] == {"c1": 0.75, "c2": 0.25}
    assert _taken("Q ? {~%25%a ~%-50%b =c}")[0].key["worth"] == {"c1": 0.25, "c2": -0.5, "c3": 1.0}
    assert _taken("Q ? {~%50%a ~%50%b ~c}")[0].key["worth"] == {"c1": 0.5, "c2": 0.5}  # ticking c costs nothing


def test_a_short_answer_comes_in_with_its_variants_and_its_words():
    content, notes = _taken("Q ? {=Grenoble#Oui =grenoble =%50%Lyon#Presque =%0%*#Non}")
    assert content == fill_in_content(
        prompt="Q ?", accepted=["Grenoble", "grenoble"], feedback_correct="Oui", feedback_incorrect="Non"
    )
    assert notes == ["partial", "feedback"]
    assert _refused("Q ? {=Gre*}") == "pattern"
    assert _taken("Q ? {=Gre* =5 \\\\* 3}")[0].key["accepted"] == ["5 * 3"]


@pytest.mark.parametrize(
    ("gift", "code"),
    [("Q ? {#=%50%3}", "no_full_marks"), ("Texte", "description"),
     ("Q ? {~a =a}", "bank"),
     ("Q ? {=a =b ~c}", "bank"), ("Q ? {~%50%a =b}", ""), ("Q ? {=%50%a}", "no_full_marks")],
)  # fmt: skip
def test_what_the_bank_does_not_know_is_refused_by_name(gift: str, code: str):
    if code:
        assert _refused(gift) == code
    else:
        assert _taken(gift)[1] == []


def test_pictures_are_told_and_types_of_moodle_alone_are_named():
    question = ChoiceQuestion(
        name="n", prompt="p", answers=(Answer(text="a", percent=Decimal(100)), Answer(text="b")),
        left_out=(Note(code="files", count=2),),
    )  # fmt: skip
    assert taken(question).notes == (Note(code="files", count=2),)
    with pytest.raises(QuestionRefused) as refused:
        taken(OtherQuestion(name="n", prompt="p", kind="calculated"))
    assert (refused.value.code, refused.value.text) == ("type_unknown", "calculated")


def test_pairs_and_orders_come_in():
    content, notes = _taken("Reliez. {=chat -> cat =chien -> dog = -> bird ####Bravo}")
    pairs = [Pair(source="chat", target="cat"), Pair(source="chien", target="dog"), Pair(source="", target="bird")]
    wanted = matching_content(prompt="Reliez.", pairs=pairs)
    assert (content, notes) == (with_general_feedback(wanted, "Bravo"), [])


def test_a_number_comes_in_with_what_is_tolerated_and_what_is_said():
    content, notes = _taken("Né en ? {#=1822:1#Oui =%50%1822:5#Presque ~#Non}")
    wanted = numeric_content(
        prompt="Né en ?", value=Decimal(1822), tolerance=Decimal(1), feedback_correct="Oui", feedback_incorrect="Non"
    )
    assert (content, notes) == (wanted, ["numbers", "feedback"])
    content, notes = _taken("Quel carré donne 4 ? {#=2:0.1 =-2:0.1#Aussi}")
    assert (content.key["value"], notes) == ("2", ["right_numbers", "feedback"])


def _gaps(text: str) -> ClozeQuestion:
    prompt, pieces = read_cloze(text)
    return ClozeQuestion(name="n", prompt=prompt, pieces=pieces)


def test_a_text_with_gaps_comes_in_after_its_instruction():
    kept = taken(_gaps("Complétez.\nLe {1:SA:=clavier~=le clavier~*#Regardez.} sert à {1:MC:=écrire~dessiner#Non.}."))
    text = "Le [clavier|le clavier # Regardez.] sert à {*écrire|dessiner # Non.}."
    assert kept.content == cloze_content(prompt="Complétez.", text=text)
    assert kept.notes == ()
    assert taken(_gaps("Le {1:SA:=clavier}.")).content.prompt == "Complétez le texte."


@pytest.mark.parametrize(
    ("gap", "codes"),
    [("{2:SAC:=A#Oui}", ["weights", "case", "feedback"]), ("{1:MC:=a~%50%b}", ["partial"]), ("{1:NM:=5:0}", [])],
)
def test_what_a_gap_loses_is_told(gap: str, codes: list[str]):
    assert [note.code for note in taken(_gaps(f"Le {{1:SA:=x}} et {gap}")).notes] == codes


@pytest.mark.parametrize(("gap", "code"), [("{1:MR:=a~=b~c}", "gap_several"), ("{1:NM:=5:0.1}", "gap_number"),
                                           ("{1:MC:=a~=b}", "bank"), ("{1:SA:%50%a}", "no_full_marks")])  # fmt: skip
def test_a_gap_that_the_bank_does_not_know_keeps_the_question_out(gap: str, code: str):
    with pytest.raises(QuestionRefused) as refused:
        taken(_gaps(f"Le {gap}"))
    assert refused.value.code == code


def test_a_short_answer_with_a_star_stays_itself():
    content = fill_in_content(prompt="?", accepted=["2*3", "a\\*b"])
    question = given(content, name="n")
    assert isinstance(question, ShortAnswerQuestion)
    assert taken(question).content == content


def test_words_to_drag_come_in_as_words_to_put_in_a_text():
    words = tuple(Word(text=text, group=group) for text, group in (("souris", 1), ("clavier", 1), ("écran", 2)))
    question = MissingWordsQuestion(
        name="n",
        prompt="",
        pieces=("Complétez.\n\nLa ", 1, " et l’", 3, "."),
        words=words,
        verdicts=Verdicts(right="Bien", partly="Presque", wrong="Non"),
    )
    kept = taken(question)
    assert kept.content == drag_text_content(
        prompt="Complétez.", text="La [souris] et l’[écran].", others=["clavier"],
        feedback_correct="Bien", feedback_incorrect="Non",
    )  # fmt: skip
    assert [note.code for note in kept.notes] == ["groups", "partly"]


def test_words_to_choose_come_in_as_lists_of_their_own_group():
    words = tuple(Word(text=text, group=group) for text, group in (("la", 1), ("écran", 2), ("le", 1), ("souris", 2)))
    question = MissingWordsQuestion(
        name="n", prompt="", pieces=(1, " ", 4, " et ", 3, " ", 2), words=(*words, words[0]), chosen=True
    )
    kept = taken(question)
    text = "{*la|le} {écran|*souris} et {la|*le} {*écran|souris}"
    assert (kept.content, kept.notes) == (cloze_content(prompt="Complétez le texte.", text=text), ())


def test_who_chooses_one_answer_hears_what_is_said_of_it_then_of_the_whole():
    answers = (
        Answer(text="a", percent=Decimal(100), feedback="Oui."),
        Answer(text="b", percent=Decimal(50)),
        Answer(text="c"),
    )
    said = Verdicts(right="Bravo.", partly="Presque.", wrong="Non.")
    kept = taken(ChoiceQuestion(name="n", prompt="p", answers=answers, verdicts=said))
    assert kept.content.key["feedback"] == {"c1": "Oui. Bravo.", "c2": "Presque.", "c3": "Non."}
    assert kept.notes == ()


def test_what_is_said_of_several_ticks_has_no_place_and_is_told():
    answers = (Answer(text="a", percent=Decimal(100)), Answer(text="b"))
    question = ChoiceQuestion(name="n", prompt="p", answers=answers, single=False, verdicts=Verdicts(wrong="Non."))
    assert taken(question).notes == (Note(code="verdicts"),)


@pytest.mark.parametrize("kind", ["ddmarker", "ddimageortext"])
def test_questions_answered_on_a_picture_are_named(kind: str):
    with pytest.raises(QuestionRefused) as refused:
        taken(OtherQuestion(name="n", prompt="p", kind=kind))
    assert refused.value.code == "on_a_picture"


def test_hints_come_in_free_and_those_that_find_no_room_are_told():
    question = TrueFalseQuestion(name="n", prompt="p", answer=True, hints=("Un", "Deux", "x" * 501, "Trois", "Quatre"))
    kept = taken(question)
    assert kept.content.body["hints"] == [0, 0, 0]
    assert kept.content.key["hints"] == ["Un", "Deux", "Trois"]
    assert [note.code for note in kept.notes] == ["hints"]


def test_a_long_answer_comes_in_with_one_criterion_to_write_again():
    content, notes = _taken("Racontez votre journée. {}")
    assert (content.interaction, content.prompt) == ("long-fill-in", "Racontez votre journée.")
    assert len(content.key["criteria"]) == 1
    assert notes == ["criteria"]

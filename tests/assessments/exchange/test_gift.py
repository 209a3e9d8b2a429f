"""GIFT as its documentation writes it, and as people do."""

from decimal import Decimal
from typing import Any

import pytest

from assessments.exchange.gift_reading import read_gift
from assessments.exchange.gift_writing import write_gift
from assessments.exchange.questions import (
    Answer,
    ChoiceQuestion,
    DescriptionQuestion,
    EssayQuestion,
    MatchingQuestion,
    NumericalQuestion,
    OrderingQuestion,
    Question,
    ShortAnswerQuestion,
    TrueFalseQuestion,
)


def _one(text: str) -> Any:
    found = read_gift(text)
    assert found.problems == ()
    (question,) = found.questions
    return question


def _problem(text: str) -> tuple[str, int, int]:
    (problem,) = read_gift(text).problems
    return problem.code, problem.place.line, problem.place.number


def test_a_name_a_text_choices_and_what_is_said_of_each():
    question = _one(
        "::Clic:: Pour ouvrir un dossier ? {\n~un clic#Cela le choisit.\n=deux clics # Oui\n####Essayez !\n}"
    )
    assert isinstance(question, ChoiceQuestion)
    assert (question.name, question.prompt, question.single) == ("Clic", "Pour ouvrir un dossier ?", True)
    assert [answer.text for answer in question.answers] == ["un clic", "deux clics"]
    assert [answer.percent for answer in question.answers] == [0, 100]
    assert [answer.feedback for answer in question.answers] == ["Cela le choisit.", "Oui"]
    assert question.general_feedback == "Essayez !"


def test_shares_of_the_marks_make_several_right_answers():
    question = _one("Lesquels ? {~%50%a ~%50%b ~%-33.3%c}")
    assert not question.single
    assert [answer.percent for answer in question.answers] == [50, 50, Decimal("-33.3")]


@pytest.mark.parametrize(
    ("word", "answer"), [("T", True), ("TRUE", True), ("F", False), ("FALSE", False), ("true", True)]
)
def test_true_and_false_in_each_spelling(word: str, answer: bool):
    question = _one(f"Le soleil se lève à l’est.{{{word}#faux#juste}}")
    assert isinstance(question, TrueFalseQuestion)
    assert question.answer is answer
    assert (question.feedback_true if answer else question.feedback_false) == "juste"


def test_answers_in_the_middle_of_a_sentence_leave_a_line_to_fill():
    assert _one("Deux et deux font {=quatre =4}.").prompt == "Deux et deux font _____."


@pytest.mark.parametrize(
    ("answers", "value", "tolerance"),
    [("#1822", "1822", "0"), ("#1822:5", "1822", "5"), ("#3.141..3.142", "3.1415", "0.0005"),
     ("#3,14:0,01", "3.14", "0.01"), ("#-2", "-2", "0"), ("#=1e3:1", "1000", "1")],
)  # fmt: skip
def test_numbers_with_what_is_tolerated(answers: str, value: str, tolerance: str):
    question = _one(f"Combien ? {{{answers}}}")
    assert isinstance(question, NumericalQuestion)
    assert (question.answers[0].value, question.answers[0].tolerance) == (Decimal(value), Decimal(tolerance))


def test_a_number_may_have_half_marks_and_words_for_all_others():
    first, second, other = _one("Né en ? {#=1822:0#Bravo =%50%1822:2#Presque ~#Non}").answers
    assert (first.percent, second.percent, other.percent) == (100, 50, 0)
    assert (other.value, other.feedback) == (None, "Non")


def test_pairs_and_one_more_answer():
    question = _one("Reliez. {=Canada -> Ottawa =Italie->Rome = -> Paris}")
    assert isinstance(question, MatchingQuestion)
    assert [(pair.left, pair.right) for pair in question.pairs] == [
        ("Canada", "Ottawa"),
        ("Italie", "Rome"),
        ("", "Paris"),
    ]


def test_signs_with_a_backslash_are_themselves():
    question = _one(r"::Le \:\: et le \#:: a\{b\} \\ {~ \= 2 \~ ~ x =y\n2#c\#d}")
    assert question.name == "Le :: et le #"
    assert question.prompt == "a{b} \\"
    assert [answer.text for answer in question.answers] == ["= 2 ~", "x", "y\n2"]
    assert question.answers[2].feedback == "c#d"


def test_empty_braces_are_an_essay_and_no_brace_a_text():
    essay, text = read_gift("Racontez. {}\n\nUn texte seul.").questions
    assert isinstance(essay, EssayQuestion)
    assert isinstance(text, DescriptionQuestion)


def test_comments_and_categories_are_no_questions():
    text = "// un commentaire\n$CATEGORY: $course$/top/Bureautique/La souris\n\n// autre\nA ? {T}\n// dedans\n"
    text += "\n$CATEGORY: top\nB ? {F}"
    first, second = read_gift(text).questions
    assert [question.category for question in (first, second)] == ["Bureautique/La souris", ""]
    assert [(question.place.line, question.place.number) for question in (first, second)] == [(5, 1), (9, 2)]


@pytest.mark.parametrize(
    ("text", "words"),
    [("[html]<p>Un <b>clic</b> &amp; deux</p><p>Fin</p>{T}", "Un clic & deux\nFin"),
     ("[markdown]Un **clic** {T}", "Un clic"), ("[plain]Que fait <b> ? {T}", "Que fait <b> ?"),
     ("1 < 2 & 3 {T}", "1 < 2 & 3")],
)  # fmt: skip
def test_marked_up_texts_become_plain(text: str, words: str):
    assert _one(text).prompt == words


@pytest.mark.parametrize(
    ("text", "code"),
    [("A ? {~a", "one_brace"), ("A } ? {~a", "one_brace"), ("A ? {~a\n\n=b}", "one_brace"), ("{T}", "no_text"),
     ("A ? {~seul}", "few_answers"), ("A ? {#}", "no_answer_given"), ("A ? {#trois}", "not_a_number"),
     ("A ? {=a -> b =c}", "pair_without_arrow"), ("A ? {~%200%a =b}", "percent"), ("x" * 50_000 + "{T}", "too_long")],
    ids=lambda value: value[:20],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_the_others_are_read(text: str, code: str):
    found = read_gift(f"Avant {{T}}\n\n{text}\n\nAprès {{F}}")
    assert found.problems[0].code == code
    assert (found.problems[0].place.line, found.problems[0].place.number) == (3, 2)
    assert {"Avant", "Après"} <= {question.prompt for question in found.questions}


def test_a_text_that_gift_cannot_hold_is_told_by_its_name():
    question = ShortAnswerQuestion(name="Flèche", prompt="?", answers=read_gift("? {=a}").questions[0].answers)  # type: ignore[attr-defined]
    arrow = [question.answers[0].__class__(text="a -> b", percent=Decimal(100))]
    file = write_gift([ShortAnswerQuestion(name="Flèche", prompt="?", answers=tuple(arrow))])
    assert (file.count, [(problem.code, problem.name) for problem in file.problems]) == (0, [("format_text", "Flèche")])


def test_a_choice_where_all_is_right_is_not_written_as_a_short_answer():
    answers = tuple(Answer(text=text, percent=Decimal(100)) for text in "ab")
    file = write_gift([ChoiceQuestion(name="Tout", prompt="?", answers=answers)])
    assert (file.count, [problem.code for problem in file.problems]) == (0, ["format_text"])


def test_each_question_written_stands_alone():
    questions: list[Question] = [*read_gift("A {T}\n\nB {F}").questions]
    assert len(write_gift(questions).text.strip().split("\n\n")) == 2


@pytest.mark.parametrize(
    ("answers", "drawn"),
    [(">3 ALL VERTICAL ABSOLUTE_POSITION SHOW 123\nouvrir\nécrire\n3 = fermer ~ fin\nranger\n", False),
     (">\n\touvrir\n\técrire\n\t3 = fermer ~ fin\n\tranger", False),
     ("> ouvrir\nécrire\n3 = fermer ~ fin\nranger", False),
     (">3 RANDOM HORI REL\nouvrir\nécrire\n3 = fermer ~ fin\nranger", True),
     (">4 CONTIG\nouvrir\nécrire\n3 = fermer ~ fin\nranger", False)],
)  # fmt: skip
def test_steps_to_put_in_order_as_moodle_writes_them(answers: str, drawn: bool):
    question = _one(f"::Ordre::Dans quel ordre ? {{{answers}}}")
    assert isinstance(question, OrderingQuestion)
    assert question.steps == ("ouvrir", "écrire", "3 = fermer ~ fin", "ranger")
    assert [note.code for note in question.left_out] == (["drawn_steps"] if drawn else [])


def test_one_step_is_too_few():
    assert _problem("Dans quel ordre ? {>2 ALL\nouvrir}") == ("few_answers", 1, 1)


@pytest.mark.parametrize("step", ["a {b}", "a\\nb", "// a", "[html]a", "a #### b", "a\nb"])
def test_a_step_that_would_be_misread_keeps_its_question_out_of_the_file(step: str):
    file = write_gift([OrderingQuestion(name="n", prompt="p", steps=("un", step))])
    assert (file.count, [problem.code for problem in file.problems]) == (0, ["format_text"])

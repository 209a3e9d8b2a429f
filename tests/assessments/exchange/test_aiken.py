"""Aiken as its documentation writes it, and as people do."""

from pathlib import Path

import pytest

from assessments.exchange.aiken import read_aiken, write_aiken
from assessments.exchange.problems import Problem
from assessments.exchange.questions import Answer, ChoiceQuestion, EssayQuestion

GOOD = "Que faites-vous ?\nA) Un clic\nB. Deux clics\nANSWER: B\n"


def test_a_question_its_choices_and_the_right_one():
    (question,) = read_aiken(GOOD).questions
    assert isinstance(question, ChoiceQuestion)
    assert [(answer.text, answer.percent) for answer in question.answers] == [("Un clic", 0), ("Deux clics", 100)]


def test_a_question_of_several_lines_and_a_small_letter():
    (question,) = read_aiken("Un\n\ndeux ?\nA)x\nB)y\nANSWER: b)").questions
    assert question.prompt == "Un\ndeux ?"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [("Seul ?\nA) x\nANSWER: A", "few_answers", 6), ("A) x\nB) y\nANSWER: A", "choice_without_question", 6),
     ("ANSWER: A", "answer_without_question", 6),
     ("Q ?\nA) x\nB) y\n\nAutre ?\nA) 1\nB) 2\nANSWER: A", "no_answer_line", 6),
     ("Q ?\nA) x\nB) y\nANSWER: C", "answer_letter", 6), ("Q ?\nA) x\nB) y\nANSWER: A et B", "answer_letter", 6)],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_the_others_are_read(text: str, code: str, line: int):
    found = read_aiken(f"{GOOD}\n{text}\n\n{GOOD}")
    assert [(problem.code, problem.place.line) for problem in found.problems] == [(code, line)]
    assert len(found.questions) >= 2


def test_the_errors_of_moodles_own_file_are_told_one_by_one(question_files_dir: Path):
    found = read_aiken((question_files_dir / "aiken_errors.txt").read_text())
    told = [(problem.code, problem.place.line) for problem in found.problems]
    assert told == [("few_answers", 1), ("choice_without_question", 5), ("no_answer_line", 14)]
    assert [question.place.line for question in found.questions] == [9, 18, 23]


def test_what_aiken_cannot_hold_is_told():
    def question(name: str, **fields: object) -> ChoiceQuestion:
        answers = (Answer(text="a", percent=Answer(text="").percent + 100), Answer(text="b"))
        return ChoiceQuestion(**{"name": name, "prompt": "?", "answers": answers, **fields})  # type: ignore[arg-type]

    file = write_aiken([
        EssayQuestion(name="texte", prompt="?"),
        question("plusieurs", single=False),
        question("lettre", prompt="A) piège"),
        question("lignes", prompt="une\ndeux", general_feedback="Bravo", shuffle=True),
    ])  # fmt: skip
    told = [(problem.name, problem.code) for problem in file.problems]
    assert told == [
        ("texte", "format_lacks"), ("plusieurs", "format_single"), ("lettre", "format_text"),
        ("lignes", "unshuffled"), ("lignes", "lines_joined"), ("lignes", "feedback_lost"),
    ]  # fmt: skip
    assert file.text == "une deux\nA) a\nB) b\nANSWER: A\n"
    assert isinstance(file.problems[0], Problem)

"""The criteria of a work marked by trainers, as their author writes them."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from assessments.bank.content.rows import plain
from assessments.bank.content.rubric import (
    WrittenCriterion,
    criteria_shown,
    lines_of,
    rubric_key,
    rubric_problems,
)
from assessments.bank.differences import differences
from assessments.grading.rubric import Rubric

CLEAR = WrittenCriterion(text="Le message est clair", levels=["Oui = 2", "En partie = 1", "", "Non = 0"])
POLITE = WrittenCriterion(text="Le ton est poli")

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=30)
LEVELS = st.dictionaries(TEXTS.map(plain).filter(bool), st.integers(0, 100), min_size=2, max_size=6)


def test_levels_are_read_with_their_points_in_their_order() -> None:
    rubric = Rubric.read(rubric_key([CLEAR]))
    (criterion,) = rubric.criteria
    assert criterion.text == "Le message est clair"
    assert [(level.text, level.points) for level in criterion.levels] == [("Oui", 2), ("En partie", 1), ("Non", 0)]


def test_a_criterion_without_levels_is_yes_or_no_in_its_authors_language() -> None:
    with override("fr"):
        (criterion,) = Rubric.read(rubric_key([POLITE])).criteria
    assert [(level.text, level.points) for level in criterion.levels] == [("Oui", 1), ("Non", 0)]


@given(LEVELS.filter(lambda levels: len(set(levels.values())) > 1))
def test_levels_come_back_as_they_were_written(levels: dict[str, int]) -> None:
    lines = [f"{text} = {points}" for text, points in levels.items()]
    criterion = WrittenCriterion(text="Un critère", levels=lines)
    assert rubric_problems([criterion]) == []
    assert lines_of(rubric_key([criterion])["criteria"][0]) == lines


def test_points_may_have_decimals_and_a_text_an_equals_sign() -> None:
    criterion = WrittenCriterion(text="Le calcul", levels=["2 + 2 = 4 = 1,5", "non = 0"])
    assert rubric_problems([criterion]) == []
    (read,) = Rubric.read(rubric_key([criterion])).criteria
    assert [(level.text, level.points) for level in read.levels] == [("2 + 2 = 4", 1.5), ("non", 0)]


@pytest.mark.parametrize(
    ("criteria", "code", "field"),
    [
        ([], "no_criterion", "criteria"),
        ([WrittenCriterion(text=f"Critère {number}") for number in range(11)], "too_many_rows", "criteria"),
        ([WrittenCriterion(text="", levels=["Oui = 1", "Non = 0"])], "no_criterion_text", "criteria.0.text"),
        ([POLITE, WrittenCriterion(text=" Le  ton est poli")], "row_twice", "criteria.1.text"),
        ([WrittenCriterion(text="a" * 201)], "text_too_long", "criteria.0.text"),
        ([WrittenCriterion(text="a", levels=["Oui"])], "level_without_points", "criteria.0.levels"),
        ([WrittenCriterion(text="a", levels=["Oui = beaucoup", "Non"])], "level_without_points", "criteria.0.levels"),
        ([WrittenCriterion(text="a", levels=[" = 1", "Non = 0"])], "level_without_points", "criteria.0.levels"),
        ([WrittenCriterion(text="a", levels=["Oui = 1"])], "too_few_levels", "criteria.0.levels"),
        ([WrittenCriterion(text="a", levels=["Oui = 101", "Non = 0"])], "points_out_of_bounds", "criteria.0.levels"),
        ([WrittenCriterion(text="a", levels=["Oui = 1", "Non = -1"])], "points_out_of_bounds", "criteria.0.levels"),
        ([WrittenCriterion(text="a", levels=["Oui = 1", "Non = 1,0"])], "levels_alike", "criteria.0.levels"),
        ([WrittenCriterion(text="a", levels=["Oui = 1", "Oui = 0"])], "row_twice", "criteria.0.levels"),
        ([WrittenCriterion(text="a", levels=[f"{n} = {n}" for n in range(7)])], "too_many_rows", "criteria.0.levels"),
    ],
)
def test_what_is_to_mend_is_said_at_its_place(criteria: list[WrittenCriterion], code: str, field: str) -> None:
    assert [(problem.code, problem.field) for problem in rubric_problems(criteria)] == [(code, field)]


def test_a_line_without_points_is_quoted() -> None:
    with override("en"):
        (problem,) = rubric_problems([WrittenCriterion(text="a", levels=["Oui"])])
        assert problem.message.startswith("“Oui”")


def test_learners_may_read_the_criteria_without_levels_or_points() -> None:
    key = rubric_key([CLEAR, POLITE])
    assert criteria_shown(key) == {
        "criteria": [{"id": each["id"], "text": each["text"]} for each in key["criteria"]],
    }


def test_a_criterion_keeps_its_id_when_its_words_change() -> None:
    (before,) = rubric_key([POLITE])["criteria"]
    (after,) = rubric_key([WrittenCriterion(text="Le ton reste poli", id=before["id"])])["criteria"]
    assert after["id"] == before["id"]


def test_what_changed_in_criteria_is_said_in_words() -> None:
    before = {"key": rubric_key([CLEAR])}
    changed = WrittenCriterion(text=CLEAR.text, levels=["Oui = 3", "En partie = 1", "Non = 0"])
    after = {"key": rubric_key([changed, WrittenCriterion(text="Le ton", levels=["Oui = 1", "Non = 0"])])}
    with override("en"):
        found = {(line.label, line.change) for line in differences(before, after)}
    assert ("Criterion – Le message est clair – Level – Oui – Points", "changed") in found
    assert ("Criterion – Le message est clair – Level – Non – Points", "same") in found
    assert ("Criterion", "added") in found

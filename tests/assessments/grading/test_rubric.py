"""Work marked by trainers: what the levels that they choose come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading.problems import ImpossibleDefinition, UnreadableMarks
from assessments.grading.rubric import Criterion, Level, Rubric, levels_reached, score

POINTS = st.floats(0, 100) | st.integers(0, 100)


@st.composite
def criteria(draw: st.DrawFn, id: str) -> Criterion:
    points = draw(st.lists(POINTS, min_size=2, max_size=5, unique=True))
    levels = tuple(Level(id=f"l{number}", text=f"Niveau {number}", points=each) for number, each in enumerate(points))
    return Criterion(id=id, text=f"Critère {id}", levels=levels)


@st.composite
def marked(draw: st.DrawFn) -> tuple[Rubric, dict[str, str]]:
    rubric = Rubric(criteria=tuple(draw(criteria(f"c{number}")) for number in range(draw(st.integers(1, 4)))))
    return rubric, {each.id: draw(st.sampled_from(each.levels)).id for each in rubric.criteria}


@given(marked())
def test_a_score_is_the_sum_of_the_points_reached_within_its_bounds(case: tuple[Rubric, dict[str, str]]) -> None:
    rubric, marks = case
    found = score(rubric, marks)
    assert (found.min, found.max) == (0, rubric.maximum)
    assert found.raw == sum(level.points for level in levels_reached(rubric, marks).values())
    assert 0 <= found.raw <= found.max
    assert 0 <= found.scaled <= 1


@given(marked(), st.data())
def test_a_better_level_never_lowers_a_score(case: tuple[Rubric, dict[str, str]], data: st.DataObject) -> None:
    rubric, marks = case
    criterion = data.draw(st.sampled_from(rubric.criteria))
    other = data.draw(st.sampled_from(criterion.levels))
    before, after = score(rubric, marks), score(rubric, marks | {criterion.id: other.id})
    reached = criterion.level(marks[criterion.id])
    assert reached is not None
    assert (after.raw >= before.raw) if other.points >= reached.points else (after.raw <= before.raw)


@given(marked())
def test_the_best_level_everywhere_is_a_success_and_nothing_less_is(case: tuple[Rubric, dict[str, str]]) -> None:
    rubric, marks = case
    best = {each.id: max(each.levels, key=lambda level: level.points).id for each in rubric.criteria}
    assert score(rubric, best).success
    assert score(rubric, best).scaled == 1
    assert score(rubric, marks).success == (score(rubric, marks).raw == rubric.maximum)


@given(marked())
def test_a_rubric_is_found_again_in_a_key(case: tuple[Rubric, dict[str, str]]) -> None:
    rubric, _marks = case
    stored = [
        {
            "id": each.id,
            "text": each.text,
            "levels": [{"id": level.id, "text": level.text, "points": level.points} for level in each.levels],
        }
        for each in rubric.criteria
    ]
    assert Rubric.read({"criteria": stored, "general": "Relisez la leçon."}) == rubric


YES_NO = (Level(id="yes", text="Oui", points=1), Level(id="no", text="Non", points=0))
TWO = Rubric(criteria=(Criterion(id="a", text="Clair", levels=YES_NO), Criterion(id="b", text="Poli", levels=YES_NO)))


def test_a_criterion_of_yes_or_no_is_one_of_two_levels() -> None:
    assert score(TWO, {"a": "yes", "b": "no"}).scaled == 0.5
    assert score(TWO, {"a": "yes", "b": "yes"}).success


@pytest.mark.parametrize(
    "marks",
    [{}, {"a": "yes"}, {"a": "yes", "b": "yes", "c": "yes"}, {"a": "yes", "b": "perhaps"}, {"a": "yes", "c": ""}],
)
def test_marks_of_no_form_of_ours_are_refused_by_name(marks: dict[str, str]) -> None:
    with pytest.raises(UnreadableMarks):
        score(TWO, marks)


@pytest.mark.parametrize(
    ("levels", "code"),
    [
        (YES_NO[:1], "too_few_levels"),
        ((YES_NO[0], YES_NO[0]), "level_twice"),
        ((YES_NO[0], Level(id="also", text="Aussi", points=1)), "levels_alike"),
        ((YES_NO[0], Level(id="less", text="Moins", points=-1)), "impossible_points"),
        ((YES_NO[0], Level(id="much", text="Sans fin", points=float("inf"))), "impossible_points"),
        ((YES_NO[0], Level(id="none", text="Rien", points=float("nan"))), "impossible_points"),
    ],
)
def test_levels_that_tell_nothing_apart_are_refused(levels: tuple[Level, ...], code: str) -> None:
    with pytest.raises(ImpossibleDefinition) as refused:
        Criterion(id="a", text="Clair", levels=levels)
    assert refused.value.code == code


def test_a_rubric_has_criteria_each_once() -> None:
    for criteria, code in (((), "no_criterion"), ((TWO.criteria[0], TWO.criteria[0]), "criterion_twice")):
        with pytest.raises(ImpossibleDefinition) as refused:
            Rubric(criteria=criteria)
        assert refused.value.code == code

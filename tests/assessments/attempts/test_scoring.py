"""How an attempt's places come to a total: what neutralising a question does, and what it never does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.attempts.scoring import Place, success_after, total_of

marks = st.one_of(st.none(), st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 1.0]))
places = st.lists(st.builds(Place, points=st.integers(1, 5), scaled=marks, neutral=st.booleans()), max_size=8)


def place(scaled: float | None, *, points: float = 1, neutral: bool = False) -> Place:
    return Place(points=points, scaled=scaled, neutral=neutral)


def test_the_total_is_the_sum_of_points_times_marks() -> None:
    total = total_of([place(1, points=2), place(0.5), place(None)])
    assert (total.raw, total.maximum, total.scaled, total.completion) == (2.5, 4, 0.625, False)


def test_a_neutral_question_is_left_out_for_who_had_it_wrong() -> None:
    total = total_of([place(1), place(0), place(0, neutral=True)])
    assert (total.raw, total.maximum) == (1, 2)


def test_a_neutral_question_is_kept_for_whom_it_raises() -> None:
    total = total_of([place(1), place(0), place(1, neutral=True)])
    assert (total.raw, total.maximum) == (2, 3)


def test_a_neutral_question_without_an_answer_leaves_the_attempt_whole() -> None:
    assert total_of([place(1), place(None, neutral=True)]).completion


def test_nobody_gets_points_for_an_answer_that_was_not_given() -> None:
    assert total_of([place(0), place(None, neutral=True)]).raw == 0


@given(places, st.data())
def test_neutralising_one_more_question_lowers_nobody(found: list[Place], data: st.DataObject) -> None:
    if not found:
        return
    number = data.draw(st.integers(0, len(found) - 1))
    one = found[number]
    neutral = [*found[:number], place(one.scaled, points=one.points, neutral=True), *found[number + 1 :]]
    before, after = total_of(found), total_of(neutral)
    assert after.scaled >= before.scaled - 1e-12
    assert after.completion or not before.completion


@given(places)
def test_a_total_stays_within_its_maximum(found: list[Place]) -> None:
    total = total_of(found)
    assert 0 <= total.raw <= total.maximum + 1e-9
    assert 0 <= total.scaled <= 1


@given(places, st.randoms(use_true_random=False))
def test_the_order_of_the_places_changes_nothing(found: list[Place], chance: object) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert total_of(shuffled).scaled == pytest.approx(total_of(found).scaled)


@given(st.booleans(), st.floats(0, 1), st.floats(0, 1), st.booleans(), st.booleans())
def test_success_moves_with_the_score_only(
    success: bool, before: float, after: float, passed: bool, completed: bool
) -> None:
    said = success_after(success=success, before=before, after=after, passed=passed, completed=completed)
    if after > before:
        assert said >= success
    elif after < before:
        assert said <= success
    elif not completed:
        assert said == success

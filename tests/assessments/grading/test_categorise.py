"""Putting things into categories: what every author and learner may count on."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading.categorise import CategoriseDefinition, feedback, grade
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse

THINGS = ("a", "b", "c", "d", "e")
CATEGORIES = ("1", "2", "3", "4")


@st.composite
def answered(draw: st.DrawFn) -> tuple[CategoriseDefinition, dict[str, str]]:
    things, categories = THINGS[: draw(st.integers(2, 5))], CATEGORIES[: draw(st.integers(2, 4))]
    places = {thing: draw(st.sampled_from(categories)) for thing in things}
    definition = CategoriseDefinition(things=things, categories=categories, places=places)
    return definition, draw(st.dictionaries(st.sampled_from(things), st.sampled_from(categories)))


@given(answered())
def test_a_score_stays_within_its_bounds_and_all_right_alone_succeeds(
    case: tuple[CategoriseDefinition, dict[str, str]],
) -> None:
    definition, given_places = case
    score = grade(definition, given_places)
    assert score.min == 0 <= score.raw <= score.max == len(definition.things)
    assert score.scaled == score.raw / score.max
    assert score.success == (given_places == definition.places)
    assert grade(definition, dict(definition.places)).scaled == 1


@given(answered(), st.data())
def test_one_more_thing_in_its_place_never_loses_and_one_more_elsewhere_never_gains(
    case: tuple[CategoriseDefinition, dict[str, str]], data: st.DataObject
) -> None:
    definition, given_places = case
    thing = data.draw(st.sampled_from(definition.things))
    without = {each: place for each, place in given_places.items() if each != thing}
    place = data.draw(st.sampled_from(definition.categories))
    before, after = grade(definition, without).scaled, grade(definition, without | {thing: place}).scaled
    assert after >= before if place == definition.places[thing] else after <= before
    assert grade(definition, without | {thing: definition.places[thing]}).scaled >= after


@given(answered(), st.permutations(THINGS), st.permutations(CATEGORIES))
def test_the_order_of_things_of_categories_and_of_the_answers_changes_nothing(
    case: tuple[CategoriseDefinition, dict[str, str]], things: list[str], categories: list[str]
) -> None:
    definition, given_places = case
    shuffled = CategoriseDefinition(
        things=tuple(each for each in things if each in definition.things),
        categories=tuple(each for each in categories if each in definition.categories),
        places=definition.places,
    )
    in_that_order = {each: given_places[each] for each in things if each in given_places}
    assert grade(shuffled, in_that_order) == grade(definition, given_places)


def test_a_wrong_place_takes_away_what_chance_gives() -> None:
    places = {"a": "1", "b": "1", "c": "2", "d": "2"}
    two = CategoriseDefinition(things=("a", "b", "c", "d"), categories=("1", "2"), places=places)
    three = CategoriseDefinition(things=("a", "b", "c", "d"), categories=("1", "2", "3"), places=places)
    one_wrong = places | {"d": "1"}
    assert grade(two, one_wrong).scaled == pytest.approx(2 / 4)
    assert grade(three, one_wrong).scaled == pytest.approx(2.5 / 4)
    assert grade(two, {"a": "1"}).scaled == pytest.approx(1 / 4)
    assert grade(two, dict.fromkeys(places, "1")).scaled == 0


def test_answering_at_random_earns_little() -> None:
    places = {"a": "1", "b": "2", "c": "1", "d": "2"}
    definition = CategoriseDefinition(things=tuple(places), categories=("1", "2"), places=places)
    scores = [grade(definition, dict(zip(places, each, strict=True))).scaled for each in product("12", repeat=4)]
    assert sum(scores) / len(scores) < 0.2


def test_the_author_speaks_of_the_whole_then_of_each_category_that_lacks_a_thing() -> None:
    said = {"correct": "Bravo.", "incorrect": "Relisez.", "1": "Un appareil se touche.", "2": "Un logiciel s’ouvre."}
    definition = CategoriseDefinition(
        things=("a", "b", "c"), categories=("1", "2"), places={"a": "1", "b": "2", "c": "2"}, feedback=said
    )
    assert feedback(definition, {"a": "1", "b": "1"}) == (("incorrect", "Relisez."), ("2", "Un logiciel s’ouvre."))
    assert feedback(definition, {"a": "1", "b": "2", "c": "2"}) == (("correct", "Bravo."),)


@pytest.mark.parametrize(
    "response", [None, "a", 1, ["a"], {"z": "1"}, {"a": "9"}, {"a": None}, {"a": ["1"]}, {1: "1"}], ids=repr
)
def test_what_no_form_can_send_is_refused_by_name(response: object) -> None:
    definition = CategoriseDefinition(things=("a", "b"), categories=("1", "2"), places={"a": "1", "b": "2"})
    with pytest.raises(UnreadableResponse):
        grade(definition, response)


@pytest.mark.parametrize(
    ("things", "categories", "places", "code"),
    [
        ("a", "12", {"1": "a"}, "too_few_choices"),
        ("ab", "1", {"1": "ab"}, "too_few_choices"),
        ("aab", "12", {"1": "ab"}, "choice_twice"),
        ("ab", "12", {"1": "ab", "2": "a"}, "choice_twice"),
        ("ab", "12", {"1": "a"}, "no_right_choice"),
        ("ab", "12", {"1": "a", "3": "b"}, "unknown_choice"),
        ("ab", "12", {"1": "abc"}, "unknown_choice"),
    ],
)
def test_a_question_that_cannot_be_marked_is_refused(
    things: str, categories: str, places: dict[str, str], code: str
) -> None:
    body = {"things": [{"id": each} for each in things], "categories": [{"id": each} for each in categories]}
    with pytest.raises(ImpossibleDefinition) as refused:
        CategoriseDefinition.read(body, {"places": {category: list(each) for category, each in places.items()}})
    assert refused.value.code == code

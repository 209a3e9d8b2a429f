"""Places on a picture: inside, outside, beside; what is found earns, what is wrong takes away."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading import ImpossibleDefinition, UnreadableResponse, feedback, grade, read_definition
from assessments.grading.hotspot import MOST_PLACES, HotspotDefinition
from assessments.grading.shapes import MOST_CORNERS, Area, Point

BAR = Area.of("rectangle", [(0.1, 0.0), (0.6, 0.1)])
BUTTON = Area.of("ellipse", [(0.8, 0.8), (1.0, 0.9)])
ARROW = Area.of("polygon", [(0.2, 0.4), (0.4, 0.4), (0.3, 0.6)])
BESIDE = Area.of("rectangle", [(0.6, 0.0), (0.7, 0.1)])
AREAS = {"bar": BAR, "button": BUTTON, "arrow": ARROW, "beside": BESIDE}
IN = {"bar": [0.3, 0.05], "button": [0.9, 0.85], "arrow": [0.3, 0.45], "beside": [0.65, 0.05]}
NOWHERE = [0.5, 0.95]
SAID = {"correct": "Oui.", "incorrect": "Non.", "bar": "Tout en haut.", "beside": "C’est le bouton d’à côté."}


def several(margin: float = 0) -> HotspotDefinition:
    return HotspotDefinition(
        areas=AREAS, correct=frozenset({"bar", "button", "arrow"}), several=True, margin=margin, feedback=SAID,
        named=frozenset(AREAS),
    )  # fmt: skip


def one(**said: str) -> HotspotDefinition:
    return HotspotDefinition(areas=AREAS, correct=frozenset({"bar"}), named=frozenset(AREAS), feedback=said or SAID)


@pytest.mark.parametrize(
    ("area", "inside", "outside"),
    [
        (BAR, [(0.1, 0.0), (0.6, 0.1), (0.3, 0.05)], [(0.09, 0.05), (0.61, 0.05), (0.3, 0.11)]),
        (BUTTON, [(0.9, 0.85), (0.801, 0.85), (0.9, 0.801)], [(0.81, 0.81), (0.99, 0.89), (0.79, 0.85)]),
        (ARROW, [(0.3, 0.5), (0.21, 0.405), (0.3, 0.59)], [(0.2, 0.5), (0.4, 0.5), (0.3, 0.39), (0.3, 0.61)]),
    ],
)
def test_a_place_is_in_an_area_or_out_of_it(
    area: Area, inside: list[tuple[float, float]], outside: list[tuple[float, float]]
) -> None:
    assert all(area.holds(Point(*each)) for each in inside)
    assert not any(area.holds(Point(*each)) for each in outside)
    assert all(area.holds(Point(*each), margin=0.2) for each in outside)


def test_a_hollow_polygon_does_not_hold_its_hollow() -> None:
    horseshoe = Area.of("polygon", [(0, 0), (1, 0), (1, 1), (0.7, 1), (0.7, 0.3), (0.3, 0.3), (0.3, 1), (0, 1)])
    assert horseshoe.holds(Point(0.1, 0.9))
    assert horseshoe.holds(Point(0.9, 0.9))
    assert not horseshoe.holds(Point(0.5, 0.9))


@pytest.mark.parametrize(
    ("shape", "points"),
    [
        ("star", [(0, 0), (1, 1)]),
        ("rectangle", [(0, 0)]),
        ("rectangle", [(0, 0), (0, 1)]),
        ("ellipse", [(0.2, 0.2), (0.2, 0.2)]),
        ("rectangle", [(0, 0), (1.1, 1)]),
        ("rectangle", [(-0.1, 0), (1, 1)]),
        ("rectangle", [(0, 0), (math.nan, 1)]),
        ("polygon", [(0, 0), (1, 1)]),
        ("polygon", [(0.1, 0.5), (0.2, 0.5), (0.3, 0.5)]),
        ("polygon", [(0, number / 100) for number in range(MOST_CORNERS + 1)]),
    ],
)
def test_an_area_where_nobody_could_click_is_refused(shape: str, points: list[tuple[float, float]]) -> None:
    with pytest.raises(ImpossibleDefinition) as refused:
        Area.of(shape, points)
    assert refused.value.code == "impossible_area"


def test_one_place_is_right_in_a_right_area_only() -> None:
    assert grade(one(), [IN["bar"]]).success
    assert grade(one(), [IN["beside"]]).scaled == 0
    assert grade(one(), [NOWHERE]).scaled == 0
    assert grade(one(), []).scaled == 0


def test_of_several_places_each_one_found_earns_and_each_wrong_one_takes_away() -> None:
    assert grade(several(), [IN["bar"], IN["button"], IN["arrow"]]).success
    assert grade(several(), [IN["bar"], IN["button"]]).scaled == pytest.approx(2 / 3)
    assert grade(several(), [IN["bar"], IN["button"], NOWHERE]).scaled == pytest.approx(1 / 3)
    assert grade(several(), [IN["beside"], NOWHERE]).scaled == 0
    assert grade(several(), [IN["bar"], [0.31, 0.05]]).scaled == pytest.approx(1 / 3)  # the same area: once


def test_an_imprecise_hand_is_forgiven_within_the_margin_but_not_in_another_area() -> None:
    below = [0.3, 0.12]
    assert grade(several(), [below]).raw == 0
    assert grade(several(margin=0.03), [below]).raw == 1
    assert grade(several(margin=0.01), [below]).raw == 0
    assert grade(several(margin=0.1), [[0.61, 0.05]]).raw == 0  # in the button beside


def test_areas_chosen_by_name_are_marked_alike() -> None:
    assert grade(one(), {"named": ["bar"]}).success
    assert grade(one(), {"named": ["beside"]}).scaled == 0
    assert grade(several(), {"named": ["bar", "button", "beside"]}).scaled == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    "response",
    [
        None, "0.1,0.2", 3, {}, {"named": "bar"}, {"named": ["zz"]}, {"named": ["bar", "bar"]}, {"named": [["bar"]]},
        {"named": ["bar"], "places": []}, [0.1, 0.2], [["0.1", "0.2"]], [[0.1]], [[0.1, 0.2, 0.3]], [[True, 0.5]],
        [[math.nan, 0.5]], [[0.5, math.inf]], [[-0.01, 0.5]], [[0.5, 1.01]], [None],
        [[0.5, 0.5]] * (MOST_PLACES + 1),
    ],
)  # fmt: skip
def test_what_no_form_sends_is_refused_by_name(response: object) -> None:
    with pytest.raises(UnreadableResponse):
        grade(several(), response)


def test_one_place_only_is_read_where_one_is_asked() -> None:
    for response in ([IN["bar"], IN["button"]], {"named": ["bar", "button"]}):
        with pytest.raises(UnreadableResponse):
            grade(one(), response)


def test_names_are_refused_where_no_list_was_offered() -> None:
    with pytest.raises(UnreadableResponse):
        grade(HotspotDefinition(areas=AREAS, correct=frozenset({"bar"})), {"named": ["bar"]})


def test_the_author_speaks_of_the_whole_then_of_each_area_missed_or_taken_wrongly() -> None:
    assert [each.text for each in feedback(one(), [IN["bar"]])] == ["Oui."]
    assert [each.text for each in feedback(one(), [IN["beside"]])] == ["Non.", SAID["bar"], SAID["beside"]]
    assert [each.text for each in feedback(several(), [IN["bar"], NOWHERE])] == ["Non."]
    assert [each.text for each in feedback(several(), {"named": ["bar", "button", "arrow"]})] == ["Oui."]


STORED_BODY = {"several": True, "listed": True, "places": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]}
STORED_KEY = {
    "areas": [
        {"id": "a", "shape": "rectangle", "corners": [[0.1, 0.1], [0.2, 0.2]]},
        {"id": "b", "shape": "ellipse", "corners": [[0.5, 0.5], [0.6, 0.6]]},
    ],
    "correct": ["a"],
    "margin": 0.02,
}


def test_a_stored_question_is_read() -> None:
    read = read_definition("hotspot", STORED_BODY, STORED_KEY)
    assert isinstance(read, HotspotDefinition)
    assert (read.several, read.margin, read.named, list(read.areas)) == (True, 0.02, frozenset("ab"), ["a", "b"])
    assert grade(read, {"named": ["a"]}).success


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"correct": []}, "no_right_choice"),
        ({"correct": ["zz"]}, "unknown_choice"),
        ({"correct": ["a", "b"]}, "everything_is_right"),
        ({"margin": 0.5}, "impossible_margin"),
        ({"margin": math.nan}, "impossible_margin"),
        ({"areas": [*STORED_KEY["areas"], STORED_KEY["areas"][0]]}, "choice_twice"),  # type: ignore[misc, index]
        ({"areas": [{"id": "a", "shape": "rectangle", "corners": [[0.1]]}]}, "impossible_area"),
        ({"areas": [{"id": "a", "shape": "rectangle", "corners": [["0.1", "0.2"], ["1", "1"]]}]}, "impossible_area"),
        ({"areas": None}, "malformed"),
        ({"areas": [{"id": "a"}]}, "malformed"),
    ],
)
def test_a_key_that_marks_nothing_is_refused_by_name(changed: dict[str, object], code: str) -> None:
    with pytest.raises(ImpossibleDefinition) as refused:
        read_definition("hotspot", STORED_BODY, STORED_KEY | changed)
    assert refused.value.code == code


SHARES = st.integers(0, 1000).map(lambda number: number / 1000)
PLACES = st.tuples(SHARES, SHARES).map(list)
CORNERS = st.lists(st.tuples(SHARES, SHARES), min_size=3, max_size=8)


@st.composite
def areas(draw: st.DrawFn) -> Area:
    shape = draw(st.sampled_from(["rectangle", "ellipse", "polygon"]))
    number = draw(st.integers(3, 6)) if shape == "polygon" else 2
    sides = st.lists(SHARES, min_size=number, max_size=number, unique=True)
    return Area.of(shape, list(zip(draw(sides), draw(sides), strict=True)))


@given(areas(), PLACES, st.sampled_from([1 / 2, 1 / 4, 1 / 8]), st.sampled_from([1 / 2, 1 / 4]))
def test_a_place_stays_in_its_area_whatever_the_size_of_the_picture(
    area: Area, place: list[float], across: float, down: float
) -> None:
    smaller = Area.of(area.shape, [(each.x * across, each.y * down) for each in area.points])
    assert smaller.holds(Point(place[0] * across, place[1] * down)) == area.holds(Point(*place))


@given(areas(), PLACES, SHARES.map(lambda share: share / 10), SHARES.map(lambda share: share / 10))
def test_a_wider_margin_never_loses_a_place(area: Area, place: list[float], narrow: float, wide: float) -> None:
    narrow, wide = sorted((narrow, wide))
    if area.holds(Point(*place), margin=narrow):
        assert area.holds(Point(*place), margin=wide)


@given(areas(), CORNERS)
def test_no_place_outside_its_box_is_in_an_area(area: Area, places: list[tuple[float, float]]) -> None:
    left, top, right, bottom = area.box
    for x, y in places:
        if not (left <= x <= right and top <= y <= bottom):
            assert not area.holds(Point(x, y))


@st.composite
def definitions(draw: st.DrawFn) -> HotspotDefinition:
    drawn = {str(number): each for number, each in enumerate(draw(st.lists(areas(), min_size=1, max_size=5)))}
    correct = frozenset(draw(st.sets(st.sampled_from(sorted(drawn)), min_size=1)))
    return HotspotDefinition(areas=drawn, correct=correct, several=True, margin=draw(st.sampled_from([0, 0.02, 0.05])))


ANSWERS = st.lists(PLACES, max_size=8)


@given(definitions(), ANSWERS)
def test_a_score_stays_between_its_bounds(definition: HotspotDefinition, answer: list[list[float]]) -> None:
    score = grade(definition, answer)
    assert 0 <= score.scaled <= 1
    assert score.success == (score.scaled == 1)


@given(definitions(), ANSWERS, st.randoms(use_true_random=False))
def test_neither_the_order_of_places_nor_that_of_areas_changes_the_score(
    definition: HotspotDefinition, answer: list[list[float]], chance: object
) -> None:
    mixed, names = list(answer), list(definition.areas)
    chance.shuffle(mixed), chance.shuffle(names)  # type: ignore[attr-defined]
    other = HotspotDefinition(
        areas={name: definition.areas[name] for name in names}, correct=definition.correct, several=True,
        margin=definition.margin,
    )  # fmt: skip
    assert grade(other, mixed) == grade(definition, answer)


@given(definitions(), ANSWERS, PLACES)
def test_one_place_more_earns_when_it_finds_and_never_when_it_is_wrong(
    definition: HotspotDefinition, answer: list[list[float]], place: list[float]
) -> None:
    before, after = grade(definition, answer).raw, grade(definition, [*answer, place]).raw
    if definition.areas_at(Point(*place)) & definition.correct:
        assert after >= before
    else:
        assert after <= before


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["named", "x"]), inner, max_size=2),
    max_leaves=8,
)


@given(JSON)
def test_any_value_at_all_is_marked_or_refused_by_name(response: object) -> None:
    with contextlib.suppress(UnreadableResponse):
        assert 0 <= grade(several(), response).scaled <= 1

"""Places to find on a picture, as their author draws them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.bank.content.problems import (
    MAX_TEXT,
    ContentProblem,
    ItemContent,
    feedback_problems,
    kept,
    markable,
    prompt_problems,
    refuse,
    text_problems,
)
from assessments.bank.content.rows import MAX_ROW, opaque_ids, plain, stored
from assessments.bank.models import Interaction
from assessments.grading import ImpossibleDefinition
from assessments.grading.shapes import Area

MAX_AREAS = 12
SMALLEST = 0.01  # of a side of the picture: a finger hits nothing smaller
# How far beside an area still counts, as a share of the picture's sides.
MARGINS: Mapping[str, float] = {"exact": 0.0, "usual": 0.015, "generous": 0.04}


@dataclass(frozen=True, kw_only=True)
class Spot:
    """An area of the picture: its name, its shape and points (`grading.shapes`), whether it is right, and what is said
    to who misses it, or takes it wrongly. An id given stays.
    """

    name: str
    points: Sequence[Sequence[float]]
    shape: str = "rectangle"
    right: bool = False
    feedback: str = ""
    id: str = ""


def hotspot_content(
    *,
    prompt: str,
    areas: Sequence[Spot],
    several: bool = False,
    listed: bool = False,
    margin: str = "usual",
    feedback_correct: str = "",
    feedback_incorrect: str = "",
) -> ItemContent:
    """Areas of the question's picture, one of which or all the right ones are to be found; `listed`: by their names,
    too, for who does not see it. `margin` is one of MARGINS. Raises ContentRefused.
    """
    said = {"correct": feedback_correct, "incorrect": feedback_incorrect}
    refuse(prompt_problems(prompt), _areas_problems(areas, listed=listed), feedback_problems(said))
    ids = opaque_ids("place", [(plain(each.name), each.id) for each in areas])
    named = [(ids[plain(each.name)], each) for each in areas]
    drawn = [{"id": id, "shape": each.shape, "corners": _rounded(each.points)} for id, each in named]
    return markable(
        Interaction.HOTSPOT,
        prompt,
        body={"several": several, "listed": listed, "places": stored(ids)},
        key={
            "areas": drawn,
            "correct": [id for id, each in named if each.right],
            "margin": MARGINS[margin],
            "feedback": kept(said | {id: each.feedback for id, each in named}),
        },
    )


def _rounded(points: Sequence[Sequence[float]]) -> list[list[float]]:
    """To a tenth of a thousandth of a side: less than a pixel."""
    return [[round(number, 4) for number in point] for point in points]


def _areas_problems(areas: Sequence[Spot], *, listed: bool) -> list[ContentProblem]:
    right = sum(each.right for each in areas)
    rules = (
        (not areas, "areas", "no_area"),
        (len(areas) > MAX_AREAS, "areas", "too_many_rows"),
        (bool(areas) and not right, "areas.0.correct", "no_right_area"),
        (listed and bool(right) and right == len(areas), "listed", "list_of_right_areas"),
    )
    problems = [ContentProblem(code=code, field=field) for broken, field, code in rules if broken]
    for place, area in enumerate(areas):
        before = {plain(each.name) for each in areas[:place]}
        problems += _area_problems(area, f"areas.{place}", twice=plain(area.name) in before)
    return problems


def _area_problems(area: Spot, where: str, *, twice: bool) -> list[ContentProblem]:
    drawn = "points" if area.shape == "polygon" else "left"
    rules = (
        (not area.name.strip(), "name", "no_area_name"),
        (bool(area.name.strip()) and twice, "name", "row_twice"),
        (not area.points, drawn, "area_not_drawn"),
        (bool(area.points) and not _is_on_picture(area), drawn, "impossible_area"),
    )
    return [
        *(ContentProblem(code=code, field=f"{where}.{field}") for broken, field, code in rules if broken),
        *text_problems(area.name, f"{where}.name", most=MAX_ROW),
        *text_problems(area.feedback, f"{where}.feedback", most=MAX_TEXT),
    ]


def _is_on_picture(area: Spot) -> bool:
    try:
        left, top, right, bottom = Area.of(area.shape, _rounded(area.points)).box
    except ImpossibleDefinition:
        return False
    return min(right - left, bottom - top) >= SMALLEST

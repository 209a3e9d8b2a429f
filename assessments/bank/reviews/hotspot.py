"""Places found on a picture, once answered: the picture with its marks and its right areas, and all of it in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.bank.queries import picture_of
from assessments.bank.reviews.parts import Reviewed
from assessments.bank.shown import ShownMedia
from assessments.grading.hotspot import HotspotDefinition, read_response, taken
from assessments.grading.shapes import Area


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A right area, for a drawing: numbers in percent of the picture, written with a point in every language."""

    shape: str
    left: str
    top: str
    width: str
    height: str
    centre: tuple[str, str]
    radii: tuple[str, str]
    corners: str


@dataclass(frozen=True, kw_only=True)
class ReviewedMark:
    """A place that was marked; `number` is its own, where there are several."""

    number: int
    left: str
    top: str
    right: bool


@dataclass(frozen=True, kw_only=True)
class ReviewedSpot:
    """What was marked or named, or an area that was missed (`picked` false); `name` is empty where there is no area."""

    name: str
    picked: bool
    right: bool
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class ReviewedPicture:
    picture: ShownMedia | None
    outlines: tuple[Outline, ...]
    marks: tuple[ReviewedMark, ...]
    spots: tuple[ReviewedSpot, ...]


def nothing() -> list[list[float]]:
    return []


def details(reviewed: Reviewed) -> ReviewedPicture:
    definition: HotspotDefinition = reviewed.definition
    spots = (*_given(reviewed), *_missed(reviewed))
    places = () if isinstance(reviewed.given, dict) else reviewed.given
    marks = (
        ReviewedMark(number=spot.number, left=_percent(x), top=_percent(y), right=spot.right)
        for spot, (x, y) in zip(spots, places, strict=False)
    )
    return ReviewedPicture(
        picture=picture_of(reviewed.version),
        outlines=tuple(_outline(area) for id, area in definition.areas.items() if id in definition.correct),
        marks=tuple(marks),
        spots=spots,
    )


def _given(reviewed: Reviewed) -> Iterator[ReviewedSpot]:
    """Each place marked, in its order; or each area named."""
    definition, names = reviewed.definition, _names(reviewed)
    given = read_response(definition, reviewed.given)
    found = (
        [frozenset({id}) for id in sorted(given)] if isinstance(given, frozenset) else map(definition.areas_at, given)
    )
    for number, areas in enumerate(found, start=1):
        said = ", ".join(names[id] for id in definition.areas if id in areas)
        yield ReviewedSpot(name=said, picked=True, right=bool(areas & definition.correct), number=number)


def _missed(reviewed: Reviewed) -> Iterator[ReviewedSpot]:
    """The right areas that were not found; where one place is asked for, none once it is right."""
    definition, names = reviewed.definition, _names(reviewed)
    if reviewed.score.success:
        return
    found = taken(definition, reviewed.given).areas
    for id in definition.areas:
        if id in definition.correct - found:
            yield ReviewedSpot(name=names[id], picked=False, right=True)


def _names(reviewed: Reviewed) -> dict[str, str]:
    return {each["id"]: each["text"] for each in reviewed.version.body["places"]}


def _outline(area: Area) -> Outline:
    left, top, right, bottom = area.box
    return Outline(
        shape=area.shape,
        left=_percent(left),
        top=_percent(top),
        width=_percent(right - left),
        height=_percent(bottom - top),
        centre=(_percent((left + right) / 2), _percent((top + bottom) / 2)),
        radii=(_percent((right - left) / 2), _percent((bottom - top) / 2)),
        corners=" ".join(f"{point.x * 100:g},{point.y * 100:g}" for point in area.points),
    )


def _percent(share: float) -> str:
    return f"{round(share * 100, 2):g}%"

"""The form of places to find on a picture: a row for each area. A script draws them; its numbers can be typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import MAX_TEXT, ItemContent, Spot, hotspot_content
from assessments.bank.content.hotspot import MARGINS, MAX_AREAS
from assessments.bank.content.rows import MAX_ROW
from assessments.bank.forms.figures import PercentField
from assessments.bank.forms.parts import RowsForm
from assessments.bank.models import Interaction
from assessments.bank.shown import ShownMedia
from assessments.grading.numbers import NotANumber, only_number, written
from assessments.grading.shapes import Area

SHAPES = (("rectangle", _("rectangle")), ("ellipse", _("circle or ellipse")), ("polygon", _("shape with corners")))
FORGIVING = (
    ("exact", _("exact: only inside the area")),
    ("usual", _("usual: just beside it counts too")),
    ("generous", _("generous: near it counts too, for hands that shake or small screens")),
)
RESHAPED = _("The new picture has other proportions: look whether each area is still in its place.")
SAME_SHAPE = 0.02  # of the ratio of two pictures' sides: what rounding to pixels changes
BOX = ("left", "top", "width", "height")
# The parts of a row that say something when they are not empty, in the order of the page.
PARTS = ("name", "correct", "shape", *BOX, "points", "feedback", "id")
TYPED = ("name", "correct", *BOX, "points", "feedback")

Points = list[list[float]]


class CornersField(forms.CharField):
    """The corners of a shape, one a line, in percent: « 12,5 40 »; as shares, once read."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return [_corner(line) for line in text.splitlines() if line.strip()]
        except NotANumber as error:
            raise forms.ValidationError(_("On each line write two numbers from 0 to 100: 12,5 40.")) from error

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(" ".join(written(_percent(share)) for share in point) for point in value)


def _corner(line: str) -> list[float]:
    """Raises NotANumber."""
    numbers = line.replace(";", " ").replace("%", " ").split()
    if len(numbers) != 2:
        raise NotANumber
    return [float(only_number(number) / 100) for number in numbers]


def _percent(share: float) -> Decimal:
    return Decimal(str(round(share * 100, 2)))


@dataclass(frozen=True, kw_only=True)
class AreaRow:
    """The bound fields of one area, for the template."""

    number: int
    id: BoundField
    name: BoundField
    correct: BoundField
    shape: BoundField
    box: list[BoundField]
    points: BoundField
    feedback: BoundField


class HotspotForm(RowsForm):
    interaction = Interaction.HOTSPOT
    first_rows = 3
    most_rows = MAX_AREAS
    needs_picture = True

    several = forms.BooleanField(
        label=_("Several places to find"),
        required=False,
        help_text=_("People mark as many places as they like. Each area found earns its share, each wrong one costs."),
    )
    listed = forms.BooleanField(
        label=_("Offer the names in a list too"),
        required=False,
        initial=True,
        help_text=_("For those who do not see the picture: the names of all areas, right and wrong, shuffled."),
    )
    margin = forms.ChoiceField(label=_("How precise one must be"), choices=FORGIVING, initial="usual")
    feedback_correct = forms.CharField(label=_("What to say when it is right"), max_length=MAX_TEXT, required=False)
    feedback_incorrect = forms.CharField(label=_("What to say when it is wrong"), max_length=MAX_TEXT, required=False)

    def row_fields(self, number: int) -> dict[str, forms.Field]:
        shown = {"number": number + 1}
        fields: dict[str, forms.Field] = {
            "id": forms.SlugField(max_length=20, required=False, widget=forms.HiddenInput),
            "name": forms.CharField(label=_("Name of area %(number)d") % shown, max_length=MAX_ROW, required=False),
            "correct": forms.BooleanField(label=_("Area %(number)d is right") % shown, required=False),
            "shape": forms.ChoiceField(
                label=_("Shape of area %(number)d") % shown, choices=SHAPES, initial="rectangle", required=False
            ),
            "left": PercentField(label=_("From the left, in percent"), required=False),
            "top": PercentField(label=_("From the top, in percent"), required=False),
            "width": PercentField(label=_("Width, in percent"), required=False),
            "height": PercentField(label=_("Height, in percent"), required=False),
            "points": CornersField(
                label=_("Corners of area %(number)d") % shown,
                max_length=1000,
                required=False,
                help_text=_("For a shape with corners: one on each line, from the left and from the top: 12,5 40."),
                widget=forms.Textarea(attrs={"rows": 3}),
            ),
            "feedback": forms.CharField(
                label=_("What to say to who misses area %(number)d, or takes it wrongly") % shown,
                max_length=MAX_TEXT,
                required=False,
            ),
        }
        return {f"areas_{number}_{part}": field for part, field in fields.items()}

    @property
    def area_rows(self) -> list[AreaRow]:
        return [self._row(number) for number in range(self.row_count)]

    def _row(self, number: int) -> AreaRow:
        parts = {part: self[f"areas_{number}_{part}"] for part in PARTS if part not in BOX}
        return AreaRow(number=number + 1, box=[self[f"areas_{number}_{side}"] for side in BOX], **parts)

    @property
    def picture(self) -> ShownMedia | None:
        """The picture that the question has already."""
        return self.initial.get("picture")

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        rows = [{part: typed.get(f"areas_{number}_{part}") for part in PARTS} for number in range(self.row_count)]
        self._filled = [number for number, row in enumerate(rows) if any(_is_typed(row[part]) for part in TYPED)]
        return hotspot_content(
            prompt=typed.get("prompt", ""),
            areas=[_spot(rows[number]) for number in self._filled],
            several=bool(typed.get("several")),
            listed=bool(typed.get("listed")),
            margin=typed.get("margin", ""),
            feedback_correct=typed.get("feedback_correct", ""),
            feedback_incorrect=typed.get("feedback_incorrect", ""),
        )

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        body, key = content.body, content.key
        names = {each["id"]: each["text"] for each in body["places"]}
        margin = next((name for name, share in MARGINS.items() if share == key["margin"]), "usual")
        typed: dict[str, Any] = {"several": body["several"], "listed": body["listed"], "margin": margin}
        typed |= {f"feedback_{name}": key["feedback"].get(name, "") for name in ("correct", "incorrect")}
        for number, area in enumerate(key["areas"]):
            row = {"id": area["id"], "name": names[area["id"]], "shape": area["shape"], **_numbers(area)}
            row |= {"correct": area["id"] in key["correct"], "feedback": key["feedback"].get(area["id"], "")}
            typed |= {f"areas_{number}_{part}": value for part, value in row.items()}
        return typed | {"rows": len(key["areas"])}

    def field_of(self, place: str) -> str | None:
        """Empty rows were left out: the third area read may stand in the fifth row."""
        head, *rest = place.split(".")
        if head != "areas":
            return super().field_of(place)
        if not rest:
            return "areas_0_name"
        number, part = rest
        return f"areas_{self._filled[int(number)]}_{part}"


def is_reshaped(before: ShownMedia | None, after: ShownMedia | None) -> bool:
    """Whether the areas drawn on the one picture may stand elsewhere on the other."""
    if before is None or after is None or not (before.height and after.height):
        return False
    ratio = before.width / before.height
    return abs(after.width / after.height - ratio) > SAME_SHAPE * ratio


def _is_typed(value: Any) -> bool:
    return value not in (None, "", False, [])


def _spot(row: Mapping[str, Any]) -> Spot:
    return Spot(
        id=row["id"] or "",
        name=row["name"] or "",
        shape=row["shape"] or "rectangle",
        points=_points(row),
        right=bool(row["correct"]),
        feedback=row["feedback"] or "",
    )


def _points(row: Mapping[str, Any]) -> Sequence[Sequence[float]]:
    """The corners typed, or two opposite ones from the four numbers; none where one is missing."""
    if row["shape"] == "polygon":
        return row["points"] or []
    left, top, width, height = (row[side] for side in BOX)
    if None in (left, top, width, height):
        return []
    return [[left, top], [left + width, top + height]]


def _numbers(area: Mapping[str, Any]) -> dict[str, Any]:
    """What would be typed for an area's points."""
    if area["shape"] == "polygon":
        return {"points": area["corners"]}
    left, top, right, bottom = Area.of(area["shape"], area["corners"]).box
    return {"left": left, "top": top, "width": round(right - left, 4), "height": round(bottom - top, 4)}

"""Numbers to find, as their authors write them and see them again."""

from decimal import Decimal
from typing import Any

import pytest

from assessments.bank.content import ContentRefused, Unit, numeric_content
from assessments.bank.forms import NumericForm
from tests.assessments.bank.test_forms import errors

pytestmark = pytest.mark.django_db

TYPED = {"title": "t", "prompt": "Quelle longueur ?", "value": "1 000,5"}
LENGTHS = {"unit_0_name": "m", "unit_1_name": "km", "unit_1_factor": "1 000"}


def test_a_number_is_stored_as_text_with_nothing_of_it_in_what_is_shown() -> None:
    form = NumericForm(TYPED | LENGTHS | {"tolerance": "5", "relative": "on", "unit_required": "on"})
    assert form.is_valid(), form.errors
    assert form.content.body == {"unit": "required"}
    assert form.content.key == {
        "value": "1000.5",
        "tolerance": "0.05",
        "relative": True,
        "units": [{"name": "m", "factor": "1"}, {"name": "km", "factor": "1000"}],
        "feedback": {},
    }


def test_the_form_shows_the_number_again_as_it_was_typed() -> None:
    form = NumericForm(TYPED | LENGTHS | {"tolerance": "5", "relative": "on", "feedback_correct": "Oui."})
    assert form.is_valid(), form.errors
    again = NumericForm(initial=NumericForm.typed_from(form.content))
    shown = [again[name].value() for name in ("value", "tolerance", "relative", "unit_1_factor", "feedback_correct")]
    assert shown == ["1\u202f000,5", "5", True, "1\u202f000", "Oui."]
    assert len(again.unit_rows) == 2


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"value": ""}, "value", "Écrivez le bon nombre"),
        ({"value": "douze"}, "value", "12,5"),
        ({"tolerance": "-1"}, "tolerance", "0 ou plus"),
        ({"unit_required": "on"}, "unit_required", "unité"),
        ({"unit_1_factor": "1000"}, "unit_1_name", "videz sa ligne"),
        ({"unit_1_name": "km", "unit_1_factor": "1000"}, "unit_1_factor", "première"),
        ({"unit_0_name": "m", "unit_1_name": "m"}, "unit_1_name", "deux fois"),
        ({"unit_0_name": "m", "unit_1_name": "km", "unit_1_factor": "0"}, "unit_1_factor", "0"),
        ({"unit_0_name": "2x"}, "unit_0_name", "chiffre"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes: dict[str, str], field: str, words: str) -> None:
    said = errors(NumericForm(TYPED | changes))
    assert field in said
    assert words in said[field][0]


def test_numbers_that_nobody_types_are_refused() -> None:
    impossible: list[dict[str, Any]] = [
        {"value": None},
        {"value": Decimal("1E+99")},
        {"value": Decimal(1), "tolerance": Decimal("NaN")},
        {"value": Decimal(1), "units": [Unit(name="m" * 21)]},
        {"value": Decimal(1), "units": [Unit(name=f"u{letter}") for letter in "abcdefghijk"]},
    ]
    for fields in impossible:
        with pytest.raises(ContentRefused):
            numeric_content(prompt="?", **fields)

"""Fields for figures as people here write them: « 3,14 », « 1 000 », « −25 »."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.grading.numbers import NotANumber, only_number, written


class NumberField(forms.CharField):
    """A number, with a comma or a point; None where nothing is written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return self.figure(only_number(text)) if text else None
        except NotANumber as error:
            raise forms.ValidationError(_("Write a number, for example 12,5.")) from error

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Decimal) else value

    def figure(self, number: Decimal) -> Any:
        return number


class PercentField(NumberField):
    """A share of 1, written in percent."""

    def clean(self, value: Any) -> Any:
        return super().clean(value.strip().removesuffix("%") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return written(Decimal(str(round(value * 100, 4)))) if isinstance(value, float | int) else value

    def figure(self, number: Decimal) -> float:
        return float(number / 100)

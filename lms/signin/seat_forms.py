"""Forms of a registered seat: the four digits of the person chosen, and the picture that one chooses for oneself."""

import uuid
from typing import Any

from django import forms

from lms.signin.digits import DigitsForm
from lms.signin.pictures import PICTURES


class ChosenForm(forms.Form):
    """What a button of a list names: a person at a seat, a session of one's own."""

    chosen = forms.UUIDField()

    @classmethod
    def uuid_in(cls, data: Any) -> uuid.UUID | None:
        form = cls(data)
        return form.cleaned_data["chosen"] if form.is_valid() else None


class SeatForm(DigitsForm):
    """At a registered seat: the person who was chosen, and the digits alone. What cannot be a PIN costs no try."""

    person = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @classmethod
    def about(cls, person: uuid.UUID) -> "SeatForm":
        """The form that asks the chosen person for their digits."""
        form = cls.fresh()
        form.initial["person"] = person
        form.fields["pin"].widget.attrs["autofocus"] = True
        return form


class PictureForm(forms.Form):
    """« Mon image »: one of the pictures, or none."""

    use_required_attribute = False

    picture = forms.ChoiceField(required=False, choices=[("", ""), *PICTURES.items()])

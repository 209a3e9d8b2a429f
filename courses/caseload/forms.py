"""What a counsellor asks of the list."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.caseload.queries import ORDERS, Asked
from lms.structures.models import Structure

UNSEEN = "unseen"


class CaseloadForm(forms.Form):
    """Search and filters; what cannot be read in the address is left aside."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=80,
        # Names: the browser must not offer them to whoever sits here next.
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    place = forms.TypedChoiceField(label=_("Place"), required=False, coerce=UUID, empty_value=None)
    attention = forms.ChoiceField(
        label=_("To look at"),
        required=False,
        choices=[("", _("Everybody")), (UNSEEN, _("Not seen for 14 days"))],
    )
    sort = forms.ChoiceField(
        required=False, choices=[(key, key) for key in ORDERS], widget=forms.HiddenInput, label=_("Order")
    )

    def __init__(self, *args: Any, places: list[Structure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All places")), *((str(place.uuid), place.name) for place in places)]

    def asked(self) -> Asked:
        self.full_clean()
        read = self.cleaned_data
        return Asked(
            search=read.get("q") or "",
            place=read.get("place"),
            unseen=read.get("attention") == UNSEEN,
            sort=read.get("sort") or "name",
        )

"""Forms of the trainer's desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.accounts.accommodations import offered_breaks, offered_extra_times
from lms.accounts.models import Breaks, ExtraTime, User
from lms.cohorts.models import Room
from lms.cohorts.roster import MAX_BYTES, UnreadableRoster, decode
from lms.structures.models import Structure


class _InStructureForm(forms.Form):
    """A form that asks for one of the user's structures, and does not ask where there is only one."""

    structure = forms.ModelChoiceField(label=_("Place"), queryset=Structure.objects.none())

    def __init__(self, *args: Any, structures: QuerySet[Structure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["structure"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = structures
        if len(structures) == 1:
            field.initial = structures[0].pk
            field.widget = forms.HiddenInput()


def _name_field(label: Any) -> forms.CharField:
    """A name, which the browser does not offer to whoever types at this computer next."""
    return forms.CharField(label=label, max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class LearnerForm(_InStructureForm):
    first_name = _name_field(_("First name"))
    last_name = _name_field(_("Last name"))
    field_order = ["first_name", "last_name", "structure"]


class AccommodationsForm(forms.Form):
    """What is arranged with a person, in words: the browser sends nothing that says why."""

    extra_time = forms.ChoiceField(
        label=_("Time in exercises with a time limit"), required=False, widget=forms.RadioSelect
    )

    breaks = forms.ChoiceField(
        label=_("Breaks in exercises with a time limit"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Time stands still meanwhile. Each hour, or each 20 minutes, counts as soon as it is begun."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("extra_time", offered_extra_times()), ("breaks", offered_breaks())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(each.value, each.label) for each in offered]

    def chosen(self) -> tuple[ExtraTime, Breaks]:
        """For a valid form."""
        return ExtraTime(self.cleaned_data["extra_time"]), Breaks(self.cleaned_data["breaks"])


class CohortForm(_InStructureForm):
    name = forms.CharField(label=_("Name of the group"), max_length=100)
    starts_on = forms.DateField(
        label=_("First day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    ends_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ["name", "structure", "starts_on", "ends_on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The last day must not come before the first."))
        return cleaned


class RoomForm(_InStructureForm):
    name = forms.CharField(label=_("Name of the room"), max_length=60)
    field_order = ["name", "structure"]


class RoomNameForm(forms.Form):
    name = forms.CharField(label=_("Name of the room"), max_length=60)


class SeatNameForm(forms.Form):
    name = forms.CharField(label=_("Name of this computer"), max_length=40)


class SessionForm(forms.Form):
    """Where a class session is held: asked where the place has rooms, the one of last time first."""

    room = forms.ModelChoiceField(
        label=_("Room"),
        queryset=Room.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label=_("No room: cards only"),
    )

    def __init__(self, *args: Any, rooms: QuerySet[Room], usual: Room | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["room"] = usual.uuid if usual else None
        field = self.fields["room"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rooms


class RosterForm(_InStructureForm):
    """First the file, then its text again with the confirmation: nothing is kept on the server in between."""

    file = forms.FileField(label=_("CSV file"), required=False, help_text=_("Two columns: prénom, nom."))
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get("file")
        if upload:
            try:
                cleaned["text"] = decode(upload.read(MAX_BYTES + 1))
            except UnreadableRoster as error:
                self.add_error("file", str(error))
        elif not cleaned.get("text"):
            self.add_error("file", ValidationError(_("Choose a file first.")))
        return cleaned


class ListForm(forms.Form):
    """Which list a button stood in: that of a group, or that of all."""

    cohort = forms.UUIDField(required=False)


class PeopleForm(forms.Form):
    """The ticked people of a list, within those that the user may see."""

    people = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(),
        to_field_name="uuid",
        error_messages={"required": _("Tick at least one person.")},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = people

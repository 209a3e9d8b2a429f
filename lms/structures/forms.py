"""Forms on staff and on consents. Their choices are what the person may do: nothing else validates."""

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.structures.models import Role, Structure, Support
from lms.structures.services import LONGEST_CONSENT

Manageable = dict[Structure, frozenset[Role]]


class RoleForm(forms.Form):
    """A role in a structure, among those that whoever fills the form may give."""

    use_required_attribute = False

    place_and_role = forms.ChoiceField(label=_("Role"), help_text=_("In which structure, and to do what."))

    def __init__(self, *args: Any, manageable: Manageable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pairs = {
            f"{structure.pk}:{role.value}": (structure, role)
            for structure, roles in manageable.items()
            for role in Role
            if role in roles
        }
        choices = [(key, f"{structure} – {role.label}") for key, (structure, role) in self._pairs.items()]
        self.fields["place_and_role"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[Structure, Role]:
        return self._pairs[self.cleaned_data["place_and_role"]]


class InvitationForm(RoleForm):
    """A new member of staff."""

    field_order = ["first_name", "last_name", "username", "email", "place_and_role"]

    first_name = forms.CharField(label=_("First name"), max_length=150)
    last_name = forms.CharField(label=_("Last name"), max_length=150)
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("What the person types to sign in, for example k.benali: letters, digits, point, hyphen."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("It can also be typed to sign in. Nothing is sent to it."),
    )

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"].strip().lower()
        User.username_validator(username)
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("Somebody already has this user name. Choose another one."))
        return username

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if email and User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody already has this e-mail address."))
        return email


class ConsentForm(forms.Form):
    """To whom, what they may see, until when."""

    use_required_attribute = False

    counsellor = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Who may look?"), widget=forms.RadioSelect, empty_label=None
    )
    scope = forms.ChoiceField(
        label=_("What may this person see?"), widget=forms.RadioSelect, choices=Support.Scope.choices
    )
    until = forms.DateField(
        label=_("Until which day?"),
        help_text=_("One year at most. You can end it before, whenever you wish."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, counsellors: QuerySet[User], today: datetime.date, **kwargs: Any) -> None:
        kwargs["initial"] = {"until": today + datetime.timedelta(days=182), "scope": Support.Scope.PROGRESS}
        super().__init__(*args, **kwargs)
        self.fields["counsellor"].queryset = counsellors  # type: ignore[attr-defined]
        self._today = today
        last = today + LONGEST_CONSENT
        self.fields["until"].widget.attrs |= {"min": today.isoformat(), "max": last.isoformat()}

    def clean_until(self) -> datetime.date:
        until: datetime.date = self.cleaned_data["until"]
        if not self._today <= until <= self._today + LONGEST_CONSENT:
            raise forms.ValidationError(_("Choose a day between today and one year from now."))
        return until

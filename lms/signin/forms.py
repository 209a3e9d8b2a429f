"""The card's form: forgiving, and with other field names at each load, so that no browser offers what others typed."""

import re
import secrets
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from lms.signin import codes

_PREFIX = re.compile(r"f[0-9a-f]{12}")
_NO_MEMORY = {"autocomplete": "off", "autocorrect": "off", "spellcheck": "false"}


class Forgetful(forms.TextInput):
    """A field whose value never comes back in a page: after a wrong try the PIN is typed again."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


class CardForm(forms.Form):
    """A card's code, or the token that its QR holds, and the PIN."""

    use_required_attribute = False

    token = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-card-token": ""}))
    code = forms.CharField(
        label=_("The code on your card"),
        help_text=_("10 signs, for example K7M 2QX 9RTD"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=_NO_MEMORY | {"autocapitalize": "characters", "data-card-code": ""}),
    )
    pin = forms.CharField(
        label=_("Your 4 secret digits"),
        required=False,
        max_length=20,
        # Masked by style, not a password field: the browser must not offer to remember it for the next person.
        widget=Forgetful(attrs=_NO_MEMORY | {"inputmode": "numeric", "class": "masked", "data-card-pin": ""}),
    )

    @classmethod
    def fresh(cls, **initial: Any) -> "CardForm":
        """An empty form under new field names."""
        return cls(prefix=f"f{secrets.token_hex(6)}", initial=initial)

    @classmethod
    def posted(cls, data: Any) -> "CardForm":
        """The form as it came back, under the names that it was given."""
        prefix = data.get("form", "")
        return cls(data, prefix=prefix if _PREFIX.fullmatch(prefix) else "f")

    def clean_token(self) -> str:
        """A token that was not read whole counts as none: the code can still be typed."""
        try:
            return codes.normalised(self.cleaned_data["token"], length=codes.TOKEN_LENGTH)
        except codes.MalformedCode:
            return ""

    def clean_pin(self) -> str:
        digits = re.sub(r"\s", "", self.cleaned_data["pin"])
        if digits and not codes.is_pin(digits):
            raise forms.ValidationError(_("These are 4 digits, for example 2075. Type them again."))
        return digits

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("token"):
            return data
        try:
            data["code"] = codes.normalised(data.get("code", ""))
        except codes.MalformedCode:
            self.add_error("code", _("The code has 10 signs. Read it again on your card, and type it all."))
        return data


class StaffSignInForm(LoginForm):
    """allauth's form with our words: labels that stay in sight, no placeholder that vanishes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("login", _("Your user name or e-mail address")), ("password", _("Your password"))):
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}

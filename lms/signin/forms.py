"""The card's form: forgiving, and with other field names at each load, so that no browser offers what others typed."""

import re
import secrets
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from lms.signin import codes

_TOO_SHORT = _("The code has 10 signs. Read it again on your card, and type it all.")
_UNREAD = _("The reader did not read your card well. Type the code yourself: 10 signs, below the square.")
_LONGEST_TYPED = 20  # what nobody types for 10 signs: a reader did, whose keyboard is not set as the computer's
_PREFIX = re.compile(r"f[0-9a-f]{12}")
NO_MEMORY = {"autocomplete": "off", "autocorrect": "off", "spellcheck": "false"}


class Forgetful(forms.TextInput):
    """A field whose value never comes back in a page: after a wrong try the PIN is typed again."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


class CardForm(forms.Form):
    """A card's code, or the token that its QR holds, and the PIN.

    The token comes in its own hidden field, or at the end of the address that a keyboard-type reader typed where the
    code goes: `just_read` is then true.
    """

    use_required_attribute = False
    just_read = False

    token = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-card-token": ""}))
    code = forms.CharField(
        label=_("The code on your card"),
        help_text=_("10 signs, for example K7M 2QX 9RTD"),
        required=False,
        max_length=500,  # a reader that types like a keyboard sends the whole address of the QR
        widget=forms.TextInput(
            attrs=NO_MEMORY | {"autocapitalize": "characters", "data-card-code": "", "autofocus": True}
        ),
    )
    pin = forms.CharField(
        label=_("Your 4 secret digits"),
        required=False,
        max_length=20,
        # Masked by style, not a password field: the browser must not offer to remember it for the next person.
        widget=Forgetful(attrs=NO_MEMORY | {"inputmode": "numeric", "class": "masked", "data-card-pin": ""}),
    )

    @classmethod
    def fresh(cls, **initial: Any) -> "CardForm":
        """An empty form under new field names."""
        return cls(prefix=f"f{secrets.token_hex(6)}", initial=initial)

    @classmethod
    def read(cls, token: str) -> "CardForm":
        """The form of a card that has been read: only the PIN is missing."""
        return cls.fresh(token=token)

    @classmethod
    def posted(cls, data: Any) -> "CardForm":
        """The form as it came back, under the names that it was given."""
        prefix = data.get("form", "")
        fields = data.copy()
        form = cls(fields, prefix=prefix if _PREFIX.fullmatch(prefix) else "f")
        form._take_token(fields)
        return form

    def _take_token(self, fields: Any) -> None:
        """Put a token that a reader typed as a code where it belongs; one that was not read whole counts as none."""
        token, code = self.add_prefix("token"), self.add_prefix("code")
        typed = fields.get(code, "")
        if "#" in typed and (read := _token(typed.rpartition("#")[2])):
            fields[token], fields[code], self.just_read = read, "", True
        fields[token] = _token(fields.get(token, ""))

    def clean_pin(self) -> str:
        digits = re.sub(r"\s", "", self.cleaned_data["pin"])
        if digits and not codes.is_pin(digits):
            raise forms.ValidationError(_("These are 4 digits, for example 2075. Type them again."))
        return digits

    @property
    def is_without_pin(self) -> bool:
        """A card was read, and nothing typed yet."""
        return bool(self.cleaned_data["token"]) and not self.cleaned_data["pin"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("token"):
            return data
        typed = data.get("code", "")
        try:
            data["code"] = codes.normalised(typed)
        except codes.MalformedCode:
            self.add_error("code", _UNREAD if len(typed) > _LONGEST_TYPED else _TOO_SHORT)
        return data


def _token(read: str) -> str:
    """The token as cards hold it; empty when it is not a whole one."""
    try:
        return codes.normalised(read, length=codes.TOKEN_LENGTH)
    except codes.MalformedCode:
        return ""


class StaffSignInForm(LoginForm):
    """allauth's form with our words: labels that stay in sight, no placeholder that vanishes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("login", _("Your user name or e-mail address")), ("password", _("Your password"))):
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}

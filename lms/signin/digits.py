"""The four digits by themselves: who was here comes back to a frozen session."""

import re
import secrets
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.signin import codes
from lms.signin.forms import Forgetful

_NO_MEMORY = {"autocomplete": "off", "autocorrect": "off", "spellcheck": "false"}
_PREFIX = re.compile(r"f[0-9a-f]{12}")


class DigitsForm(forms.Form):
    """One field, under another name at each load: no browser offers what others typed."""

    use_required_attribute = False

    pin = forms.CharField(
        label=_("Your 4 secret digits"),
        max_length=20,
        error_messages={"required": _("Type your 4 secret digits.")},
        widget=Forgetful(attrs=_NO_MEMORY | {"inputmode": "numeric", "class": "masked"}),
    )

    @classmethod
    def fresh(cls) -> Self:
        """An empty form under new field names."""
        return cls(prefix=f"f{secrets.token_hex(6)}")

    @classmethod
    def posted(cls, data: Any) -> Self:
        """The form as it came back, under the names that it was given."""
        prefix = data.get("form", "")
        return cls(data, prefix=prefix if _PREFIX.fullmatch(prefix) else "f")

    def clean_pin(self) -> str:
        digits = re.sub(r"\s", "", self.cleaned_data["pin"])
        if not codes.is_pin(digits):
            raise forms.ValidationError(_("These are 4 digits, for example 2075. Type them again."))
        return digits

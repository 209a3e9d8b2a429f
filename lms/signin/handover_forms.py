"""The six digits that a computer shows, typed on a phone."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.signin.forms import NO_MEMORY
from lms.signin.handovers import CODE_LENGTH


class HandoverCodeForm(forms.Form):
    """`cleaned_data["code"]` is the six digits without blanks."""

    use_required_attribute = False

    code = forms.CharField(
        label=_("The 6 digits on the computer"),
        help_text=_("For example 482 913"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs=NO_MEMORY | {"inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        digits = re.sub(r"[\s.\-]", "", self.cleaned_data["code"])
        if not (digits.isascii() and digits.isdigit() and len(digits) == CODE_LENGTH):
            raise forms.ValidationError(_("The computer shows 6 digits. Type them all."))
        return digits

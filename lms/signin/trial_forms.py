"""The code of a trial, as it was written down."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.signin import codes
from lms.signin.forms import NO_MEMORY


class TrialCodeForm(forms.Form):
    """`cleaned_data["code"]` is the code without its blanks."""

    use_required_attribute = False

    code = forms.CharField(
        label=_("Your trial code"),
        help_text=_("10 signs, for example K7M 2QX 9RTD"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs=NO_MEMORY | {"autocapitalize": "characters"}),
    )

    def clean_code(self) -> str:
        try:
            return codes.normalised(self.cleaned_data["code"])
        except codes.MalformedCode:
            raise forms.ValidationError(
                _("The code has 10 signs. Read it again on your paper, and type it all.")
            ) from None

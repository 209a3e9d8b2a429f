"""What people type or send about a certificate."""

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from assessments.credentials.codes import MalformedCode, parse
from assessments.credentials.models import Credential
from assessments.credentials.uploads import MAX_BYTES, HashedUpload


class CodeForm(forms.Form):
    """The code under the QR code, typed by whoever holds the paper."""

    code = forms.CharField(
        label=_("The code written on the certificate"),
        help_text=_("12 signs in three groups, under the square code. Capitals and hyphens do not matter."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        try:
            return parse(self.cleaned_data["code"])
        except MalformedCode as error:
            raise forms.ValidationError(
                _("A certificate’s code has 12 signs, without A, E, I, O, U, Y, 0 or 1. Please compare with the paper.")
            ) from error


class FileForm(forms.Form):
    """A PDF to compare with the one that was issued."""

    file = forms.FileField(
        label=_("The PDF you received"),
        help_text=_("It is compared with ours and not kept."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("This file is empty. Choose the PDF of the certificate."),
        },
    )

    def clean_file(self) -> HashedUpload:
        upload: HashedUpload = self.cleaned_data["file"]
        if upload.too_large:
            raise forms.ValidationError(
                _("This file is larger than %(size)s: it is not one of our certificates."),
                params={"size": filesizeformat(MAX_BYTES)},
            )
        return upload


class RevokeForm(forms.Form):
    """Why a certificate ends: the page of its code will say it."""

    reason = forms.ChoiceField(
        label=_("Why do you revoke it?"),
        help_text=_("Whoever checks the certificate will read this reason."),
        # What a correction takes, its undoing gives back: nobody chooses that reason.
        choices=[each for each in Credential.Reason.choices if each[0] != Credential.Reason.CORRECTION],
        widget=forms.RadioSelect,
    )


class VisibilityForm(forms.Form):
    """What the page of the code shows, for the holder to choose."""

    visibility = forms.ChoiceField(
        choices=[(value, value) for value in (Credential.Visibility.FULL, Credential.Visibility.CLOSED)]
    )


class SearchForm(forms.Form):
    """Part of a name, or a code."""

    q = forms.CharField(
        label=_("Name or code"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),  # no browser offers it to whoever sits there next
    )

    def words(self) -> str:
        """What was typed, empty when it cannot be searched for."""
        cleaned: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        return str(cleaned.get("q", ""))

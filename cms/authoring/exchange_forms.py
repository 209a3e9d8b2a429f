"""The form that brings a question file: sent once, then carried from the report to the import as text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.exchange.embedded import without_files
from assessments.exchange.files import decode
from assessments.exchange.formats import Format
from assessments.exchange.pictures import lightened
from assessments.exchange.problems import FileRefused
from assessments.exchange.reports import refusal
from cms.authoring.forms import StructureForm

MEGABYTE = 1024 * 1024
MAX_FILE = 16  # MB, with the pictures that a Moodle XML file carries
MAX_TEXT = 2  # MB, without them: five hundred long questions
FORMATS = [("", _("Recognised by itself")), *((format.value, format.label) for format in Format)]


class ImportForm(StructureForm):
    """A file, or the text of one that was read before; `cleaned_data["text"]` is what to read either way."""

    file = forms.FileField(
        label=_("Question file"),
        required=False,
        help_text=_("GIFT, Aiken or Moodle XML, at most 16 MB. In Moodle: question bank, “Export”."),
    )
    format = forms.TypedChoiceField(label=_("Format"), choices=FORMATS, coerce=Format, empty_value=None, required=False)
    keep_categories = forms.BooleanField(
        label=_("File the questions in the categories of the file"),
        required=False,
        initial=True,
        help_text=_("Those that are missing are made. Otherwise the questions are in no category."),
    )
    name = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if self.errors:
            return typed
        try:
            typed |= self._read(typed)
        except FileRefused as refused:
            self.refuse(refused, file=typed["name"])
        return typed

    def refuse(self, refused: FileRefused, *, file: str = "") -> None:
        """Say at the file why nothing of it can be read."""
        line = refusal(refused, file=file)
        self.add_error("file", f"{line.where} – {line.words}" if line.where else line.words)

    def _read(self, typed: dict[str, Any]) -> dict[str, Any]:
        file = typed.get("file")
        if file:
            if file.size > MAX_FILE * MEGABYTE:
                raise FileRefused("too_large", limit=MAX_FILE)
            typed |= {"text": lightened(decode(file.read())), "name": file.name}
        elif typed["text"]:
            typed["text"] = decode(typed["text"].encode())
        else:
            self.add_error("file", _("Choose a file first."))
        if len(without_files(typed["text"]).encode()) > MAX_TEXT * MEGABYTE:
            raise FileRefused("too_much_text", limit=MAX_TEXT)
        return typed

"""Forms that bring H5P files: many at once, or one in the place of another."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.h5p.imports import FILES, TOGETHER, Sent
from assessments.h5p.limits import LIMITS, MEBIBYTE
from cms.authoring.forms import StructureForm


class ManyFiles(forms.FileInput):
    """Where one or many files are chosen; the script of the page lets them be dragged in."""

    allow_multiple_selected = True


class PackagesField(forms.FileField):
    """One or many H5P files: `cleaned_data` holds what `imports.send` takes. Sizes are judged, nothing is read."""

    def clean(self, data: Any, initial: Any = None) -> list[Sent]:
        given = list(data) if isinstance(data, list | tuple) else [data]
        found: list[Any] = [super(PackagesField, self).clean(each, initial) for each in given or [None]]
        if len(found) > FILES:
            raise forms.ValidationError(
                gettext("That is %(count)d files: at most %(limit)d at a time.") % {"count": len(found), "limit": FILES}
            )
        sizes = sum(each.size for each in found)
        if sizes > TOGETHER:
            words = gettext(
                "These files weigh %(size)d MB together: send at most %(limit)d MB at a time, in several times."
            )
            raise forms.ValidationError(words % {"size": -(-sizes // MEBIBYTE), "limit": TOGETHER // MEBIBYTE})
        return [Sent(each.name, each.size, each) for each in found]


class PackagesForm(StructureForm):
    """H5P files to bring."""

    packages = PackagesField(
        label=_("H5P files"),
        widget=ManyFiles(attrs={"accept": ".h5p"}),
        error_messages={"required": _("Choose a file first.")},
        allow_empty_file=True,  # it is judged like any other, and said of in the report
        help_text=_("One or many files whose names end in .h5p: at most 64 MB each, 100 MB and 30 files together."),
    )
    again = forms.BooleanField(
        label=_("Bring in again the files that are here already"),
        required=False,
        help_text=_("Otherwise a file that came in before is not taken twice."),
    )


class ReplacementForm(forms.Form):
    """One H5P file, for an exercise that there is."""

    file = forms.FileField(
        label=_("H5P file"),
        widget=forms.FileInput(attrs={"accept": ".h5p"}),
        error_messages={"required": _("Choose a file first.")},
        allow_empty_file=True,
        help_text=_("A file whose name ends in .h5p, at most 64 MB."),
    )

    def clean_file(self) -> Sent:
        file = self.cleaned_data["file"]
        if file.size > LIMITS.package:
            raise forms.ValidationError(
                gettext("This file is too large: at most 64 MB. Make its films and pictures smaller.")
            )
        return Sent(file.name, file.size, file)

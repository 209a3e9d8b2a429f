"""Fields whose French typography is put right at save, whoever writes them: a form, a program, an import."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from cms.media.choosers import RecordingChooserBlock
from lms.web.typography import french, french_html

# What a lesson's running text may hold: the page has the first heading, so texts begin at the second.
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "code"]
LINE_FEATURES = ["bold", "italic", "link", "ul", "code"]


class Line(blocks.CharBlock):
    """One line of plain words."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return french(prepared) if isinstance(prepared, str) else prepared


class Words(blocks.TextBlock):
    """Some lines of plain words."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return french(prepared) if isinstance(prepared, str) else prepared


class RichWords(blocks.RichTextBlock):
    """Text with a few marks."""

    def get_prep_value(self, value: Any) -> Any:
        source = value.source if isinstance(value, RichText) else value
        return french_html(source) if isinstance(source, str) else super().get_prep_value(value)


def voice() -> Any:
    """The recorded reading of a block: « Écouter » plays it instead of the browser's voice."""
    return RecordingChooserBlock(
        required=False,
        label=_("Recorded voice"),
        help_text=_("A sound of these words, read aloud. Without it, the browser’s voice reads them."),
    )

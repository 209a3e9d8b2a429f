"""Fields whose French typography is put right at save, whoever writes them: a form, a program, an import."""

from typing import Any

from wagtail import blocks
from wagtail.rich_text import RichText

from lms.web.typography import french, french_html

# What a lesson's running text may hold: the page has the first heading, so texts begin at the second.
# What is in another language is marked, so that the right voice says it (cms.authoring.passages).
PASSAGES = ("passage-en", "passage-ar")
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "code", *PASSAGES]
LINE_FEATURES = ["bold", "italic", "link", "ul", "code", *PASSAGES]


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

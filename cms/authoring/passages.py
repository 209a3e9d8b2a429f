"""Passages in another language: marked in the editor, so that they are said by the right voice."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineStyleElementHandler
from wagtail.admin.rich_text.editors.draftail.features import InlineStyleFeature

from cms.blocks.words import PASSAGES

_MARKS: Final = (
    ("EN", _("A passage in English"), {"lang": "en"}),
    ("AR", _("A passage in Arabic"), {"lang": "ar", "dir": "rtl"}),
)


@hooks.register("register_rich_text_features")
def register_passages(features: Any) -> None:
    """One mark for each language, kept as <span lang="…">."""
    for (label, description, attributes), name in zip(_MARKS, PASSAGES, strict=True):
        _register(features, name, label, description, attributes)


def _register(features: Any, name: str, label: str, description: Any, attributes: dict[str, str]) -> None:
    style = f"PASSAGE_{label}"
    shown = {"borderBottom": "2px dotted"}
    control = {"type": style, "label": label, "description": description, "style": shown}
    features.register_editor_plugin("draftail", name, InlineStyleFeature(control))
    rule = {
        "from_database_format": {f'span[lang="{attributes["lang"]}"]': InlineStyleElementHandler(style)},
        "to_database_format": {"style_map": {style: {"element": "span", "props": attributes}}},
    }
    features.register_converter_rule("contentstate", name, rule)

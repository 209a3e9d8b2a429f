"""A passage in another language keeps its mark from the editor to the page, and back to the editor."""

import json

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms.blocks.words import LINE_FEATURES, TEXT_FEATURES


@pytest.mark.parametrize("features", [TEXT_FEATURES, LINE_FEATURES], ids=["text", "line"])
@pytest.mark.parametrize(
    "marked",
    ['<span lang="en">Click here</span>', '<span dir="rtl" lang="ar">اضغط هنا</span>'],
    ids=["English", "Arabic"],
)
def test_a_passage_keeps_its_language(features: list[str], marked: str) -> None:
    converter = ContentstateConverter(features=features)
    typed = converter.from_database_format(f"<p>On lit {marked} ici.</p>")
    assert any(each["style"].startswith("PASSAGE_") for each in json.loads(typed)["blocks"][0]["inlineStyleRanges"])
    assert marked.split(">")[1] in converter.to_database_format(typed)
    assert 'lang="' in converter.to_database_format(typed)

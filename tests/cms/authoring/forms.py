"""What Wagtail's editor sends for our pages."""

import json
from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.pages.models import LessonPage


def lesson_data(page: LessonPage, *, body: list[tuple[str, Any]], **fields: Any) -> dict[str, Any]:
    """The editor's form for a lesson, as it stands but for the body and these fields."""
    values = {
        "title": page.title,
        "slug": page.slug,
        "objective": page.objective,
        "code": page.code,
        "minutes": str(page.minutes),
        "difficulty": page.difficulty,
        "body": streamfield(body),
        "lesson_skills": inline_formset([]),
        "title_voice": "",
        "objective_voice": "",
        "seo_title": "",
        "search_description": "",
        "comments": inline_formset([]),
        **fields,
    }
    return dict(nested_form_data(values))


def text(words: str = "<p>La souris.</p>") -> tuple[str, Any]:
    # Draftail sends its own JSON
    raw = words.replace("<p>", "").replace("</p>", "")
    block = {"key": "00000", "text": raw, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return ("text", {"text": json.dumps({"blocks": [block], "entityMap": {}}), "voice": ""})

"""The words of a library in another language: its translation laid over its semantics. Plain Python.

A translation has the shape of the semantics and says its texts by place, not by name.
"""

import json
from typing import Any

from .semantics import Semantics, listed

WORDS = ("default", "label", "description", "placeholder")


def in_language(semantics: Semantics, translation: object) -> Semantics:
    """The semantics with the defaults of the translation; what it does not say, or says otherwise, stays.

    `translation` is the value of a file `language/xx.json`.
    """
    said = translation.get("semantics") if isinstance(translation, dict) else None
    copy: Semantics = json.loads(json.dumps(semantics))
    _lay_over(copy, listed(said))
    return copy


def _lay_over(fields: list[Any], said: list[Any]) -> None:
    for field, words in zip(fields, said, strict=False):
        if not isinstance(field, dict) or not isinstance(words, dict):
            continue
        for name in WORDS:
            # Only a text for a text: a default of another kind is no word.
            if isinstance(field.get(name), str) and isinstance(words.get(name), str) and field.get("type") == "text":
                field[name] = words[name]
        _lay_over(listed(field.get("fields")), listed(words.get("fields")))
        if isinstance(field.get("field"), dict):
            _lay_over([field["field"]], [words.get("field")])

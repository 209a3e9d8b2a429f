"""Puts the translation of a library over its semantics: H5P matches both by position. Plain Python."""

from collections.abc import Mapping
from typing import Any

SAID = ("label", "description", "placeholder", "entity", "default")


def translated(fields: list[Any], words: object) -> list[Any]:
    """The fields with labels, descriptions and default words of a language file; what it leaves out stays."""
    said = words if isinstance(words, list) else []
    return [_field(each, said[number] if number < len(said) else None) for number, each in enumerate(fields)]


def _field(field: Any, words: object) -> Any:
    if not isinstance(field, dict) or not isinstance(words, Mapping):
        return field
    merged = dict(field)
    for name in SAID:
        # A default is a word only where the field holds text: numbers and choices mean the same in any language.
        if isinstance(words.get(name), str) and (name != "default" or field.get("type") == "text"):
            merged[name] = words[name]
    if isinstance(field.get("important"), dict) and isinstance(words.get("important"), Mapping):
        merged["important"] = field["important"] | _texts(words["important"])
    if isinstance(field.get("fields"), list):
        merged["fields"] = translated(field["fields"], words.get("fields"))
    if isinstance(field.get("field"), dict):
        merged["field"] = _field(field["field"], words.get("field"))
    if isinstance(field.get("options"), list):
        merged["options"] = _options(field["options"], words.get("options"))
    return merged


def _options(options: list[Any], words: object) -> list[Any]:
    said = words if isinstance(words, list) else []
    merged = list(options)
    for number, option in enumerate(options):
        label = said[number].get("label") if number < len(said) and isinstance(said[number], Mapping) else None
        if isinstance(option, dict) and isinstance(label, str):
            merged[number] = option | {"label": label}
    return merged


def _texts(words: Mapping[str, Any]) -> dict[str, str]:
    return {name: text for name, text in words.items() if isinstance(text, str)}

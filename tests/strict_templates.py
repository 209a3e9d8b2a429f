"""A template variable that nobody gave is a mistake: in our own templates it fails the test."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Node


class FailOnUndefined(str):
    """Stands as `string_if_invalid`: raises when the template that reads the variable is one of ours."""

    def __new__(cls) -> "FailOnUndefined":
        return super().__new__(cls, "%s")

    def __contains__(self, key: object) -> bool:
        return key == "%s"

    def __mod__(self, variable: Any) -> str:
        origin = _origin()
        ours = Path(settings.BASE_DIR) / "templates"
        # Wagtail's own templates, repeated to carry the nonce, count on undefined variables being empty.
        if origin and Path(origin).is_relative_to(ours) and not Path(origin).is_relative_to(ours / "wagtailadmin"):
            raise AssertionError(f"undefined template variable {variable!s} in {origin}")
        return ""


def _origin() -> str | None:
    """The file of the template node that is being rendered, found on the stack."""
    frame = sys._getframe(2)
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            return str(node.origin.name)
        frame = frame.f_back  # type: ignore[assignment]
    return None

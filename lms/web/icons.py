"""The icons' drawings, to put in pages themselves: no request stands between a button and its picture."""

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

from lms.web.assets import ICONS

SPRITE = "vendor/icons.svg"
_SYMBOL = re.compile(r'<symbol id="([^"]+)" viewBox="0 0 24 24">(.*?)</symbol>', re.DOTALL)


@cache
def shapes(sprite: Path) -> dict[str, str]:
    """The shapes of each drawing of a sprite that set-up built, by name."""
    return dict(_SYMBOL.findall(sprite.read_text(encoding="utf-8")))


def drawing(name: str) -> str:
    """The shapes of an icon, 24 units wide; none while set-up has not built the sprite.

    Raises ValueError for a name outside ICONS.
    """
    if name not in ICONS:
        raise ValueError(f"There is no icon “{name}”: add it to ICONS in lms/web/assets.py.")
    sprite = finders.find(SPRITE)
    return shapes(Path(sprite)).get(name, "") if isinstance(sprite, str) else ""

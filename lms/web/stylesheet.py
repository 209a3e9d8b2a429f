"""The sheet that the first page carries in itself, so that no request stands between a person and the first words."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

CORE = ("css/tokens.css", "css/base.css") + tuple(
    f"css/components/{name}.css" for name in ("bar", "button", "card", "notice", "progress")
)
PARTS = {
    "form": ("css/components/form.css",),
    "lesson": ("css/components/lesson.css",),
    "chosen": ("css/chosen.css",),
}
LAST = ("css/print.css",)
# All of it as one file, which set-up builds: for the pages that follow the first.
WHOLE = "vendor/declic.css"

_COMMENTS = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/""", re.DOTALL)
_SPACE = re.compile(r"""("[^"]*"|'[^']*')|\s*([{};,>])\s*|(:)\s+|(\s+)""")


def minified(css: str) -> str:
    """The same rules without comments and idle space; what stands between quotes is left alone."""

    def shorter(part: re.Match[str]) -> str:
        quoted, mark, colon, space = part.groups()
        return quoted or mark or colon or (" " if space else "")

    bare = _COMMENTS.sub(lambda part: part[1] or " ", css)
    return _SPACE.sub(shorter, bare).replace(";}", "}").strip()


def sheets(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the files that make the sheet, in order. Raises KeyError for an unknown part."""
    return (*CORE, *(name for part in parts for name in PARTS[part]), *LAST)


def _read(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"The style sheet {name} is not among the static files.")
    return Path(found).read_text(encoding="utf-8")


@cache
def _kept(parts: tuple[str, ...]) -> str:
    return minified("\n".join(map(_read, sheets(parts))))


def shared_sheet(parts: tuple[str, ...]) -> str:
    """The minified sheet; read once a process, at each page while developing."""
    if settings.DEBUG:
        _kept.cache_clear()
    return _kept(parts)

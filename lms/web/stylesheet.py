"""The sheet that the first page carries in itself, so that no request stands between a person and the first words."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

CORE = ("css/tokens.css", "css/base.css") + tuple(
    f"css/components/{name}.css" for name in ("bar", "button", "card", "notice")
)
PARTS = {
    "form": ("css/components/form.css",),
    "lesson": ("css/components/lesson.css",),
    "question": ("css/components/progress.css", "css/components/question.css"),
    "tiles": ("css/components/progress.css", "css/components/tile.css"),
    "chosen": ("css/chosen.css",),
    "faces": ("css/components/faces.css",),
}
LAST = ("css/print.css",)
# For who chose to see lessons piece by piece: inside their pages, in nobody else's.
SIMPLE = "css/simple.css"
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
    return (*inside(parts), *LAST)


def inside(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Those that a page carries in itself: paper can wait. Raises KeyError for an unknown part."""
    return (*CORE, *dict.fromkeys(name for part in parts for name in PARTS[part]))


def _read(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"The style sheet {name} is not among the static files.")
    return Path(found).read_text(encoding="utf-8")


@cache
def simple_sheet() -> str:
    """The minified sheet of lessons seen piece by piece."""
    return minified(_read(SIMPLE))


@cache
def _kept(parts: tuple[str, ...]) -> str:
    return minified("\n".join(map(_read, inside(parts))))


def shared_sheet(parts: tuple[str, ...]) -> str:
    """The minified sheet that a page carries; read once a process, at each page while developing."""
    if settings.DEBUG:
        _kept.cache_clear()
    return _kept(parts)


def whole_sheet() -> str:
    """Every part and the sheet for paper, minified: what set-up puts in WHOLE."""
    return minified("\n".join(map(_read, sheets(tuple(PARTS)))))

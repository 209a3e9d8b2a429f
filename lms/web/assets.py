"""What set-up makes from the locked npm packages and our scripts: the icons’ sprite, the one script."""

import re
from collections.abc import Iterable
from pathlib import Path

# Lucide (ISC). A name missing here fails as soon as a template uses it.
_NAMES = """
accessibility archive arrow-down arrow-left arrow-right arrow-up award ban book-open calendar check
chevron-down chevron-right circle circle-alert circle-check circle-question-mark circle-x
clipboard-check clock cloud-off copy download external-link eye file-text flag folder graduation-cap
hand-heart headphones house id-card image info key-round layers layout-dashboard lightbulb list-checks lock
log-out mail map-pin message-circle monitor mouse pause pencil phone play plus printer qr-code refresh-cw
search send settings shield-check sparkles square star table trash-2 triangle-alert undo-2 upload
user user-check user-plus user-x users video volume-2 wrench x
"""
ICONS = frozenset(_NAMES.split())
SCRIPTS = ("page.js", "listen.js", "quiz.js", "seen.js", "card.js")

_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_REMARK = re.compile(r"(^|(?<=\S))[ \t]+// .*$", re.MULTILINE)  # to the end of the line; no text of ours holds one


def build_sprite(names: Iterable[str], source_dir: Path) -> str:
    """One SVG, a symbol per icon, by name. Raises FileNotFoundError for an icon the set lacks."""
    symbols = "".join(_symbol(name, source_dir / f"{name}.svg") for name in sorted(names))
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'


def build_script(source_dir: Path, names: Iterable[str] = SCRIPTS) -> str:
    """The pages' scripts one after the other, without their comments: one request instead of three.

    Each file stands alone (a function called at once), so that putting them together changes nothing.
    """
    return "\n".join(_without_comments((source_dir / name).read_text()) for name in names) + "\n"


def _without_comments(script: str) -> str:
    return _REMARK.sub("", _COMMENT.sub("", script, count=1)).strip()


def _symbol(name: str, path: Path) -> str:
    drawing = _BODY.search(path.read_text(encoding="utf-8"))
    if drawing is None:
        raise ValueError(f"{path} is not an SVG drawing.")
    shapes = re.sub(r"\s+", " ", drawing[1]).replace("> <", "><").replace(" />", "/>").strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'

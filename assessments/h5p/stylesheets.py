"""Puts a library's style sheet into a bundle: its relative addresses resolved, its fonts inlined. Plain Python."""

import posixpath
import re
from collections.abc import Callable

from assessments.h5p.paths import FONTS, extension

ADDRESS = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)""")
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}", re.IGNORECASE)
SOURCE = re.compile(r"src\s*:[^;}]*;?", re.IGNORECASE)
IMPORT = re.compile(r"@import[^;]*;", re.IGNORECASE)
# The one font to keep of those a face offers: every browser that plays H5P reads woff2 or woff.
PREFERRED = (".woff2", ".woff", ".ttf", ".otf")
FORMATS = {".woff2": "woff2", ".woff": "woff", ".ttf": "truetype", ".otf": "opentype"}
NOWHERE = "data:,"

# Gives the address to write for a path inside the library, None for a file that is not there.
Resolve = Callable[[str], str | None]


def inlined(css: str, path: str, resolve: Resolve) -> str:
    """A style sheet found at `path` of its library, ready to stand anywhere: no relative address, no import."""
    css = FONT_FACE.sub(lambda face: _one_source(face[0]), IMPORT.sub("", css))
    return ADDRESS.sub(lambda found: f'url("{_absolute(_address(found), path, resolve)}")', css)


def _address(found: re.Match[str]) -> str:
    return next((part for part in found.groups() if part is not None), "").strip()


def _absolute(address: str, path: str, resolve: Resolve) -> str:
    if address.startswith(("data:", "#")):
        return address.replace('"', "%22")
    if ":" in address or address.startswith("/"):
        return NOWHERE
    bare = re.split(r"[?#]", address, maxsplit=1)[0]
    inside = posixpath.normpath(posixpath.join(posixpath.dirname(path), bare))
    return resolve(inside) or NOWHERE


def _one_source(face: str) -> str:
    addresses = [_address(found) for found in ADDRESS.finditer(face)]
    offered = {extension(re.split(r"[?#]", each, maxsplit=1)[0]): each for each in reversed(addresses)}
    best = next((suffix for suffix in PREFERRED if suffix in offered), None)
    if best is None or not set(offered) <= set(FONTS) | {".svg", ""}:
        return face
    rest = SOURCE.sub("", face).rstrip().removesuffix("}").rstrip()
    end = "" if rest.endswith(("{", ";")) else ";"
    return f'{rest}{end}src:url("{offered[best]}") format("{FORMATS[best]}")}}'

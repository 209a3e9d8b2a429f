"""One script and one style sheet for each set of libraries, with H5P's own core at their head.

Chromium keeps nothing it fetched for an opaque frame. So the lesson page, which may keep them, fetches these two
and hands them to the frame.
"""

import base64
import gzip
import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path

import brotli
from django.conf import settings
from django.core.files.base import ContentFile

from assessments.h5p.models import H5PLibrary
from assessments.h5p.paths import FONTS, LIBRARY_TYPES, extension
from assessments.h5p.queries import manifest_of
from assessments.h5p.store import read_blob, storage
from assessments.h5p.stylesheets import FONT_FACE, inlined

# Stands between two scripts: the frame runs each by itself, so that one that fails does not stop the next.
NEXT_SCRIPT = "\n/*:declic next script:*/\n"
BUNDLES = "bundle"  # the folder
EDITION = "1"  # Changes with the way bundles are made.
INLINE_PICTURE_BYTES = 4 * 1024
CORE_SCRIPT = "frame.bundle.js"
CORE_STYLE = "styles/h5p.css"
# 1.6 MB of text fonts: exercises are read in the browser's own sans serif.
TEXT_FONTS = re.compile(r"inter/|open-sans/|hub-publish", re.IGNORECASE)


def ensure_bundle(libraries: Sequence[H5PLibrary]) -> str:
    """The name of the bundle for these libraries in this order, made when it is not there yet."""
    name = bundle_name(libraries)
    if not storage().exists(bundle_file(name, "css", "br")):
        _keep(name, "js", NEXT_SCRIPT.join(_scripts(libraries)))
        _keep(name, "css", "\n".join(_styles(libraries)))
    return name


def bundle_name(libraries: Sequence[H5PLibrary]) -> str:
    """What the bundle for these libraries in this order is called, made or not."""
    trees = "\n".join(library.tree_sha256 for library in libraries)
    return hashlib.sha256(f"{EDITION}\n{core_sha256()}\n{trees}".encode()).hexdigest()[:40]


def bundle_file(name: str, kind: str, encoding: str) -> str:
    """Where a bundle lies; `encoding` is `br` or `gzip`."""
    return f"{BUNDLES}/{name}.{kind}.{encoding}"


def read_bundle(name: str, kind: str, encoding: str) -> bytes:
    """A compressed bundle. Raises FileNotFoundError."""
    with storage().open(bundle_file(name, kind, encoding)) as file:
        return file.read()


@cache
def core_sha256() -> str:
    """One hash for H5P's core as it is installed."""
    return hashlib.sha256(_core(CORE_SCRIPT) + _core(CORE_STYLE)).hexdigest()


def _core(path: str) -> bytes:
    return (Path(settings.H5P_CORE_DIR) / path).read_bytes()


def _keep(name: str, kind: str, text: str) -> None:
    data = text.encode()
    packed = {"gzip": gzip.compress(data, 9, mtime=0), "br": brotli.compress(data, quality=9)}
    for encoding, content in packed.items():
        place = bundle_file(name, kind, encoding)
        if not storage().exists(place):
            storage().save(place, ContentFile(content))


def _scripts(libraries: Sequence[H5PLibrary]) -> Iterator[str]:
    yield _core(CORE_SCRIPT).decode()
    for library in libraries:
        blobs = {file.path: file.sha256 for file in library.files.all()}
        for path in manifest_of(library).scripts:
            yield read_blob(blobs[path]).decode("utf-8-sig", "replace")


def _styles(libraries: Sequence[H5PLibrary]) -> Iterator[str]:
    yield _core_style()
    for library in libraries:
        blobs = {file.path: (file.sha256, file.size) for file in library.files.all()}
        for path in manifest_of(library).styles:
            css = read_blob(blobs[path][0]).decode("utf-8-sig", "replace")
            yield inlined(css, path, partial(_library_address, blobs=blobs, library=library))


def _library_address(path: str, blobs: dict[str, tuple[str, int]], library: H5PLibrary) -> str | None:
    if path not in blobs:
        return None
    sha256, size = blobs[path]
    suffix = extension(path)
    if suffix in FONTS or size <= INLINE_PICTURE_BYTES:
        return _data_address(read_blob(sha256), suffix)
    return f"/h5p/l/{library.tree_sha256}/{path}"


def _core_style() -> str:
    css = FONT_FACE.sub(lambda face: "" if TEXT_FONTS.search(face[0]) else face[0], _core(CORE_STYLE).decode())
    return inlined(css, CORE_STYLE, _core_address)


def _core_address(path: str) -> str | None:
    file = Path(settings.H5P_CORE_DIR) / path
    return _data_address(file.read_bytes(), extension(path)) if file.is_file() else None


def _data_address(data: bytes, suffix: str) -> str:
    kind = LIBRARY_TYPES.get(suffix, "application/octet-stream").split(";")[0]
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"

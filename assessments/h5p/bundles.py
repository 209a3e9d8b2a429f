"""One script and one style sheet for each set of libraries, with H5P's own core at their head.

Chromium keeps nothing it fetched for an opaque frame. So the lesson page, which may keep them, fetches these two
and hands them to the frame. Long fonts follow by the same way, when the exercise draws with them.
"""

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from urllib.parse import quote

import brotli
from django.conf import settings
from django.core.files.base import ContentFile
from django.template.loader import render_to_string

from assessments.h5p.models import H5PLibrary
from assessments.h5p.paths import FONTS, LIBRARY_TYPES, extension
from assessments.h5p.queries import key_of, manifest_of
from assessments.h5p.remarks import without_remarks
from assessments.h5p.store import read_blob, storage
from assessments.h5p.stylesheets import FONT_FACE, inlined
from assessments.h5p.words import all_core_words

# Stands between two scripts: the frame runs each by itself, so that one that fails does not stop the next.
NEXT_SCRIPT = "\n/*:declic next script:*/\n"
BUNDLES = "bundle"  # the folder
EDITION = "2"  # Changes with the way bundles are made.
INLINE_PICTURE_BYTES = 4 * 1024
INLINE_FONT_BYTES = 6 * 1024
CORE_SCRIPT = "frame.bundle.js"
CORE_STYLE = "styles/h5p.css"
# 1.6 MB of text fonts: exercises are read in the browser's own sans serif.
TEXT_FONTS = re.compile(r"inter/|open-sans/|hub-publish", re.IGNORECASE)


def ensure_bundle(libraries: Sequence[H5PLibrary]) -> str:
    """The name of the bundle for these libraries in this order, made when it is not there yet."""
    name = bundle_name(libraries)
    if not is_made(libraries):
        _keep(name, "js", NEXT_SCRIPT.join([_head(libraries), *_scripts(libraries)]))
        _keep(name, "css", "\n".join(_styles(libraries)))
    return name


def is_made(libraries: Sequence[H5PLibrary]) -> bool:
    """Whether the bundle for these libraries is there."""
    return storage().exists(bundle_file(bundle_name(libraries), "css", "br"))


def bundle_name(libraries: Sequence[H5PLibrary]) -> str:
    """What the bundle for these libraries in this order is called, made or not."""
    trees = "\n".join(library.tree_sha256 for library in libraries)
    return hashlib.sha256(f"{EDITION}\n{core_sha256()}\n{_head(libraries)}\n{trees}".encode()).hexdigest()[:40]


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
    fonts = sorted((Path(settings.H5P_CORE_DIR) / "fonts").glob("*.woff2"))
    return hashlib.sha256(_core(CORE_SCRIPT) + _core(CORE_STYLE) + b"".join(f.read_bytes() for f in fonts)).hexdigest()


def _core(path: str) -> bytes:
    return (Path(settings.H5P_CORE_DIR) / path).read_bytes()


def _keep(name: str, kind: str, text: str) -> None:
    data = text.encode()
    packed = {"gzip": gzip.compress(data, 9, mtime=0), "br": brotli.compress(data, quality=11)}
    for encoding, content in packed.items():
        place = bundle_file(name, kind, encoding)
        if not storage().exists(place):
            storage().save(place, ContentFile(content))


@cache
def _frame_script() -> str:
    """Ours: what runs an exercise, with the core's words in each language."""
    script = without_remarks(render_to_string("assessments/h5p/frame.js"))
    words = json.dumps(all_core_words(), ensure_ascii=False, sort_keys=True)
    return f"{script}declicFrame.words={words};"


def _head(libraries: Sequence[H5PLibrary]) -> str:
    """What comes before the core: our part, and under which folder the files of each library lie."""
    folders = {key_of(library).folder: library.tree_sha256 for library in libraries}
    return f"{_frame_script()}declicFrame.libraries={json.dumps(folders)};"


def _scripts(libraries: Sequence[H5PLibrary]) -> Iterator[str]:
    yield _core(CORE_SCRIPT).decode()
    for library in libraries:
        blobs = {file.path: file.sha256 for file in library.files.all()}
        for path in manifest_of(library).scripts:
            yield without_remarks(read_blob(blobs[path]).decode("utf-8-sig", "replace"))


def _styles(libraries: Sequence[H5PLibrary]) -> Iterator[str]:
    yield _core_style()
    for library in libraries:
        blobs = {file.path: (file.sha256, file.size) for file in library.files.all()}
        for path in manifest_of(library).styles:
            css = without_remarks(read_blob(blobs[path][0]).decode("utf-8-sig", "replace"), script=False)
            yield inlined(css, path, partial(_library_address, blobs=blobs, library=library))


def _library_address(path: str, blobs: dict[str, tuple[str, int]], library: H5PLibrary) -> str | None:
    if path not in blobs:
        return None
    sha256, size = blobs[path]
    suffix = extension(path)
    if size <= (INLINE_FONT_BYTES if suffix in FONTS else INLINE_PICTURE_BYTES):
        return _data_address(read_blob(sha256), suffix)
    address = f"/h5p/l/{library.tree_sha256}/{quote(path)}"
    return _when_needed(address, suffix) if suffix in FONTS else address


def _when_needed(address: str, suffix: str) -> str:
    """A font that cannot be read, which names the true one: the frame asks for it once the exercise draws with it."""
    return f"data:font/{suffix[1:]},{address}"


def _core_style() -> str:
    whole = without_remarks(_core(CORE_STYLE).decode(), script=False)
    css = FONT_FACE.sub(lambda face: "" if TEXT_FONTS.search(face[0]) else face[0], whole)
    return inlined(css, CORE_STYLE, _core_address)


def _core_address(path: str) -> str | None:
    file = Path(settings.H5P_CORE_DIR) / path
    if not file.is_file():
        return None
    suffix = extension(path)
    if suffix in FONTS and file.stat().st_size > INLINE_FONT_BYTES:
        return _when_needed(f"/h5p/core/{core_sha256()}/{quote(file.name)}", suffix)
    return _data_address(file.read_bytes(), suffix)


def core_font(name: str) -> bytes:
    """A font of H5P's core. Raises FileNotFoundError."""
    return _core(f"fonts/{name}")


def _data_address(data: bytes, suffix: str) -> str:
    kind = LIBRARY_TYPES.get(suffix, "application/octet-stream").split(";")[0]
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"

"""What a library changes beside another one, file by file: an administrator reads it before scripts may run.

Files are uploads: what is read, compared and shown is bounded, and signs that would hide or turn text are spelt out.
"""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from enum import StrEnum

from assessments.h5p.jsonfile import BadJSON, parse_json
from assessments.h5p.library_store import PROGRAM
from assessments.h5p.models import H5PLibrary, H5PLibraryFile
from assessments.h5p.paths import extension
from assessments.h5p.store import read_blob

TEXTS = (*PROGRAM, ".json", ".txt", ".vtt", ".svg")
TEXT_BYTES = 256 * 1024  # of a file that is compared line by line
LINES = 5000
LINE_SIGNS = 1000  # a longer line was made by a program for programs
SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"  # what French puts before its signs
LINES_SHOWN = 400  # of one file
FILES_SHOWN = 20  # with their text, on one page
SECONDS = 3  # of comparing for one page, and the file begun then: crafted lines take twenty seconds a file


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Unread(StrEnum):
    """Why the lines of a changed file are not shown."""

    NO = ""
    BINARY = "binary"
    MINIFIED = "minified"
    LONG = "long"
    LATER = "later"  # the page is full: the file has a page of its own


@dataclass(frozen=True)
class Line:
    """A line of a comparison: `+`, `-`, ` ` or `@` (a place), and its text, fit to be shown."""

    sign: str
    text: str


@dataclass(frozen=True)
class FileChange:
    """A file that is not the same in both libraries."""

    path: str
    kind: Kind
    before: H5PLibraryFile | None
    after: H5PLibraryFile | None
    unread: Unread = Unread.NO
    lines: tuple[Line, ...] = ()
    cut: bool = False  # more lines differ than are shown


def changed_files(before: H5PLibrary | None, after: H5PLibrary) -> list[FileChange]:
    """Files that `after` adds, removes or changes, scripts and styles first. Their text is not read yet."""
    old = {file.path: file for file in before.files.all()} if before else {}
    new = {file.path: file for file in after.files.all()}
    changes = []
    for path in old.keys() | new.keys():
        was, becomes = old.get(path), new.get(path)
        if was and becomes and was.sha256 == becomes.sha256:
            continue
        kind = Kind.ADDED if not was else Kind.CHANGED if becomes else Kind.REMOVED
        changes.append(FileChange(path, kind, was, becomes))
    return sorted(changes, key=lambda each: (_weight(each.path), each.path))


def _weight(path: str) -> int:
    if path.lower().endswith(PROGRAM):
        return 0
    return 1 if "/" not in path else 2


def with_lines(changes: Iterable[FileChange]) -> Iterator[FileChange]:
    """The same changes with the lines that differ, of the first twenty files whose text can be read in time."""
    shown, until = 0, time.monotonic() + SECONDS
    for change in changes:
        read = read_change(change) if shown < FILES_SHOWN and time.monotonic() < until else FileChange(
            change.path, change.kind, change.before, change.after, Unread.LATER
        )  # fmt: skip
        shown += read.unread in (Unread.NO, Unread.MINIFIED)
        yield read


def read_change(change: FileChange) -> FileChange:
    """The change with the lines that differ, or why there are none to show."""
    sides = [file for file in (change.before, change.after) if file]
    if extension(change.path) not in TEXTS:
        return _unread(change, Unread.BINARY)
    if any(file.size > TEXT_BYTES for file in sides):
        return _unread(change, Unread.LONG)
    before, after = _lines_of(change.before), _lines_of(change.after)
    if extension(change.path) != ".json" and any(len(line) > LINE_SIGNS for line in (*before, *after)):
        return _unread(change, Unread.MINIFIED)
    if max(len(before), len(after)) > LINES:
        return _unread(change, Unread.LONG)
    lines = list(_compared(before, after))
    cut = len(lines) > LINES_SHOWN
    return FileChange(change.path, change.kind, change.before, change.after, Unread.NO, tuple(lines[:LINES_SHOWN]), cut)


def _unread(change: FileChange, why: Unread) -> FileChange:
    return FileChange(change.path, change.kind, change.before, change.after, why)


def _lines_of(file: H5PLibraryFile | None) -> list[str]:
    if file is None:
        return []
    data = read_blob(file.sha256)
    return [visible(line) for line in _laid_out(data, file.path).replace("\r\n", "\n").split("\n")]


def _laid_out(data: bytes, path: str) -> str:
    """JSON one value a line, whoever wrote it; anything else as it is."""
    if extension(path) == ".json":
        try:
            return json.dumps(parse_json(data, depth=64), ensure_ascii=False, indent=1)
        except BadJSON:
            pass
    return data.decode("utf-8-sig", "replace")


def visible(line: str) -> str:
    """A line whose signs all show: those that hide, or turn the direction of what follows, are spelt out."""
    line = line.expandtabs(2)
    if line.isprintable():
        return line
    return "".join(sign if sign.isprintable() or sign in SPACES else f"⟨U+{ord(sign):04X}⟩" for sign in line)


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    lines = unified_diff(before, after, lineterm="", n=2)
    for number, line in enumerate(lines):
        if number > 1:  # the first two name the files
            text = line if line[0] == "@" else line[1:]
            yield Line(line[0], text if len(text) <= LINE_SIGNS else f"{text[:LINE_SIGNS]}…")

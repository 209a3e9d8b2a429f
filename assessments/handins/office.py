"""Documents of office programs: archives, judged from their directory, then read whole within a budget.

Nothing is unpacked anywhere: what is read is counted and thrown away. Plain Python.
"""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

MEBIBYTE = 1024 * 1024
CHUNK = 64 * 1024
ENTRIES = 2000
UNPACKED = 100 * MEBIBYTE
RATIO, RATIO_FROM = 200, MEBIBYTE
SMALL = MEBIBYTE  # of the parts that say what the document is
_END = struct.Struct("<4s4H2LH")
# What a damaged or crafted archive was seen to raise inside `zipfile` and `zlib`.
_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError,
           NotImplementedError, OverflowError, IndexError, KeyError)  # fmt: skip

_OOXML = "application/vnd.openxmlformats-officedocument."
_MAIN_PARTS = {
    f"{_OOXML}wordprocessingml.document.main+xml": ".docx",
    f"{_OOXML}spreadsheetml.sheet.main+xml": ".xlsx",
    f"{_OOXML}presentationml.presentation.main+xml": ".pptx",
}
_ODF = {f"application/vnd.oasis.opendocument.{kind}": suffix
        for kind, suffix in (("text", ".odt"), ("spreadsheet", ".ods"), ("presentation", ".odp"))}  # fmt: skip
_PROGRAMS = re.compile(r"(.*/)?(vba(project|data)[^/]*|activex/.*|macrosheets/.*)|(basic|scripts)/.+", re.IGNORECASE)
# A template fetched from elsewhere brings its own programs.
_FAR_TEMPLATE = re.compile(rb'Target="(https?:|ftp:|\\\\|//|file://[^/])', re.IGNORECASE)


class NotADocument(ValueError):
    """Not a document that an office program would open, or made to exhaust whoever opens it."""


class HoldsProgram(ValueError):
    """The document brings a program (macros), or fetches one."""


class Locked(ValueError):
    """A password protects the document."""


@dataclass(frozen=True, kw_only=True)
class _Parts:
    """The files in the archive, in its order."""

    archive: zipfile.ZipFile
    entries: list[zipfile.ZipInfo]

    def small(self, name: str) -> bytes:
        """A part that says what the document is; empty when it is not there or is not small."""
        entry = next((each for each in self.entries if each.filename == name), None)
        if entry is None or entry.file_size > SMALL:
            return b""
        return self.archive.read(entry)


def suffix_of(content: bytes) -> str:
    """What kind of document this is (".docx", ".ods"…). Raises NotADocument, HoldsProgram, Locked."""
    try:
        _refuse_crowd(content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _Parts(archive=archive, entries=archive.infolist())
            _judge(parts.entries)
            _read_whole(parts)
            suffix = _opendocument(parts) or _office_open(parts)
    except (HoldsProgram, Locked):
        raise
    except _ERRORS as error:
        raise NotADocument("damaged") from error
    if not suffix:
        raise NotADocument("not a document")
    return suffix


def _refuse_crowd(content: bytes) -> None:
    """The number of entries that the archive announces, before anything is made of them."""
    at = content.rfind(b"PK\x05\x06")
    _sign, _disk, _start, _here, count, size, _offset, _comment = _END.unpack_from(content, at)
    if at < 0 or count > ENTRIES or size > MEBIBYTE:
        raise NotADocument("too many files")


def _judge(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.orig_filename for entry in entries]
    if not entries or len(entries) > ENTRIES or len(set(names)) < len(names):
        raise NotADocument("no file, too many, or twice the same")
    if min(entry.header_offset for entry in entries) != 0 or sum(each.file_size for each in entries) > UNPACKED:
        raise NotADocument("something before the archive, or too large")
    if any(entry.flag_bits & 0x41 for entry in entries):
        raise Locked
    for entry in entries:
        if entry.file_size > RATIO_FROM and entry.file_size > RATIO * entry.compress_size:
            raise NotADocument("too good to be true")
        if not _is_plain(entry.orig_filename) or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotADocument("a name or a way of packing that no office program writes")
        if _PROGRAMS.fullmatch(entry.orig_filename):
            raise HoldsProgram


def _is_plain(name: str) -> bool:
    """A path that stays inside whatever folder it would be unpacked in."""
    return (
        name.isprintable() and not name.startswith("/") and not {"\\", ":"} & set(name) and ".." not in name.split("/")
    )


def _read_whole(parts: _Parts) -> None:
    """Every byte, counted: what the directory announces is a promise, kept or not."""
    for entry in parts.entries:
        with parts.archive.open(entry) as part:
            read = 0
            while piece := part.read(CHUNK):
                read += len(piece)
        if read != entry.file_size:
            raise NotADocument("the directory lies")


def _opendocument(parts: _Parts) -> str:
    """Its first part says what it is, in plain letters; its manifest whether a password protects it."""
    first = parts.entries[0]
    if first.filename != "mimetype":
        return ""
    manifest = parts.small("META-INF/manifest.xml")
    if b"encryption-data" in manifest:
        raise Locked
    return _ODF.get(parts.small("mimetype").decode("ascii", "replace").strip(), "")


def _office_open(parts: _Parts) -> str:
    types = parts.small("[Content_Types].xml").decode("utf-8", "replace")
    if "macroEnabled" in types or "vbaProject" in types:
        raise HoldsProgram
    settings = parts.small("word/_rels/settings.xml.rels")
    if b"attachedTemplate" in settings and _FAR_TEMPLATE.search(settings):
        raise HoldsProgram
    return next((suffix for part, suffix in _MAIN_PARTS.items() if f'"{part}"' in types), "")

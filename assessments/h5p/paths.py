"""Which names a package may give to its files, and what each kind of file is served as. Plain Python."""

import unicodedata
from pathlib import PurePosixPath

PATH_BYTES = 200
PATH_DEPTH = 8

PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
            ".webp": "image/webp"}  # fmt: skip
SOUNDS_AND_FILMS = {".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".oga": "audio/ogg",
                    ".wav": "audio/wav", ".mp4": "video/mp4", ".webm": "video/webm"}  # fmt: skip
TEXTS = {
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".json": "application/json",
}
FONTS = {".woff": "font/woff", ".woff2": "font/woff2", ".ttf": "font/ttf", ".otf": "font/otf",
         ".eot": "application/vnd.ms-fontobject"}  # fmt: skip

# Content is what an author writes: pictures, sound, film, subtitles. No svg, html, script or style.
CONTENT_TYPES = PICTURES | SOUNDS_AND_FILMS | TEXTS
# Libraries are programs, which run only once an administrator approved them.
LIBRARY_TYPES = CONTENT_TYPES | FONTS | {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}  # fmt: skip


def extension(path: str) -> str:
    """The file's extension in small letters, with its dot."""
    return PurePosixPath(path).suffix.lower()


def is_skipped(path: str) -> bool:
    """Hidden files and editors' leftovers (`.DS_Store`, `__MACOSX/…`), which H5P has always passed over."""
    return any(part.startswith((".", "_")) for part in path.split("/"))


def path_problem(path: str) -> str | None:
    """The code of what is wrong with a name in the archive, None when it is safe to use.

    Safe: relative, with forward slashes, in Unicode's composed form, printable, without `.`, `..` or empty
    parts, at most 200 bytes and 8 folders deep.
    """
    name = path.removesuffix("/")
    if not name or not name.isprintable() or unicodedata.normalize("NFC", name) != name:
        return "unsafe_path"
    if name.startswith(("/", "~")) or any(sign in name for sign in "\\:"):
        return "unsafe_path"
    parts = name.split("/")
    if any(part in ("", ".", "..") or part != part.strip() for part in parts):
        return "unsafe_path"
    if len(path.encode("utf-8", "replace")) > PATH_BYTES:
        return "path_too_long"
    return "path_too_deep" if len(parts) > PATH_DEPTH else None


def collision_key(path: str) -> str:
    """Two names with the same key would be one file on a disk that ignores capitals or Unicode forms."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", path).casefold())

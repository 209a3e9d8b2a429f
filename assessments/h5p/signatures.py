"""Recognises what a content file really is by its first bytes. Plain Python, no Django import.

Authoring tools often name a wave file `.mp3` or a JPEG `.png`. One picture for another, or one sound for
another, does no harm: pictures are re-encoded when received, and each file is served as what it is. Anything
else is refused.
"""

from .paths import CONTENT_TYPES, PICTURES, SOUNDS_AND_FILMS, extension

PICTURE_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def media_type(path: str, head: bytes) -> str | None:
    """The type to serve a content file as, by its first bytes; None when they disagree with its name."""
    suffix = extension(path)
    if suffix in PICTURES:
        return picture_type(head)
    if suffix in SOUNDS_AND_FILMS:
        return sound_or_film_type(head, suffix)
    text = head.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in text or (suffix == ".vtt" and not text.startswith(b"WEBVTT")):
        return None
    return CONTENT_TYPES.get(suffix)


def picture_type(head: bytes) -> str | None:
    """The type of a picture that begins with `head`, None when it is none that we know."""
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in PICTURE_SIGNATURES if head.startswith(mark)), None)


def sound_or_film_type(head: bytes, suffix: str) -> str | None:
    """The type of a sound or film that begins with `head`, None when it is none that we know."""
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "audio/wav"
    if head.startswith(b"OggS"):
        return "audio/ogg"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm"
    if head[4:8] == b"ftyp":
        return "audio/mp4" if suffix == ".m4a" else "video/mp4"
    # An ID3 tag, or the eleven set bits that open an MPEG audio frame.
    is_mpeg = head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0)
    return "audio/mpeg" if is_mpeg else None

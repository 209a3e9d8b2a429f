"""What a sound or film file really is, and how long it lasts: read from its bytes, never from its name.

Pure functions. Formats: MP3, Ogg (Vorbis, Opus), MP4, WebM: what browsers play without help.
"""

from dataclasses import dataclass

AUDIO = "audio"
VIDEO = "video"


class UnknownRecording(Exception):
    """The bytes are no sound or film of a kind that we take."""


@dataclass(frozen=True)
class Format:
    """A kind of file: what it carries, its extension and its media type."""

    kind: str
    extension: str
    mime: str


MP3 = Format(AUDIO, ".mp3", "audio/mpeg")
OGG = Format(AUDIO, ".ogg", "audio/ogg")
MP4 = Format(VIDEO, ".mp4", "video/mp4")
WEBM = Format(VIDEO, ".webm", "video/webm")
FORMATS = {made.extension: made for made in (MP3, OGG, MP4, WEBM)}


def recognised(head: bytes) -> Format:
    """The format, from the first 12 bytes or more. Raises UnknownRecording."""
    if head.startswith(b"OggS"):
        return OGG
    if head[4:8] == b"ftyp":
        return MP4
    if head.startswith(b"\x1aE\xdf\xa3"):
        return WEBM
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2):
        return MP3
    raise UnknownRecording


def is_webvtt(content: bytes) -> bool:
    """Captions as browsers read them: UTF-8 text that begins with WEBVTT (W3C WebVTT, § 4.1)."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return text.startswith("WEBVTT") and "-->" in text

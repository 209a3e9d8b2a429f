"""How long a recording lasts, in whole seconds, read from its container. None when the file does not say it plainly."""

import struct

from cms.media.recordings import MP3, MP4, OGG, Format

_MP3_BITRATES = {  # kbit/s, layer III: MPEG 1, then MPEG 2 and 2.5
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_OPUS_RATE = 48_000  # Opus counts its granules at 48 kHz whatever it was recorded at (RFC 7845 § 4)


def seconds(content: bytes, made: Format) -> int | None:
    """The length of the recording; a damaged or unusual file gives None rather than an error."""
    reader = {MP3: _mp3, OGG: _ogg, MP4: _mp4}.get(made)
    try:
        found = reader(content) if reader else None
    except (struct.error, IndexError, ValueError, ZeroDivisionError):
        return None
    return round(found) if found else None


def _ogg(content: bytes) -> float:
    """Last page's granule over the sample rate of the identification header."""
    last = content.rindex(b"OggS")
    (granule,) = struct.unpack_from("<q", content, last + 6)
    if b"OpusHead" in content[:100]:
        return granule / _OPUS_RATE
    (rate,) = struct.unpack_from("<I", content, content.index(b"\x01vorbis", 0, 100) + 12)
    return granule / rate


def _mp4(content: bytes) -> float:
    """The movie header box: duration over time scale (ISO 14496-12 § 8.2.2)."""
    box = content.index(b"mvhd") + 4
    layout, start = (">IQ", 20) if content[box] == 1 else (">II", 12)
    scale, length = struct.unpack_from(layout, content, box + start)
    return length / scale


def _mp3(content: bytes) -> float | None:
    """Size of the sound over the bit rate of its first frame: exact for a constant rate, which speech files have."""
    start = 0
    if content.startswith(b"ID3"):
        size = content[6:10]
        start = 10 + (size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3])
    while content[start] != 0xFF or content[start + 1] & 0xE0 != 0xE0:
        start += 1
    version = 3 if content[start + 1] >> 3 & 3 == 3 else 2
    rate = _MP3_BITRATES[version][content[start + 2] >> 4]
    return (len(content) - start) * 8 / (rate * 1000)

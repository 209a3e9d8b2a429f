"""The types of files that we take, and how their first bytes tell them apart. Plain Python."""

from dataclasses import dataclass

MEDIA_TYPES = {
    ".jpg": "image/jpeg",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".txt": "text/plain; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".m4a": "audio/mp4",
    ".wav": "audio/wav",
}
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_SPOKEN_MP4 = (b"M4A ", b"mp42", b"isom", b"3gp4", b"3gp5")
_APPLE_PICTURES = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")


@dataclass(frozen=True, kw_only=True)
class Signs:
    """What the first bytes of a file say of it."""

    head: bytes  # at least 16 bytes, where the file has them

    @property
    def is_picture(self) -> bool:
        return self.head.startswith(_PICTURES) or self._is_riff(b"WEBP")

    @property
    def is_apple_picture(self) -> bool:
        return self._brand in _APPLE_PICTURES

    @property
    def is_pdf(self) -> bool:
        return self.head.startswith(b"%PDF-")

    @property
    def is_zip(self) -> bool:
        return self.head.startswith(b"PK\x03\x04")

    @property
    def is_old_office(self) -> bool:
        return self.head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

    @property
    def sound(self) -> str:
        """The suffix of a sound; empty where it is none."""
        found = (
            (".ogg", self.head.startswith(b"OggS")),
            (".wav", self._is_riff(b"WAVE")),
            (".m4a", self._brand in _SPOKEN_MP4),
            (".mp3", self.head.startswith(b"ID3") or self._is_mp3_frame),
        )
        return next((suffix for suffix, is_it in found if is_it), "")

    @property
    def _brand(self) -> bytes:
        """The brand of a file of the MPEG-4 family."""
        return self.head[8:12] if self.head[4:8] == b"ftyp" else b""

    @property
    def _is_mp3_frame(self) -> bool:
        """Eleven bits set, then a version that exists, then layer III: the mark of UTF-16 is not one."""
        if len(self.head) < 2 or self.head[0] != 0xFF:
            return False
        second = self.head[1]
        return second & 0xE6 == 0xE2 and second & 0x18 != 0x08

    def _is_riff(self, form: bytes) -> bool:
        return self.head.startswith(b"RIFF") and self.head[8:12] == form

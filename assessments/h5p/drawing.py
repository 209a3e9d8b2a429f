"""The pictures of one package, drawn again before anything of it is kept: a bad one refuses the whole."""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

from assessments.h5p.archive import CHUNK, Archive
from assessments.h5p.package import CONTENT_FOLDER, Asset
from assessments.h5p.pictures import PixelBudget, draw_again
from assessments.h5p.store import Keeper


class DrawnPictures:
    """Pictures one after the other in one nameless file: neither memory nor the storage holds them meanwhile."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._end = 0
        self._drawn: dict[str, tuple[int, Asset]] = {}

    def add(self, asset: Asset, data: bytes) -> None:
        """Set a drawn picture aside."""
        digest = hashlib.sha256(data).hexdigest()
        self._drawn[asset.path] = self._end, Asset(asset.path, len(data), digest, asset.media_type)
        self._end += self._file.write(data)

    def hashes(self) -> set[str]:
        """Of all pictures drawn."""
        return {drawn.sha256 for _at, drawn in self._drawn.values()}

    def kept(self, asset: Asset, keeper: Keeper) -> Asset | None:
        """Keep the picture drawn in place of this file; None when it is no picture."""
        at, drawn = self._drawn.get(asset.path, (0, None))
        if drawn is not None:
            keeper.keep_chunks(drawn.sha256, self._chunks(at, drawn.size))
        return drawn

    def _chunks(self, at: int, size: int) -> Iterator[bytes]:
        self._file.seek(at)
        while size > 0:
            piece = self._file.read(min(CHUNK, size))
            size -= len(piece)
            yield piece


@contextmanager
def drawn_pictures(archive: Archive, pictures: Sequence[Asset]) -> Iterator[DrawnPictures]:
    """All pictures of a package, drawn. Raises `PackageRefused` at the first that cannot be."""
    budget = PixelBudget()
    with tempfile.TemporaryFile() as file:
        drawn = DrawnPictures(file)
        for asset in pictures:
            whole = f"{CONTENT_FOLDER}/{asset.path}"
            drawn.add(asset, draw_again(whole, b"".join(archive.chunks(whole)), asset.media_type, budget))
        yield drawn

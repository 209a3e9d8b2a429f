"""Bytes that come piece by piece, held in memory while small and in a nameless temporary file beyond."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

IN_MEMORY = 2 * 1024 * 1024


@contextmanager
def spool(chunks: Iterable[bytes]) -> Iterator[IO[bytes]]:
    """A file that holds the chunks, at its beginning; gone after the block, also when the process dies."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        for chunk in chunks:
            file.write(chunk)
        file.seek(0)
        yield file

"""The demo's H5P package: a content type of our own, so that nothing has to be fetched to show H5P at work."""

import io
import zipfile
from pathlib import Path
from typing import Final

EXERCISE: Final = Path(__file__).parent / "h5p"
PACKAGE_NAME: Final = "les-mots-de-l-ecran.h5p"
_DATE: Final = (2026, 1, 1, 0, 0, 0)


def h5p_package() -> bytes:
    """The package as an author would upload it: the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(EXERCISE.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(EXERCISE).as_posix(), date_time=_DATE)
                archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()

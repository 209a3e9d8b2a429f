"""Serves the files of exercises and libraries: the type fixed here, parts of long ones on demand."""

import re
from collections.abc import Iterator

from django.core import signing
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from assessments.h5p.archive import CHUNK
from assessments.h5p.models import H5PContentVersion
from assessments.h5p.policy import for_the_frame
from assessments.h5p.store import open_blob
from lms.accounts.models import User

FILES_SALT = "assessments.h5p.files"
FILES_LAST_SECONDS = 12 * 3600
RANGE = re.compile(r"bytes=(\d{1,12})?-(\d{1,12})?")


def files_token(*, version: H5PContentVersion, user: User) -> str:
    """An unguessable part of address under which this person's frame finds the files of a version, for 12 hours.

    The frame has no cookie to show: the address is the permission.
    """
    return signing.dumps([version.pk, user.pk], salt=FILES_SALT)


def version_of(token: str) -> int | None:
    """The version that a token opens; None when it is forged or too old."""
    try:
        version, _user = signing.loads(token, salt=FILES_SALT, max_age=FILES_LAST_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return int(version)


def file_response(request: HttpRequest, *, sha256: str, size: int, media_type: str) -> HttpResponse:
    """A stored file, whole or the part that a `Range` header asks for (sound and film are sought in by it)."""
    first, last = _part(request.headers.get("Range", ""), size)
    partial = (first, last) != (0, size - 1)
    if first > last and size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(
        _pieces(sha256, first, last - first + 1), content_type=media_type, status=206 if partial else 200
    )
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(last - first + 1)
    if partial:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    if not media_type.startswith(("image/", "audio/", "video/", "font/", "text/vtt")):
        response["Content-Disposition"] = "attachment"
    return for_the_frame(response)  # type: ignore[arg-type]


def _part(header: str, size: int) -> tuple[int, int]:
    found = RANGE.fullmatch(header)
    if found is None or not any(found.groups()):
        return 0, size - 1
    if found[1] is None:
        return max(size - int(found[2]), 0), size - 1
    return int(found[1]), min(int(found[2] or size), size - 1)


def _pieces(sha256: str, first: int, length: int) -> Iterator[bytes]:
    with open_blob(sha256) as file:
        file.seek(first)
        while length > 0 and (piece := file.read(min(CHUNK, length))):
            length -= len(piece)
            yield piece

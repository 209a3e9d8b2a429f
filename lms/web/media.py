"""Lesson media, served by us from folders or bucket alike: addresses and policy are the same wherever files lie."""

import posixpath

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

# Pictures as re-encoded, recordings, media of questions: no personal data. Originals and documents stay closed.
OPEN_FOLDERS = ("images/", "recordings/", "bank/")
_SAFE_TYPES = {
    ".avif": "image/avif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".vtt": "text/vtt",
}


@login_not_required
@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """One file of the open folders, with a type of ours, never guessed from its content. 404 for anything else."""
    kind = _SAFE_TYPES.get(posixpath.splitext(path)[1].lower())
    if kind is None or not path.startswith(OPEN_FOLDERS) or posixpath.normpath(path) != path:
        raise Http404
    try:
        file = default_storage.open(path)
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=kind)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.cacheable_without_person = True  # type: ignore[attr-defined]
    return response

"""The one door to files handed in: for whoever sees the attempt, and inert wherever they are opened."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from assessments.handins.models import HandedFile
from assessments.handins.types import MEDIA_TYPES
from lms.journal.services import record_view
from lms.structures.access import person

POLICY = "sandbox; default-src 'none'"  # opened by itself, it runs nothing and fetches nothing


@require_safe
def handed_file(request: HttpRequest, file: uuid.UUID) -> HttpResponse:
    """A file to download, under the type that its bytes have: its learner's own, or a learner's of the trainer's.

    Pages show pictures from here too: browsers draw an attachment where a page has it drawn.
    """
    viewer = person(request)
    found = HandedFile.objects.visible_to(viewer).select_related("attempt__user").filter(uuid=file).first()
    if found is None:
        raise Http404
    try:
        with found.file.open("rb") as stored:
            content = stored.read()
    except FileNotFoundError as error:
        raise Http404 from error
    if found.attempt.user != viewer:
        record_view(
            verb="handed_file.viewed", now=timezone.now(), by=viewer, subject=found.attempt.user, target=f"file:{file}"
        )
    headers = {
        "Content-Disposition": content_disposition_header(True, found.name),
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=MEDIA_TYPES[found.suffix], headers=headers)

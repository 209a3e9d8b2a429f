"""An exercise played for who edits it: an old version, or a draft that nobody else sees. Nothing is recorded."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from assessments.h5p.bundles import ensure_bundle
from assessments.h5p.integration import integration
from assessments.h5p.models import H5PAsset, H5PContentVersion, H5PDraft, H5PDraftAsset
from assessments.h5p.policy import asks_to_run_here, origin_of
from assessments.h5p.queries import play_set
from assessments.h5p.serving import FILES_LAST_SECONDS, file_response, files_token
from lms.accounts.models import User

SALT = "assessments.h5p.draft_files"


class NotReady(Exception):
    """A library that the exercise needs waits for an administrator."""


def version_files(*, version: H5PContentVersion, user: User) -> str:
    """The address under which this person finds the files of a version, without the last stroke."""
    return _folder("h5p_content_file", files_token(version=version, user=user))


def draft_files(*, draft: H5PDraft) -> str:
    """The same for a draft: its own files, and those of the version that it began with."""
    return _folder("h5p_draft_file", signing.dumps(draft.pk, salt=SALT))


def preview_data(request: HttpRequest, *, version: H5PContentVersion, files: str) -> dict[str, Any]:
    """All that the page needs to start the frame, with nowhere to report to. `version` may be unsaved.

    Raises `NotReady`.
    """
    libraries = play_set(version)
    if not libraries.is_ready:
        raise NotReady
    origin = origin_of(request)
    bundle = ensure_bundle(libraries.libraries)
    return {
        "version": version.number,
        "shell": reverse("h5p_shell"),
        "scripts": reverse("h5p_bundle", args=[bundle, "js"]),
        "styles": reverse("h5p_bundle", args=[bundle, "css"]),
        "integration": integration(
            version=version,
            states={},
            files=origin + files,
            activity_id=f"{origin}/h5p/{version.content.activity.uuid}",
        ),
        "statements": "",
        "state": "",
        "finish": "",
    }


@login_not_required
@require_safe
def draft_file(request: HttpRequest, token: str, path: str) -> HttpResponse:
    """A picture or sound of a draft, by its unguessable address: the frame has no cookie to show."""
    try:
        draft = H5PDraft.objects.get(pk=signing.loads(token, salt=SALT, max_age=FILES_LAST_SECONDS))
    except (signing.BadSignature, H5PDraft.DoesNotExist) as error:
        raise Http404 from error
    own: H5PDraftAsset | H5PAsset | None = H5PDraftAsset.objects.filter(draft=draft, path=path).first()
    asset = own or H5PAsset.objects.filter(version=draft.base_id, path=path).first()
    if asset is None or asks_to_run_here(request):
        raise Http404
    return file_response(request, sha256=asset.sha256, size=asset.size, media_type=asset.mime)


def _folder(name: str, token: str) -> str:
    return reverse(name, args=[token, "x"]).removesuffix("/x")

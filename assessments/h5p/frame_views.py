"""The player's frame side: the shell, the bundles handed to it, and files that it loads without cookies."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from assessments.h5p.bundles import core_font, core_sha256, read_bundle
from assessments.h5p.models import H5PAsset, H5PLibrary, H5PLibraryFile
from assessments.h5p.paths import LIBRARY_TYPES, extension
from assessments.h5p.policy import NO_DEVICES, asks_to_run_here, for_the_frame, origin_of, shell_policy
from assessments.h5p.serving import file_response, version_of


@require_safe
def bundle(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """A script or style bundle, as plain text: the page reads it and hands it over, it can never run here."""
    encoding = "br" if "br" in request.headers.get("Accept-Encoding", "") else "gzip"
    try:
        data = read_bundle(name, kind, encoding)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(data, content_type="text/plain; charset=utf-8")
    response["Content-Encoding"] = encoding
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response.cacheable_without_person = True  # type: ignore[attr-defined]
    return response


@login_not_required
@xframe_options_exempt
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The empty frame, the same for everybody: it waits for the page to hand it an exercise."""
    response = render(request, "assessments/h5p/shell.html")
    for_the_frame(response)
    response["Content-Security-Policy"] = shell_policy(origin_of(request))
    response["Permissions-Policy"] = NO_DEVICES
    response["Cache-Control"] = "public, max-age=3600"
    return response


@login_not_required
@require_safe
def content_file(request: HttpRequest, token: str, path: str) -> HttpResponse:
    """A picture, sound or film of an exercise, by its unguessable address."""
    version = version_of(token)
    if version is None or asks_to_run_here(request):
        raise Http404
    asset = get_object_or_404(H5PAsset, version=version, path=path)
    return file_response(request, sha256=asset.sha256, size=asset.size, media_type=asset.mime)


@login_not_required
@require_safe
def library_file(request: HttpRequest, tree: str, path: str) -> HttpResponse:
    """A file of an approved library: the same for everybody."""
    approved = H5PLibrary.objects.filter(tree_sha256=tree, status=H5PLibrary.Status.APPROVED)
    file = H5PLibraryFile.objects.filter(library__in=approved, path=path).order_by("pk").first()
    media_type = LIBRARY_TYPES.get(extension(path))
    if file is None or media_type is None or asks_to_run_here(request):
        raise Http404
    response = file_response(request, sha256=file.sha256, size=file.size, media_type=media_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def core_font_file(request: HttpRequest, core: str, name: str) -> HttpResponse:
    """A font of H5P's core, for the page to hand over."""
    if core != core_sha256():
        raise Http404
    try:
        data = core_font(name)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(data, content_type=LIBRARY_TYPES[extension(name)])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response.cacheable_without_person = True  # type: ignore[attr-defined]
    return response

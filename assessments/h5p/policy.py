"""The headers that keep an uploader's scripts inside their frame, wherever its address is opened."""

from django.http import HttpRequest, HttpResponse


def origin_of(request: HttpRequest) -> str:
    """Scheme and host of this site as the browser sees it; the host is checked against ALLOWED_HOSTS."""
    return f"{request.scheme}://{request.get_host()}"


def shell_policy(origin: str) -> str:
    """The policy of the frame: an origin of its own, scripts, and nothing to talk to but its own files.

    The page's `sandbox` attribute is not enough: it is gone when the address is opened in a tab. `unsafe-eval` is
    for older exercise types. `'self'` would name nothing in an opaque origin, so the host is written out.
    """
    files = f"{origin}/h5p/f/ {origin}/h5p/l/"
    return "; ".join(
        [
            "sandbox allow-scripts",
            "default-src 'none'",
            f"script-src 'unsafe-inline' 'unsafe-eval' {origin}/h5p/l/",
            "worker-src blob:",
            f"style-src 'unsafe-inline' {origin}/h5p/l/",
            f"img-src {files} data: blob:",
            f"media-src {files} data: blob:",
            f"font-src {files} data:",
            f"connect-src {files}",
            "frame-src 'none'",
            "form-action 'none'",
            f"base-uri {origin}",
            f"frame-ancestors {origin}",
        ]
    )


# Opened in a tab, the frame has no page around it that keeps these to itself.
NO_DEVICES = ", ".join(
    f"{name}=()"
    for name in ("camera", "clipboard-read", "clipboard-write", "display-capture", "geolocation", "microphone")
)
FILE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


def for_the_frame(response: HttpResponse) -> HttpResponse:
    """Let a frame of opaque origin read this file, and make it inert when opened by itself."""
    response["Access-Control-Allow-Origin"] = "null"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Content-Security-Policy"] = FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response.cacheable_without_person = True  # type: ignore[attr-defined]
    return response


def asks_to_run_here(request: HttpRequest) -> bool:
    """Whether a page of ours, and not the frame, wants this file as a script, style or worker: never granted.

    Uploaded scripts lie on the site's own address; the site's policy alone would let its pages load them.
    """
    runs = request.headers.get("Sec-Fetch-Dest", "") in ("script", "style", "worker", "sharedworker", "serviceworker")
    return runs and request.headers.get("Sec-Fetch-Site", "") in ("same-origin", "same-site")

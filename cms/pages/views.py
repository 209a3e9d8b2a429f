"""Every address that no other floor answers is a page's."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.pages.queries import page_at


@login_not_required
@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The live page at this address. Each type decides who may open it: public pages exist. 404 otherwise."""
    page = page_at(path)
    if page is None:
        raise Http404
    response: HttpResponse = page.serve(request)
    return response

"""Pages that belong to no applet: health, errors, the gallery of components."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from lms.web.forms import GalleryForm
from lms.web.readiness import problems


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Everything that the site needs answers; else 503 and a line for each thing that does not."""
    found = problems()
    lines = "\n".join(found) or "ready"
    return HttpResponse(f"{lines}\n", content_type="text/plain", status=503 if found else 200)


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """« Aide »: who to call, and how to sign in and leave."""
    return render(request, "lms/help.html")


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The language of the pages before signing in; a person who has signed in has « Mes réglages ».

    Kept in this visit's session only: the next person at this computer finds the language of the house.
    """
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    if not request.user.is_authenticated:
        request.session["language"] = language
    where = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(where, {request.get_host()}, require_https=request.is_secure())
    if not (is_ours and where.startswith("/")):
        where = resolve_url(settings.LOGIN_URL)
    return HttpResponseRedirect(where)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is stale (a page kept open over a sign-out): say so kindly, do nothing."""
    return render(request, "403_csrf.html", status=403)


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build pages; it exists only while developing."""
    if not settings.DEBUG:
        raise Http404
    tiles = [
        {
            "label": "Premiers pas avec l’ordinateur",
            "icon": "mouse",
            "done": 1,
            "total": 6,
            "words": "1 leçon sur 6 faite",
        },
        {"label": "Ma boîte mail", "icon": "mail", "done": 0, "total": 7, "words": "Pas encore commencé"},
        {"label": "Mots de passe", "icon": "lock", "done": 6, "total": 6, "words": "6 leçons sur 6 faites"},
    ]
    shown = {
        "links": [{"label": "Accueil", "url": "/"}, {"label": "Mes modules", "url": "/"}],
        "tiles": tiles,
        "kinds": ["success", "warning", "error", "info"],
        "choices": ["Un clic sur le dossier", "Deux clics rapides sur le dossier", "Je ne sais pas encore"],
        "form": GalleryForm({"place": "1"}),
        "today": timezone.localdate(),
        "page": Paginator(range(60), 20).get_page(2),
    }
    return render(request, "lms/gallery.html", shown)

"""The player's addresses and the sign-in's, and one page like a lesson's with an H5P exercise in it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from assessments.activities.models import Activity
from courses.outline.models import Lesson

PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Leçon</title></head>
<body><main><h1>Leçon</h1>{% include "assessments/h5p/_player.html" %}
{% if twice %}{% include "assessments/h5p/_player.html" %}{% endif %}</main></body></html>"""


def lesson(request: HttpRequest, activity: str, lesson: str) -> HttpResponse:
    get_token(request)
    context = {
        "activity": get_object_or_404(Activity, uuid=activity),
        "lesson": get_object_or_404(Lesson, uuid=lesson),
        "twice": "twice" in request.GET,
    }
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


HEARD: list[tuple[str, bool]] = []  # what reached addresses that no exercise may reach, and whether with a session


@csrf_exempt
@login_not_required
def stolen(request: HttpRequest, what: str) -> HttpResponse:
    HEARD.append((what, settings.SESSION_COOKIE_NAME in request.COOKIES))
    return HttpResponse("gone")


urlpatterns = [
    path("h5p/stolen/<path:what>", stolen),
    path("essai/<uuid:activity>/<uuid:lesson>/", lesson),
    path("", include("assessments.h5p.urls")),
    path("", include("lms.signin.urls")),
    path("", include("lms.web.urls")),
]

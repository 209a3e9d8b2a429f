"""What a learner sees on coming in, and what they say of a lesson."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.enrolments.queries import may_open
from courses.outline.models import Lesson
from courses.progress import queries, services
from lms.signin import sessions
from lms.structures.access import person


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """« Bonjour … »: where to go on, my modules, my certificates. Staff have their own first page."""
    if request.session.get("role_kind") == "staff":
        return redirect("staff_home")
    context = {"home": queries.home_page(person(request)), "last_time": sessions.last_time(request.session)}
    return render(request, "courses/home.html", context)


def _lesson(request: HttpRequest, uuid: UUID) -> Lesson:
    """The lesson, if the person may open it. Raises Http404 otherwise."""
    lesson = Lesson.objects.current().filter(uuid=uuid).first()
    if lesson is None or not may_open(person(request), lesson):
        raise Http404
    return lesson


@require_POST
def lesson_seen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The lesson is before the person's eyes: a small POST that a script sends, with nothing to show."""
    services.record_seen(user=person(request), lesson=_lesson(request, uuid), now=timezone.now())
    return HttpResponse(status=204)


@require_POST
def lesson_finished(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """« J’ai terminé »: back to the lesson, which says what comes next."""
    lesson = _lesson(request, uuid)
    services.declare_finished(user=person(request), lesson=lesson, now=timezone.now())
    state = queries.lesson_state(person(request), uuid)
    if state is not None and state.is_done:
        messages.success(request, _("Well done! This lesson is finished."))
    elif state is not None and state.is_handed_in:
        messages.info(request, _("Your work is handed in. Your trainer will look at it."))
    else:
        messages.info(request, _("There is still an exercise to do before this lesson is finished."))
    return redirect(lesson.url or "home")

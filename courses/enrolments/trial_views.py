"""« Essayer »: modules open to whoever comes, without an account."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.enrolments import queries, services
from lms.signin import trials, tries
from lms.signin.wording import wait_words
from lms.web.ratelimit import CountersUnavailable

REFUSED = 422


@login_not_required
@never_cache
@require_safe
def try_courses(request: HttpRequest) -> HttpResponse:
    """What is open to try."""
    return _page(request)


@login_not_required
@never_cache
@require_POST
def try_course(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Begin: a guest who follows this module and nothing else, in a session of this browser."""
    course = get_object_or_404(queries.courses_to_try(), uuid=uuid)
    now = timezone.now()
    try:
        trials.refuse_flood(request, now=now)
        begun = services.begin_trial(course=course, now=now)
    except trials.TooManyTrials:
        return _page(request, _("Too many people are trying at the moment. Come back tomorrow, or ask for a card."))
    except tries.TryLater as wait:
        return _page(request, wait_words(wait.seconds))
    except CountersUnavailable:
        return _page(request, _("Trying does not work at the moment. Tell the person who is with you."))
    trials.open_trial(request=request, trial=begun.trial, code=begun.code, now=now)
    return redirect("trial_code")


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    context = {"courses": queries.courses_to_try(), "problem": problem}
    return render(request, "courses/try.html", context, status=REFUSED if problem else 200)

"""« Faire une pause » and « Reprendre »: plain forms. While the break lasts no question is shown."""

import contextlib
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.attempts.closing import AttemptClosed
from assessments.attempts.drafts import DraftRefused
from assessments.attempts.models import Attempt
from assessments.attempts.pausing import NoBreakLeft, end_break, take_break
from assessments.attempts.timing import TimeIsUp
from assessments.quizzes.forms import AttemptForm
from assessments.quizzes.leaving import keep_unfinished
from assessments.quizzes.views import back_to_place, out_of_date, own
from lms.structures.access import person


@require_POST
def quiz_pause(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponseBase:
    """The clock stops; what the form holds is kept, not validated."""
    mine = _named(request, activity, context)
    if mine is None:
        return out_of_date(request, activity, context)
    with contextlib.suppress(AttemptClosed, DraftRefused):
        keep_unfinished(request, person(request), timezone.now())
    try:
        take_break(attempt=mine, now=timezone.now())
    except NoBreakLeft:
        messages.info(request, _("You have taken all your breaks. What you had typed is kept."))
    except (AttemptClosed, TimeIsUp):
        return back_to_place(request, activity, context)
    return redirect("quiz", activity, context)


@require_POST
def quiz_resume(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponseBase:
    """The clock goes on, at the question where the person was."""
    mine = _named(request, activity, context)
    if mine is None:
        return out_of_date(request, activity, context)
    end_break(attempt=mine, now=timezone.now())
    return redirect("quiz", activity, context)


def _named(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> Attempt | None:
    """The attempt that the form names, if it can be read. Raises Http404 where it is not the person's own."""
    sent = AttemptForm(request.POST)
    return own(request, activity, context, sent.cleaned_data["attempt"]) if sent.is_valid() else None

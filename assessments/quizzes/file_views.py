"""The files of a question: sent and taken back one by one, before the answer is validated. Without JavaScript first."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.attempts.models import Attempt
from assessments.attempts.services import AttemptClosed, OnBreak, TimeIsUp, UnknownSlot, submit_attempt
from assessments.handins.services import AnswerStands
from assessments.quizzes import handing_in, queries, views
from assessments.quizzes.answers import NoAnswer
from assessments.quizzes.forms import FileForm


@require_POST
def quiz_files(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponseBase:
    """A file for a question, or one taken off it: the question again, with the files that stand there now."""
    sent = FileForm(request.POST)
    if not sent.is_valid():
        return views.out_of_date(request, activity, context)
    mine = views.own(request, activity, context, sent.cleaned_data["attempt"])
    place = queries.PlaceOfAttempt(activity=activity, context=context, attempt=mine.uuid)
    number, remove = sent.cleaned_data["question"], sent.cleaned_data["remove"]
    try:
        _change(request, mine, number - 1, remove)
    except NoAnswer as refused:
        return views.again(request, place, number, refused)
    except OnBreak:
        messages.info(request, _("You are taking a break. Go on first, then send your file."))
        return redirect("quiz", activity, context)
    except (AttemptClosed, TimeIsUp) as refused:
        if isinstance(refused, TimeIsUp):
            submit_attempt(attempt=refused.attempt, now=timezone.now())
        return views.not_now(request, place, refused)
    except UnknownSlot as nothing:
        raise Http404 from nothing
    except AnswerStands:
        messages.info(request, _("This question has its answer. Its files stay as they are."))
    return _shown(request, mine, context, number)


def _change(request: HttpRequest, attempt: Attempt, slot: int, remove: uuid.UUID | None) -> None:
    now = timezone.now()
    if remove is not None:
        handing_in.take_back(attempt=attempt, slot=slot, file=remove, now=now)
        return
    handing_in.receive_file(attempt=attempt, slot=slot, file=request.FILES.get("file"), now=now)


def _shown(request: HttpRequest, attempt: Attempt, context: uuid.UUID, number: int) -> HttpResponse:
    if views.by_script(request):
        return views.screen(request, context, attempt, queries.question_at(attempt, attempt.activity.quiz, number))
    return redirect("quiz_question", attempt.activity.uuid, context, attempt.uuid, number)

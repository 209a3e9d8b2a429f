"""The page's answer to « Un coup de pouce »: the same question, with the hint and what was typed."""

import uuid

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments.attempts.services import AlreadyAnswered, AttemptClosed, OnBreak, TimeIsUp, UnknownSlot
from assessments.quizzes import queries
from assessments.quizzes.answers import Fields
from assessments.quizzes.forms import HintForm
from assessments.quizzes.hinting import NoSuchHint, ask_for_hint
from assessments.quizzes.views import back_to_place, by_script, out_of_date, over, own, screen


@require_POST
def quiz_hint(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponseBase:
    """One hint: written down once. A script gets the question's part, a form its page."""
    sent = HintForm(request.POST)
    if not sent.is_valid():
        return out_of_date(request, activity, context)
    asked = sent.cleaned_data
    mine = own(request, activity, context, asked["attempt"])
    try:
        ask_for_hint(
            attempt=mine,
            slot=asked["question"] - 1,
            number=asked["hint"],
            answer=Fields.sent(request.POST).as_draft(),
            sequence=asked["sequence"],
            submission=asked["submission"],
            now=timezone.now(),
        )
    except (NoSuchHint, UnknownSlot):
        return back_to_place(request, activity, context)
    except (TimeIsUp, OnBreak):
        return redirect("quiz", activity, context)  # whose page says so, and what to do
    except AttemptClosed:
        return over(request, queries.PlaceOfAttempt(activity=activity, context=context, attempt=mine.uuid))
    except AlreadyAnswered:
        pass  # another tab was first: its page says so
    if by_script(request):
        mine = own(request, activity, context, mine.uuid)  # as it is now: with a draft, or over
        question = queries.question_at(mine, mine.activity.quiz, asked["question"])
        return screen(request, context, mine, question)
    page = reverse("quiz_question", args=[activity, context, mine.uuid, asked["question"]])
    return redirect(f"{page}#hints")

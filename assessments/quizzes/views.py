"""A quiz as learners meet it: one question a screen, without JavaScript first. Its preview is in `previews`."""

import secrets
import uuid
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from assessments.activities.access import lesson_url, may_attempt
from assessments.activities.models import Activity
from assessments.attempts.models import Attempt
from assessments.attempts.queries import open_attempt
from assessments.attempts.services import (
    AlreadyAnswered,
    AttemptClosed,
    AttemptsExhausted,
    ForeignSubmission,
    UnknownSlot,
    submit_attempt,
)
from assessments.grading import UnreadableResponse
from assessments.quizzes import queries, services
from assessments.quizzes.forms import AttemptForm, NoAnswer, SubmissionForm, read_answer
from assessments.quizzes.models import Quiz
from lms.structures.access import person, staff_roles
from lms.structures.models import STUDIO_ROLES


@require_safe
def quiz(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponse:
    """The exact place: the question without an answer, else where one finishes, else where one begins.

    Its authors, who look at a lesson as learners see it, come to the preview, where nothing is recorded.
    """
    if authors(request, activity):
        return redirect("quiz_preview", activity)
    found = opened(request, activity, context)
    attempt = open_attempt(person(request), found.activity)
    if attempt is None:
        shown = {"introduction": queries.introduction(person(request), found), "next_url": lesson_url(context)}
        return render(request, "assessments/quizzes/introduction.html", _around(found, context) | shown)
    return _at(request, found, context, attempt, queries.question_at(attempt, found))


@require_safe
def quiz_question(
    request: HttpRequest, activity: uuid.UUID, context: uuid.UUID, attempt: uuid.UUID, number: int
) -> HttpResponse:
    """One question of an attempt: to answer, or answered with what its author says."""
    found = opened(request, activity, context)
    mine = own(request, found, attempt)
    return _at(request, found, context, mine, queries.question_at(mine, found, number))


@require_POST
def quiz_start(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponse:
    """« Commencer » or « Recommencer »."""
    found = opened(request, activity, context)
    try:
        services.begin_quiz(
            user=person(request), quiz=found, context=context, now=timezone.now(), seed=secrets.randbits(32)
        )
    except AttemptsExhausted:
        messages.info(request, _("You have used all your tries. Your best result stays."))
    except services.EmptyQuiz:
        messages.warning(request, _("This quiz has no question yet. Tell your trainer."))
    return redirect("quiz", activity, context)


@require_POST
def quiz_answer(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponseBase:
    """One answer: recorded once, whatever the line does. A script gets the next screen's part, a form its page."""
    found = opened(request, activity, context)
    sent = SubmissionForm(request.POST)
    if not sent.is_valid():
        return _back_to_place(request, activity, context)
    mine, number = own(request, found, sent.cleaned_data["attempt"]), sent.cleaned_data["question"]
    try:
        version = queries.version_at(mine, number)
        services.answer_question(
            quiz=found,
            attempt=mine,
            version=version,
            slot=number - 1,
            answer=read_answer(version, request.POST),
            submission=sent.cleaned_data["submission"],
            now=timezone.now(),
        )
    except (NoAnswer, UnreadableResponse) as refused:
        return _again(request, found, context, mine, number, refused)
    except AlreadyAnswered:
        pass  # another tab was first: its answer stands, and this page shows it
    except AttemptClosed:
        return _over(request, found, context, mine)
    except (UnknownSlot, ForeignSubmission):
        return _back_to_place(request, activity, context)
    return _after_answer(request, found, context, mine, number)


@require_POST
def quiz_submit(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponseBase:
    """« Terminer »: once every question has its answer."""
    found = opened(request, activity, context)
    sent = AttemptForm(request.POST)
    if not sent.is_valid():
        return _back_to_place(request, activity, context)
    mine = own(request, found, sent.cleaned_data["attempt"])
    waiting = sum(not place.answered for place in queries.places(mine))
    if waiting and mine.state == Attempt.State.OPEN:
        words = ngettext("There is still %(count)d question.", "There are still %(count)d questions.", waiting)
        messages.info(request, words % {"count": waiting})
        return redirect("quiz", activity, context)
    submit_attempt(attempt=mine, now=timezone.now())
    return redirect("quiz_result", activity, context, mine.uuid)


@require_safe
def quiz_result(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID, attempt: uuid.UUID) -> HttpResponse:
    """What the attempt came to, in words, and each question with its right answer."""
    found = opened(request, activity, context)
    mine = own(request, found, attempt)
    if mine.state == Attempt.State.OPEN:
        return redirect("quiz", activity, context)
    shown = {"result": queries.result_of(mine), "next_url": lesson_url(context)}
    return render(request, "assessments/quizzes/result.html", _around(found, context) | shown)


def authors(request: HttpRequest, activity: uuid.UUID) -> bool:
    """Whether the person writes quizzes where this one comes from."""
    at_work = person(request).is_superuser or staff_roles(request) & STUDIO_ROLES
    return bool(at_work) and Activity.objects.visible_to(person(request)).filter(uuid=activity).exists()


def opened(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> Quiz:
    """The quiz, if the person may try it from this lesson now. Raises Http404 otherwise: it is not there for them."""
    found = queries.quiz_of(activity)
    if found is None or not may_attempt(person(request), found.pk, context):
        raise Http404
    return found


def own(request: HttpRequest, found: Quiz, attempt: uuid.UUID) -> Attempt:
    """The person's own attempt. Raises Http404 for anybody else's, and for a form left by who was here before."""
    mine = queries.own_attempt(person(request), found, attempt)
    if mine is None:
        raise Http404
    return mine


def _around(found: Quiz, context: uuid.UUID) -> dict[str, object]:
    """What every page of a quiz has around its question."""
    return {"quiz": found, "activity": found.activity, "context": context}


def _at(
    request: HttpRequest, found: Quiz, context: uuid.UUID, attempt: Attempt, question: queries.Question | None
) -> HttpResponse:
    """The page, or the part of it that a script swaps in, of a question; without one, where one finishes."""
    shown: dict[str, object] = {"question": question, "attempt": attempt}
    if question is None:
        shown["places"] = queries.places(attempt)
    name = "question" if question else "finish"
    template = f"assessments/quizzes/_{name}.html" if _by_script(request) else f"assessments/quizzes/{name}.html"
    return render(request, template, _around(found, context) | shown)


def _after_answer(
    request: HttpRequest, found: Quiz, context: uuid.UUID, attempt: Attempt, number: int
) -> HttpResponseBase:
    """Immediate feedback stays on the question; otherwise the next one."""
    immediate = found.feedback == Quiz.Feedback.IMMEDIATE
    if not _by_script(request):
        activity = found.activity.uuid
        return (
            redirect("quiz_question", activity, context, attempt.uuid, number)
            if immediate
            else redirect("quiz", activity, context)
        )
    return _at(request, found, context, attempt, queries.question_at(attempt, found, number if immediate else None))


def _again(
    request: HttpRequest, found: Quiz, context: uuid.UUID, attempt: Attempt, number: int, refused: Exception
) -> HttpResponseBase:
    """The same question, what was typed still there, and what to do."""
    question = queries.question_at(attempt, found, number)
    if question is None or question.number != number:
        return _back_to_place(request, found.activity.uuid, context)
    unreadable = _("We could not read this answer. Please answer again.")
    kept = replace(
        question,
        error=str(refused) if isinstance(refused, NoAnswer) else unreadable,
        picked=tuple(request.POST.getlist("answer")),
        typed=request.POST.get("answer", ""),
    )
    return _at(request, found, context, attempt, kept)


def _over(request: HttpRequest, found: Quiz, context: uuid.UUID, attempt: Attempt) -> HttpResponseBase:
    messages.info(request, _("This quiz is already finished. Here is your result."))
    return redirect("quiz_result", found.activity.uuid, context, attempt.uuid)


def _back_to_place(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponseBase:
    messages.info(request, _("This page was out of date. Here is where you are."))
    return redirect("quiz", activity, context)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"

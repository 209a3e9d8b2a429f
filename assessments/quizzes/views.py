"""A quiz as learners meet it: one question a screen, without JavaScript first. Its preview is in `previews`."""

import contextlib
import secrets
import uuid
from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from assessments.activities.access import lesson_url, may_attempt
from assessments.activities.models import Activity
from assessments.attempts.drafts import DraftRefused
from assessments.attempts.models import Attempt, Pause
from assessments.attempts.services import (
    AlreadyAnswered,
    AttemptClosed,
    AttemptsExhausted,
    ForeignSubmission,
    OnBreak,
    OutsideWindow,
    PrerequisitesMissing,
    TimeIsUp,
    UnknownSlot,
)
from assessments.attempts.timing import ends_at, is_up, pause_at
from assessments.grading import UnreadableResponse
from assessments.quizzes import queries, services
from assessments.quizzes.answers import Fields, NoAnswer, NotYet, read_answer
from assessments.quizzes.forms import AttemptForm, DraftForm, SubmissionForm
from assessments.quizzes.handing_in import receive_with_answer
from assessments.quizzes.leaving import keep_unfinished
from assessments.quizzes.models import Quiz
from assessments.quizzes.results import result_of
from assessments.quizzes.times import clock_of
from lms.structures.access import person, staff_roles
from lms.structures.models import STUDIO_ROLES
from lms.web import wording


@require_safe
def quiz(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponse:
    """The exact place: the question without an answer, else where one finishes, else where one begins.

    Its authors, who look at a lesson as learners see it, come to the preview, where nothing is recorded.
    """
    if authors(request, activity):
        return redirect("quiz_preview", activity)
    attempt = queries.open_quiz_attempt(person(request), activity)
    if attempt is None:
        found = opened(request, activity, context)
        shown = {
            "introduction": queries.introduction(person(request), found, now=timezone.now()),
            "next_url": lesson_url(context),
        }
        return render(request, "assessments/quizzes/introduction.html", _around(found, context) | shown)
    if not may_attempt(person(request), attempt.activity_id, context):
        raise Http404
    return screen(request, context, attempt, queries.question_at(attempt, attempt.activity.quiz))


@require_safe
def quiz_question(
    request: HttpRequest, activity: uuid.UUID, context: uuid.UUID, attempt: uuid.UUID, number: int
) -> HttpResponse:
    """One question of an attempt: to answer, or answered with what its author says."""
    mine = own(request, activity, context, attempt)
    return screen(request, context, mine, queries.question_at(mine, mine.activity.quiz, number))


@require_POST
def quiz_start(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponse:
    """« Commencer » or « Recommencer ». A script gets the first question's part at once."""
    found = opened(request, activity, context)
    try:
        attempt = services.begin_quiz(
            user=person(request), quiz=found, context=context, now=timezone.now(), seed=secrets.randbits(32)
        )
    except AttemptsExhausted:
        messages.info(request, _("You have used all your tries. Your result stays."))
    except OutsideWindow:
        messages.info(request, _("This quiz cannot be started now."))
    except PrerequisitesMissing:
        pass  # the page says what comes first
    except services.EmptyQuiz:
        messages.warning(request, _("This quiz has no question yet. Tell your trainer."))
    else:
        if by_script(request):
            return screen(request, context, attempt, queries.question_at(attempt, found))
    return redirect("quiz", activity, context)


@require_POST
def quiz_answer(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponseBase:
    """One answer: recorded once, whatever the line does. A script gets the next screen's part, a form its page."""
    sent = SubmissionForm(request.POST)
    if not sent.is_valid():
        return out_of_date(request, activity, context)
    place, number = (
        queries.PlaceOfAttempt(activity=activity, context=context, attempt=sent.cleaned_data["attempt"]),
        (sent.cleaned_data["question"]),
    )
    try:
        receive_with_answer(
            user=person(request), place=place, slot=number - 1, file=request.FILES.get("file"), now=timezone.now()
        )
        done = services.answer_in_place(
            user=person(request),
            place=place,
            slot=number - 1,
            submission=sent.cleaned_data["submission"],
            read=partial(read_answer, sent=request.POST),
            now=timezone.now(),
        )
    except queries.NotThere as nothing:
        raise Http404 from nothing
    except (NotYet, NoAnswer, UnreadableResponse) as why:
        return _still_asked(request, place, number, sent.cleaned_data["submission"], why)
    except AlreadyAnswered:
        # another tab was first: its answer stands, and this page shows it
        return _answered(request, own(request, activity, context, place.attempt), context, number)
    except (OnBreak, TimeIsUp, AttemptClosed) as refused:
        return not_now(request, place, refused)
    except (UnknownSlot, ForeignSubmission):
        return back_to_place(request, activity, context)
    return _after_answer(request, done, context, number)


@require_POST
def quiz_draft(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponse:
    """What is ticked or typed in a question and not validated yet, kept by a script: 204, or 409 once it is over."""
    sent = DraftForm(request.POST)
    if not sent.is_valid():
        return HttpResponse(status=400)
    own(request, activity, context, sent.cleaned_data["attempt"])
    try:
        keep_unfinished(request, person(request), timezone.now())
    except (AttemptClosed, DraftRefused):
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@require_POST
def quiz_submit(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponseBase:
    """« Terminer »: once every question has its answer, or once time is up."""
    sent = AttemptForm(request.POST)
    if not sent.is_valid():
        return out_of_date(request, activity, context)
    mine = own(request, activity, context, sent.cleaned_data["attempt"])
    waiting = sum(not place.answered for place in queries.places(mine))
    if waiting and mine.state == Attempt.State.OPEN and not is_up(mine, now=timezone.now()):
        words = ngettext("There is still %(count)d question.", "There are still %(count)d questions.", waiting)
        messages.info(request, words % {"count": waiting})
        return redirect("quiz", activity, context)
    services.finish_quiz(attempt=mine, now=timezone.now())
    return redirect("quiz_result", activity, context, mine.uuid)


@require_safe
def quiz_result(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID, attempt: uuid.UUID) -> HttpResponse:
    """What the attempt came to, in words, and each question with its right answer."""
    mine = own(request, activity, context, attempt)
    if mine.state == Attempt.State.OPEN:
        return redirect("quiz", activity, context)
    shown = {"result": result_of(mine, now=timezone.now()), "next_url": lesson_url(context)}
    return render(request, "assessments/quizzes/result.html", _around(mine.activity.quiz, context) | shown)


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


def own(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID, attempt: uuid.UUID) -> Attempt:
    """The person's own attempt. Raises Http404 for anybody else's, and for a form left by who was here before."""
    place = queries.PlaceOfAttempt(activity=activity, context=context, attempt=attempt)
    try:
        return queries.own_attempt(person(request), place)
    except queries.NotThere as nothing:
        raise Http404 from nothing


def by_script(request: HttpRequest) -> bool:
    """Whether the pages' script asks, which swaps a part of the page."""
    return request.headers.get("X-Requested-With") == "fetch"


def _around(found: Quiz, context: uuid.UUID) -> dict[str, object]:
    """What every page of a quiz has around its question; `moment` orders what its form sends."""
    moment = int(timezone.now().timestamp() * 1000)
    return {"quiz": found, "activity": found.activity, "context": context, "moment": moment}


def screen(
    request: HttpRequest,
    context: uuid.UUID,
    attempt: Attempt,
    question: queries.Question | None,
    following: queries.Question | None = None,
) -> HttpResponse:
    """The page, or the part of it that a script swaps in, of a question; without one, where one finishes.

    `following` comes with the part, out of sight: the script shows it when it is asked for.
    """
    shown: dict[str, object] = {"question": question, "attempt": attempt, "next_question": following}
    now = timezone.now()
    if pause := pause_at(attempt, now=now):
        return _pause(request, context, attempt, pause)
    if is_up(attempt, now=now):
        return _time_up(request, context, attempt)
    if question is not None and question.submission is not None and not question.takes_files:
        shown["leaving_form"] = "question"  # whoever leaves takes along what is in it
    if question is None:
        shown |= {"places": queries.places(attempt), "clock": clock_of(attempt)}
    name = "question" if question else "finish"
    template = f"assessments/quizzes/_{name}.html" if by_script(request) else f"assessments/quizzes/{name}.html"
    return render(request, template, _around(attempt.activity.quiz, context) | shown)


def _time_up(request: HttpRequest, context: uuid.UUID, attempt: Attempt) -> HttpResponse:
    """Time is up, and nobody has ended the attempt yet: this page only reads, its button ends it."""
    answered = sum(place.answered for place in queries.places(attempt))
    shown = {"attempt": attempt, "until": ends_at(attempt), "answered": answered, "total": len(attempt.plan)}
    template = "assessments/quizzes/_time_up.html" if by_script(request) else "assessments/quizzes/time_up.html"
    return render(request, template, _around(attempt.activity.quiz, context) | shown)


def _pause(request: HttpRequest, context: uuid.UUID, attempt: Attempt, pause: Pause) -> HttpResponse:
    """The break: how long it may last, what will be left of the quiz, and nothing of its questions."""
    end = ends_at(attempt)
    assert end is not None  # only what has a time limit is paused
    left = end - pause.until
    shown = {"attempt": attempt, "pause": pause, "minutes_left": int(left.total_seconds() // 60)}
    template = "assessments/quizzes/_pause.html" if by_script(request) else "assessments/quizzes/pause.html"
    return render(request, template, _around(attempt.activity.quiz, context) | shown)


def _after_answer(request: HttpRequest, done: services.InPlace, context: uuid.UUID, number: int) -> HttpResponseBase:
    """Immediate feedback stays on the question, and brings the next along; otherwise the next one."""
    if not by_script(request):
        return _answered(request, done.attempt, context, number)
    said, following = queries.screens_after(done.answered.sheet, number - 1, done.versions)
    if said is None:
        return screen(request, context, done.attempt, following)
    return screen(request, context, done.attempt, said, following)


def _answered(request: HttpRequest, attempt: Attempt, context: uuid.UUID, number: int) -> HttpResponseBase:
    """Where an answered question leads, for a form, or for a script whose answer had been given elsewhere."""
    activity, quiz = attempt.activity.uuid, attempt.activity.quiz
    immediate = quiz.feedback == Quiz.Feedback.IMMEDIATE
    if by_script(request):
        return screen(request, context, attempt, queries.question_at(attempt, quiz, number if immediate else None))
    if immediate:
        return redirect("quiz_question", activity, context, attempt.uuid, number)
    return redirect("quiz", activity, context)


def _still_asked(
    request: HttpRequest, place: queries.PlaceOfAttempt, number: int, submission: uuid.UUID, why: Exception
) -> HttpResponseBase:
    """Nothing is recorded: a control only changed what the form holds, or there is something to mend."""
    if isinstance(why, NotYet):
        return _moved(request, place, number, submission, why.fields)
    return again(request, place, number, why)


def again(request: HttpRequest, place: queries.PlaceOfAttempt, number: int, refused: Exception) -> HttpResponseBase:
    """The same question, what was typed still there, and what to do."""
    attempt = own(request, place.activity, place.context, place.attempt)
    question = queries.question_at(attempt, attempt.activity.quiz, number)
    if question is None or question.number != number:
        return back_to_place(request, place.activity, place.context)
    unreadable = NoAnswer(_("We could not read this answer. Please answer again."))
    told = refused if isinstance(refused, NoAnswer) else unreadable
    fields = Fields.sent(request.POST)
    kept = replace(question, error=str(told), amiss=told.rows, fields=fields, draft=False)
    return screen(request, place.context, attempt, kept)


def not_now(request: HttpRequest, place: queries.PlaceOfAttempt, refused: Exception) -> HttpResponseBase:
    """The attempt takes no answer at this moment: why, and where that leads."""
    match refused:
        case OnBreak():
            return _on_break(request, place)
        case TimeIsUp():
            return _too_late(request, place, refused)
        case _:
            return over(request, place)


def _moved(
    request: HttpRequest, place: queries.PlaceOfAttempt, number: int, submission: uuid.UUID, fields: Fields
) -> HttpResponseBase:
    """The same question with what was just marked in it, kept as a draft: nothing is answered yet."""
    now = timezone.now()
    try:
        services.keep_unfinished(
            user=person(request),
            attempt=place.attempt,
            slot=number - 1,
            answer=fields.as_draft(),
            sequence=int(now.timestamp() * 1000),
            submission=submission,
            now=now,
        )
    except AttemptClosed:
        return over(request, place)
    except DraftRefused:
        return back_to_place(request, place.activity, place.context)
    address = reverse("quiz_question", args=[place.activity, place.context, place.attempt, number])
    return redirect(f"{address}#answer_picture")


def over(request: HttpRequest, place: queries.PlaceOfAttempt) -> HttpResponseBase:
    messages.info(request, _("This quiz is already finished. Here is your result."))
    return redirect("quiz_result", place.activity, place.context, place.attempt)


def _on_break(request: HttpRequest, place: queries.PlaceOfAttempt) -> HttpResponseBase:
    """Another tab began a break: the answer is kept as a draft, and the person told what to do."""
    with contextlib.suppress(AttemptClosed, DraftRefused):
        keep_unfinished(request, person(request), timezone.now())
    messages.info(request, _("You are taking a break. Your answer is kept: go on, then check it."))
    return redirect("quiz", place.activity, place.context)


def _too_late(request: HttpRequest, place: queries.PlaceOfAttempt, late: TimeIsUp) -> HttpResponseBase:
    """Said in words, so that nobody believes the answer saved; what was saved before counts."""
    said = _("Time was up at %(time)s. This answer came too late: it does not count. Those saved before count.")
    messages.warning(request, said % {"time": wording.clock(late.at)})
    return redirect("quiz_result", place.activity, place.context, place.attempt)


def out_of_date(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponseBase:
    """A form that cannot be read: its page is found again by whoever may open the quiz."""
    opened(request, activity, context)
    return back_to_place(request, activity, context)


def back_to_place(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponseBase:
    messages.info(request, _("This page was out of date. Here is where you are."))
    return redirect("quiz", activity, context)

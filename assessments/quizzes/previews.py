"""A quiz or a question as learners will see it, for its authors: marked on the spot, nothing recorded."""

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from assessments.activities.models import Activity
from assessments.bank.content import MAX_HINTS
from assessments.bank.models import Item, ItemVersion
from assessments.bank.queries import newest_versions, version_to_show
from assessments.quizzes import queries
from assessments.quizzes.answers import Fields, NoAnswer, NotYet, read_answer
from assessments.quizzes.handing_in import tried_out
from assessments.quizzes.planning import plan_of
from lms.structures.access import person, staff_only
from lms.structures.models import STUDIO_ROLES


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Where a question stands in what is previewed, its points there, and where the next one is."""

    title: str
    number: int = 1
    total: int = 1
    points: int = 1
    following: str = "?"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*STUDIO_ROLES)
def quiz_preview(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """Question `?question=n` of the quiz (from 1); a POST shows what a learner would be told of that answer."""
    quiz = queries.quiz_of(activity)
    if quiz is None or not Activity.objects.visible_to(person(request)).filter(pk=quiz.pk).exists():
        raise Http404
    plan = plan_of(quiz, learner=None, seed=0)
    if not plan:
        return render(request, "assessments/quizzes/preview.html", {"title": str(quiz), "question": None})
    asked = request.GET.get("question", "1")
    number = min(max(int(asked), 1), len(plan)) if asked.isdecimal() and len(asked) < 5 else 1
    version = version_to_show(plan[number - 1].version_id)
    following = f"?question={number + 1}" if number < len(plan) else "?question=1"
    points = plan[number - 1].points
    place = Preview(title=str(quiz), number=number, total=len(plan), points=points, following=following)
    return _preview(request, version, place)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*STUDIO_ROLES)
def item_preview(request: HttpRequest, item: uuid.UUID) -> HttpResponse:
    """One question of the bank, in its newest version."""
    found = Item.objects.offered_to(person(request)).filter(uuid=item).first()
    if found is None:
        raise Http404
    version = newest_versions([found])[found.pk]
    return _preview(request, version, Preview(title=found.title))


def _preview(request: HttpRequest, version: ItemVersion, place: Preview) -> HttpResponse:
    answer, refusal, typed = None, None, Fields.sent(request.POST)
    if request.method == "POST" and "hint" not in request.POST:
        try:
            answer = read_answer(version, request.POST, files=tried_out(version, request.FILES.get("file")))
        except NoAnswer as refused:
            refusal = refused
        except NotYet as moved:
            typed = moved.fields
    question = queries.preview_at(
        version,
        number=place.number,
        total=place.total,
        points=place.points,
        fields=typed,
        answer=answer,
        refused=refusal,
        hints=_hints(request),
    )
    around = {"title": place.title, "activity": {"title": place.title}, "following": place.following}
    shown_there = around | {"question": question}
    return render(request, "assessments/quizzes/preview.html", shown_there | {"preview": True, "files_address": ""})


def _hints(request: HttpRequest) -> int:
    """How many hints are shown: the one just asked for, else those that the form had."""
    said = request.POST.get("hint") or request.POST.get("hints", "")
    return min(int(said), MAX_HINTS) if said.isdecimal() and len(said) < 3 else 0

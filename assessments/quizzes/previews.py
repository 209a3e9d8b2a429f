"""A quiz or a question as learners will see it, for its authors: marked on the spot, nothing recorded."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from assessments.activities.models import Activity
from assessments.bank.models import Item, ItemVersion
from assessments.bank.queries import newest_versions, version_to_show
from assessments.quizzes import queries
from assessments.quizzes.answers import Fields, NoAnswer, read_answer
from assessments.quizzes.planning import plan_of
from lms.structures.access import person, staff_only
from lms.structures.models import STUDIO_ROLES


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
    return _preview(request, version, title=str(quiz), number=number, total=len(plan), following=following)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*STUDIO_ROLES)
def item_preview(request: HttpRequest, item: uuid.UUID) -> HttpResponse:
    """One question of the bank, in its newest version."""
    found = Item.objects.offered_to(person(request)).filter(uuid=item).first()
    if found is None:
        raise Http404
    version = newest_versions([found])[found.pk]
    return _preview(request, version, title=found.title, number=1, total=1, following="?")


def _preview(
    request: HttpRequest, version: ItemVersion, *, title: str, number: int, total: int, following: str
) -> HttpResponse:
    answer, error = None, ""
    if request.method == "POST":
        try:
            answer = read_answer(version, request.POST)
        except NoAnswer as refused:
            error = str(refused)
    typed = Fields.sent(request.POST)
    question = queries.preview_at(version, number=number, total=total, fields=typed, answer=answer, error=error)
    shown_there = {"title": title, "question": question, "activity": {"title": title}, "following": following}
    return render(request, "assessments/quizzes/preview.html", shown_there | {"preview": True})

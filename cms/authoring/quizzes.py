"""The studio's quizzes: rules, and questions in their order."""

import datetime
import uuid as uuids
from typing import TypeAlias

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.activities.prerequisites import PrerequisiteRing, set_prerequisites
from assessments.activities.services import set_counting, set_times
from assessments.quizzes import services
from assessments.quizzes.models import Quiz
from assessments.quizzes.queries import quizzes_visible_to
from cms.authoring.draw_forms import BaseDrawForms, draw_forms, parts_of
from cms.authoring.first_forms import BaseFirstForms, first_forms
from cms.authoring.forms import QuizForm, StructureForm
from cms.authoring.queries import quiz_candidates, quiz_list, studio_structures
from courses.outline.services import derive_again
from lms.accounts.models import User
from lms.structures.access import person, staff_only
from lms.structures.models import STUDIO_ROLES, Structure

PER_PAGE = 40
Parts: TypeAlias = list[services.Placed | services.Drawn]


@staff_only(*STUDIO_ROLES)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "").strip()[:80]
    page = Paginator(quiz_list(person(request), search=search), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "authoring/quizzes.html", {"heading": _("Quizzes"), "page": page, "search": search})


@staff_only(*STUDIO_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new quiz: first its structure where there are several, then its rules and questions."""
    structures = studio_structures(person(request))
    place = StructureForm(request.POST or request.GET or None, structures=structures)
    if len(structures) != 1 and not place.is_valid():
        return render(request, "authoring/quiz_structure.html", {"heading": _("New quiz"), "place": place})
    structure = structures[0] if len(structures) == 1 else place.cleaned_data["structure"]
    items = quiz_candidates(structure)
    form, draws = QuizForm(request.POST or None, items=items), draw_forms(request.POST or None, structure=structure)
    first = first_forms(request.POST or None, structure=structure)
    if request.method == "POST" and (parts := parts_of(form, draws, first)):
        try:
            quiz = _create(form, parts, first, structure, by=person(request))
        except services.PoolTooSmall as small:
            draws.refuse(small.found)
        else:
            messages.success(request, _("The quiz is kept. Put it in a lesson with the block “Activity”."))
            return redirect("studio_quiz", quiz.activity.uuid)
    return _show(request, form, draws, first, heading=_("New quiz"), structure=structure)


@staff_only(*STUDIO_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    quiz = _quiz(request, uuid)
    structure = quiz.activity.structure
    items = quiz_candidates(structure, quiz)
    form = QuizForm(request.POST or None, items=items, quiz=quiz)
    draws = draw_forms(request.POST or None, structure=structure, quiz=quiz)
    first = first_forms(request.POST or None, structure=structure, quiz=quiz)
    if request.method == "POST" and (parts := parts_of(form, draws, first)):
        try:
            _keep(request, quiz, form, parts, first)
        except services.PoolTooSmall as small:
            draws.refuse(small.found)
        except PrerequisiteRing as ring:
            first.refuse(ring)
        else:
            messages.success(request, _("The quiz is kept. Attempts under way keep their questions."))
            return redirect("studio_quiz", quiz.activity.uuid)
    return _show(request, form, draws, first, heading=quiz.activity.title, structure=structure, quiz=quiz)


@staff_only(*STUDIO_ROLES)
@require_POST
def retire(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    services.retire_quiz(quiz=_quiz(request, uuid), by=person(request), now=timezone.now())
    messages.success(request, _("This quiz is no longer offered. The results already there are kept."))
    return redirect("studio_quizzes")


@transaction.atomic
def _create(form: QuizForm, parts: Parts, first: BaseFirstForms, structure: Structure, *, by: User) -> Quiz:
    now = timezone.now()
    quiz = services.create_quiz(structure=structure, items=parts, by=by, now=now, **form.rules())
    set_times(activity=quiz.activity, times=form.times(), by=by, now=now)
    set_counting(activity=quiz.activity, counting=form.counts(), by=by, now=now)
    _set_first(quiz, first, by=by, now=now)
    return quiz


def _set_first(quiz: Quiz, first: BaseFirstForms, *, by: User, now: datetime.datetime) -> None:
    """What comes first; a form that was sent without this part leaves it as it was."""
    if first.is_bound:
        set_prerequisites(activity=quiz.activity, first=first.chosen(), by=by, now=now)


def _quiz(request: HttpRequest, uuid: uuids.UUID) -> Quiz:
    mine = quizzes_visible_to(person(request)).select_related("activity__structure")
    return get_object_or_404(mine, activity__uuid=uuid)


@transaction.atomic
def _keep(request: HttpRequest, quiz: Quiz, form: QuizForm, parts: Parts, first: BaseFirstForms) -> None:
    services.update_quiz(quiz=quiz, by=person(request), now=timezone.now(), **form.rules())
    services.set_quiz_items(quiz=quiz, items=parts, by=person(request), now=timezone.now())
    set_times(activity=quiz.activity, times=form.times(), by=person(request), now=timezone.now())
    _set_first(quiz, first, by=person(request), now=timezone.now())
    if set_counting(activity=quiz.activity, counting=form.counts(), by=person(request), now=timezone.now()):
        derive_again(activity=quiz.activity, now=timezone.now())


def _show(
    request: HttpRequest,
    form: QuizForm,
    draws: BaseDrawForms,
    first: BaseFirstForms,
    *,
    heading: str,
    structure: Structure,
    quiz: Quiz | None = None,
) -> HttpResponse:
    context = {
        "heading": heading, "form": form, "draws": draws, "first": first, "quiz": quiz, "structure": structure,
    }  # fmt: skip
    wrong = form.errors or draws.total_error_count() or first.total_error_count()
    return render(request, "authoring/quiz.html", context, status=422 if wrong else 200)

"""« Travaux à regarder »: what waits for the trainers of a cohort, and the page where they look at one work."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.attempts.hand_marking import MarkedMeanwhile, NotToMark
from assessments.attempts.models import MARKING_ROLES
from courses.marking import queries, services
from courses.marking.forms import MarkForm, values_of
from lms.structures.access import person, staff_only


@staff_only(*MARKING_ROLES)
@require_safe
def work_to_mark(request: HttpRequest) -> HttpResponse:
    """The works of one's own cohorts that wait, those handed in first in front."""
    queue = queries.work_to_mark(person(request), page=request.GET.get("page"))
    return render(request, "courses/work_to_mark.html", {"queue": queue})


@staff_only(*MARKING_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def mark_work(request: HttpRequest, attempt: UUID, number: int) -> HttpResponse:
    """One work beside its criteria; once saved, the next one that waits."""
    work = _work(request, attempt, number)
    again = work.last is not None
    if request.method != "POST":
        return _show(
            request, work, MarkForm(initial=values_of(work.rubric, work.last), rubric=work.rubric, again=again)
        )
    form = MarkForm(request.POST, rubric=work.rubric, again=again and request.POST.get("after") != "0")
    if not form.is_valid():
        return _show(request, work, form, status=422)
    try:
        services.mark_work(
            response=work.response,
            levels=form.levels,
            comment=form.cleaned_data["comment"],
            reason=form.cleaned_data.get("reason", ""),
            after=form.cleaned_data["after"],
            submission=form.cleaned_data["submission"],
            by=person(request),
            now=timezone.now(),
        )
    except MarkedMeanwhile as other:
        seen = other.mark.sequence
        return _show(request, _work(request, attempt, number), form.after_another(seen=seen), other=True, status=409)
    except NotToMark:
        messages.warning(request, _("This work has changed, or was cancelled: there is nothing to look at any more."))
        return redirect("work_to_mark")
    return _go_on(request)


def _work(request: HttpRequest, attempt: UUID, number: int) -> queries.Work:
    work = queries.work(person(request), attempt, number)
    if work is None:
        raise Http404
    return work


def _show(
    request: HttpRequest, work: queries.Work, form: MarkForm, *, other: bool = False, status: int = 200
) -> HttpResponse:
    return render(request, "courses/mark_work.html", {"work": work, "form": form, "other": other}, status=status)


def _go_on(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("It is saved: the person can read it."))
    following = queries.next_work(person(request))
    if following is None:
        return redirect("work_to_mark")
    return redirect("mark_work", following.attempt.uuid, following.slot + 1)

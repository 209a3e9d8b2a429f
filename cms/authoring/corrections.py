"""A wrong question, from the studio: what a correction would do, the correction, its letters, its undoing."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.attempts.correcting import AlreadyCorrected, NothingToCorrect, NotUndoable
from assessments.attempts.corrections import CORRECTING_ROLES, Correction
from assessments.bank.forms import ItemForm, RowsForm
from assessments.bank.models import Item
from assessments.grading import is_trainer_marked
from cms.authoring.correction_forms import CorrectionForm, key_form, refuse_other_changes
from courses.corrections import services
from courses.corrections.dry_run import dry_run
from courses.corrections.queries import (
    Standing,
    VersionRow,
    answered_versions,
    letters,
    questions_to_correct,
    standing_of,
)
from lms.structures.access import person, staff_only


@staff_only(*CORRECTING_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """`?version=2` names one that was answered, else the newest. A POST shows what would follow, or does it."""
    item = get_object_or_404(questions_to_correct(person(request)), uuid=uuid)
    rows = answered_versions(item)
    row = next(
        (each for each in rows if str(each.version.number) == request.GET.get("version")), rows[0] if rows else None
    )
    if row is None:
        messages.warning(request, _("Nobody has answered this question: change it, nothing else follows."))
        return redirect("studio_item", item.uuid)
    if row.correction is not None:
        return redirect("studio_correction", row.correction.uuid)
    how = CorrectionForm(request.POST or None)
    form = key_form(row.version, request.POST if request.method == "POST" else None)
    if isinstance(form, RowsForm) and form.wants_row:
        how = CorrectionForm(initial={name: request.POST.get(f"correction-{name}", "") for name in how.fields})
        return _show(request, item, rows, row, how, form.with_one_more_row())
    if request.method == "GET" or not _is_readable(how, form, row):
        return _show(request, item, rows, row, how, form)
    return _look_or_apply(request, item, rows, row, how, form)


def _is_readable(how: CorrectionForm, form: ItemForm, row: VersionRow) -> bool:
    if not how.is_valid():
        return False
    if how.cleaned_data["kind"] == Correction.Kind.NEUTRAL:
        return True
    if is_trainer_marked(row.version.item.interaction):
        how.add_error("kind", _("Trainers mark this question: look at the answers again, one by one."))
        return False
    return form.is_valid() and refuse_other_changes(form, row.version)


def _look_or_apply(
    request: HttpRequest, item: Item, rows: list[VersionRow], row: VersionRow, how: CorrectionForm, form: ItemForm
) -> HttpResponse:
    kind = Correction.Kind(how.cleaned_data["kind"])
    key = form.content.key if kind == Correction.Kind.KEY else None
    if "apply" not in request.POST:
        foreseen = dry_run(person(request), row.version, kind=kind, key=key)
        return _show(request, item, rows, row, how, form, foreseen=foreseen)
    try:
        correction = services.apply(
            version=row.version,
            kind=kind,
            key=key,
            explanation=how.cleaned_data["explanation"],
            by=person(request),
            now=timezone.now(),
        )
    except NothingToCorrect:
        how.add_error(None, _("These are the right answers that the question has: nothing would change."))
        return _show(request, item, rows, row, how, form)
    except AlreadyCorrected:
        messages.warning(request, _("Somebody else has just corrected this question."))
        return redirect("studio_item_correct", item.uuid)
    return redirect("studio_correction", correction.uuid)


def _show(
    request: HttpRequest,
    item: Item,
    rows: list[VersionRow],
    row: VersionRow,
    how: CorrectionForm,
    form: ItemForm,
    **more: Any,
) -> HttpResponse:
    refused = how.is_bound and not more and bool(how.errors or form.errors)
    context = {
        "heading": _("Correct “%(title)s”") % {"title": item.title},
        "item": item,
        "rows": rows,
        "row": row,
        "how": how,
        "form": form,
        "foreseen": None,
        "refused": refused,
        **more,
    }
    return render(request, "authoring/correct.html", context, status=422 if refused else 200)


@staff_only(*CORRECTING_ROLES)
@require_safe
def index(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """One correction: how far it is, whom it concerns."""
    standing = _standing(request, uuid)
    context = {
        "heading": _("Correction of “%(title)s”") % {"title": standing.correction.version.item.title},
        "standing": standing,
        "correction": standing.correction,
        "rows": letters(person(request), standing.correction),
    }
    return render(request, "authoring/correction.html", context)


@staff_only(*CORRECTING_ROLES)
@require_safe
def letters_to_print(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """A letter a page, for each person concerned whom the reader trains."""
    standing = _standing(request, uuid)
    context = {
        "standing": standing,
        "correction": standing.correction,
        "rows": letters(person(request), standing.correction),
        "today": timezone.localdate(),
    }
    return render(request, "courses/correction_letters.html", context)


@staff_only(*CORRECTING_ROLES)
@require_POST
def undo(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    correction = _standing(request, uuid).correction
    try:
        services.undo(correction=correction, by=person(request), now=timezone.now())
    except NotUndoable:
        messages.warning(request, _("It cannot be undone now: it is not applied to the end, or is undone already."))
    return redirect("studio_correction", uuid)


@staff_only(*CORRECTING_ROLES)
@require_POST
def go_on(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """After work that failed for good."""
    services.go_on(correction=_standing(request, uuid).correction, now=timezone.now())
    return redirect("studio_correction", uuid)


def _standing(request: HttpRequest, uuid: uuids.UUID) -> Standing:
    standing = standing_of(person(request), uuid)
    if standing is None:
        raise Http404
    return standing

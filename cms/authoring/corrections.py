"""A wrong question, from the studio: what a correction would do, the correction, its letters, its undoing."""

import uuid as uuids
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.attempts.correcting import AlreadyCorrected, NothingToCorrect, NotUndoable
from assessments.attempts.corrections import CORRECTING_ROLES, Correction
from assessments.bank.forms import ItemForm, RowsForm
from assessments.bank.models import Item
from assessments.grading import is_trainer_marked
from cms.authoring.correction_forms import CorrectionForm, key_form, refuse_other_changes
from courses.corrections import foresight, services
from courses.corrections.dry_run import DryRun, dry_run
from courses.corrections.outlook import Outlook, outlook_of
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
    page = _page_of(request, uuid)
    if isinstance(page, HttpResponse):
        return page
    how = CorrectionForm(request.POST or None)
    form = key_form(page.row.version, request.POST if request.method == "POST" else None)
    if isinstance(form, RowsForm) and form.wants_row:
        how = CorrectionForm(initial={name: request.POST.get(f"correction-{name}", "") for name in how.fields})
        return _show(request, page, how, form.with_one_more_row())
    if request.method == "GET" or not _is_readable(how, form, page.row):
        return _show(request, page, how, form)
    return _look_or_apply(request, page, how, form)


@dataclass(frozen=True)
class _Page:
    """A question to correct, its versions that were answered, and the one that is looked at."""

    item: Item
    rows: list[VersionRow]
    row: VersionRow

    @property
    def address(self) -> str:
        """Where what is typed about this version is sent."""
        return f"{reverse('studio_item_correct', args=[self.item.uuid])}?version={self.row.version.number}"


def _page_of(request: HttpRequest, uuid: uuids.UUID) -> _Page | HttpResponse:
    """The page, or the one that stands in its place: nobody answered, or the version is corrected already."""
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
    return _Page(item, rows, row)


def _is_readable(how: CorrectionForm, form: ItemForm, row: VersionRow) -> bool:
    if not how.is_valid():
        return False
    if how.cleaned_data["kind"] == Correction.Kind.NEUTRAL:
        return True
    if is_trainer_marked(row.version.item.interaction):
        how.add_error("kind", _("Trainers mark this question: look at the answers again, one by one."))
        return False
    return form.is_valid() and refuse_other_changes(form, row.version)


def _look_or_apply(request: HttpRequest, page: _Page, how: CorrectionForm, form: ItemForm) -> HttpResponse:
    kind = Correction.Kind(how.cleaned_data["kind"])
    key = form.content.key if kind == Correction.Kind.KEY else None
    said: dict[str, Any] = {
        "version": page.row.version,
        "kind": kind,
        "key": key,
        "explanation": how.cleaned_data["explanation"],
        "by": person(request),
        "now": timezone.now(),
    }
    if "apply" not in request.POST and page.row.people > foresight.AT_ONCE:
        asked = foresight.ask(**said, language=get_language())
        address = reverse("studio_item_foreseen", args=[page.item.uuid, asked.uuid])
        return redirect(f"{address}?version={page.row.version.number}")
    if "apply" not in request.POST:
        return _show(request, page, how, form, foreseen=dry_run(person(request), page.row.version, kind=kind, key=key))
    try:
        correction = services.apply(**said)
    except NothingToCorrect:
        how.add_error(None, _("These are the right answers that the question has: nothing would change."))
        return _show(request, page, how, form)
    except AlreadyCorrected:
        messages.warning(request, _("Somebody else has just corrected this question."))
        return redirect("studio_item_correct", page.item.uuid)
    return redirect("studio_correction", correction.uuid)


@staff_only(*CORRECTING_ROLES)
@require_safe
def foreseen(request: HttpRequest, uuid: uuids.UUID, asked: uuids.UUID) -> HttpResponse:
    """What would change for many people, once a job has worked it out for whoever asked; until then how far it is."""
    page = _page_of(request, uuid)
    if isinstance(page, HttpResponse):
        return page
    outlook = outlook_of(person(request), page.row.version, asked)
    if outlook is None:
        messages.warning(request, _("What would change is no longer kept here: say what is right, and look again."))
        return redirect(page.address)
    proposal = outlook.foresight
    how = CorrectionForm(initial={"kind": proposal.kind, "explanation": proposal.explanation})
    if proposal.key is not None:
        page.row.version.answer_key.key = proposal.key  # for the form alone: as it was typed, and not saved
    form = key_form(page.row.version, None)
    return _show(request, page, how, form, foreseen=outlook.run, outlook=outlook)


def _show(
    request: HttpRequest,
    page: _Page,
    how: CorrectionForm,
    form: ItemForm,
    *,
    foreseen: DryRun | None = None,
    outlook: Outlook | None = None,
) -> HttpResponse:
    refused = how.is_bound and foreseen is None and bool(how.errors or form.errors)
    context = {
        "heading": _("Correct “%(title)s”") % {"title": page.item.title},
        "item": page.item,
        "rows": page.rows,
        "row": page.row,
        "address": page.address,
        "how": how,
        "form": form,
        "foreseen": foreseen,
        "outlook": outlook,
        "refused": refused,
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

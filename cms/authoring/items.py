"""The studio's bank: the questions of one's structures, written in forms, seen as a learner sees them."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.bank import filing as bank_filing
from assessments.bank import services
from assessments.bank.forms import FORMS, ItemForm, RowsForm, initial_of
from assessments.bank.forms.hotspot import RESHAPED, is_reshaped
from assessments.bank.history import version_rows
from assessments.bank.models import Interaction, Item, ItemVersion, State
from assessments.bank.queries import newest_versions, outdated_sounds, picture_of, with_key
from assessments.bank.tree import categories_of
from assessments.quizzes.usage import usage_of
from cms.authoring.filing_forms import FilingForm
from cms.authoring.forms import StructureForm
from cms.authoring.queries import studio_structures
from cms.blocks.voices import OUTDATED
from courses.corrections.queries import questions_to_correct
from lms.structures.access import person, staff_only
from lms.structures.models import STUDIO_ROLES, Structure


@staff_only(*STUDIO_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, interaction: str) -> HttpResponse:
    """Write a question of one kind."""
    if interaction not in FORMS:
        raise Http404
    form = FORMS[interaction](request.POST or None, request.FILES or None)
    place = StructureForm(request.POST or None, structures=studio_structures(person(request)))
    filing = FilingForm(request.POST or None, categories=categories_of(person(request)))
    if isinstance(form, RowsForm) and form.wants_row:
        return _show(request, form.with_one_more_row(), filing, place=place, interaction=interaction)
    if request.method == "POST" and all([form.is_valid(), place.is_valid(), filing.is_valid()]):
        try:
            item = _create(request, form, filing, place.cleaned_data["structure"])
        except bank_filing.CategoryOfAnotherStructure:
            filing.refuse_category()
        else:
            messages.success(request, _("The question is kept. You can put it in a quiz."))
            return redirect("studio_item", item.uuid)
    return _show(request, form, filing, place=place, interaction=interaction)


@staff_only(*STUDIO_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Say a question otherwise: in place while nobody answered it, else as a new version."""
    item = _item(request, uuid)
    version = with_key(newest_versions([item])[item.pk].pk)
    form_class = FORMS[item.interaction]
    form = form_class(request.POST or None, request.FILES or None, initial=initial_of(version))
    own = [each for each in categories_of(person(request)) if each.structure_id == item.structure_id]
    filing = FilingForm(request.POST or None, categories=own, item=item)
    if isinstance(form, RowsForm) and form.wants_row:
        return _show(request, form.with_one_more_row(), filing, item=item, version=version)
    if request.method == "POST" and all([form.is_valid(), filing.is_valid()]):
        revised = _revise(request, item, form, filing)
        messages.success(
            request,
            _("The question is kept.")
            if revised.pk == version.pk
            else _("The question is kept as version %(number)d: answers already given keep theirs.")
            % {"number": revised.number},
        )
        if form.needs_picture and is_reshaped(form.initial.get("picture"), picture_of(revised)):
            messages.warning(request, RESHAPED)
        if outdated_sounds(revised):
            messages.warning(request, OUTDATED)
        return redirect("studio_item", item.uuid)
    return _show(request, form, filing, item=item, version=version)


@staff_only(*STUDIO_ROLES)
@require_POST
def retire(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    item = _item(request, uuid)
    services.retire_item(item=item, by=person(request), now=timezone.now())
    messages.success(request, _("This question is no longer asked. The answers already given are kept."))
    return redirect("studio_items")


@staff_only(*STUDIO_ROLES)
@require_POST
def restore(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    services.restore_item(item=_item(request, uuid), by=person(request), now=timezone.now())
    messages.success(request, _("This question is back in the bank."))
    return redirect("studio_item", uuid)


def _item(request: HttpRequest, uuid: uuids.UUID) -> Item:
    return get_object_or_404(Item.objects.visible_to(person(request)), uuid=uuid)


def _show(
    request: HttpRequest,
    form: ItemForm,
    filing: FilingForm,
    *,
    place: StructureForm | None = None,
    interaction: str = "",
    item: Item | None = None,
    version: ItemVersion | None = None,
) -> HttpResponse:
    kind = Interaction(item.interaction if item else interaction)
    context = {
        "heading": item.title if item else _("New question: %(kind)s") % {"kind": kind.label},
        "form": form,
        "filing": filing,
        "place": place,
        "item": item,
        "version": version,
        "kind": kind.label,
        "usage": usage_of(item, person(request)) if item else None,
        "versions": version_rows(item) if item else [],
        "media": list(version.media.order_by("kind", "part")) if version else [],
        "outdated": outdated_sounds(version) if version else [],
        "outdated_words": OUTDATED,
        "may_correct": _may_correct(request, version),
    }
    return render(request, "authoring/item.html", context, status=422 if form.errors or filing.errors else 200)


def _may_correct(request: HttpRequest, version: ItemVersion | None) -> bool:
    """Somebody has answered, and the person may decide on results."""
    if version is None or (version.frozen_at is None and version.number == 1):
        return False
    return questions_to_correct(person(request)).filter(pk=version.item_id).exists()


@transaction.atomic
def _create(request: HttpRequest, form: ItemForm, filing: FilingForm, structure: Structure) -> Item:
    item = services.create_item(
        structure=structure,
        title=form.cleaned_data["title"],
        content=form.content,
        skills=form.cleaned_data["skills"],
        by=person(request),
        now=timezone.now(),
    )
    _file(request, item, filing)
    _attach(request, form, newest_versions([item])[item.pk])
    return item


@transaction.atomic
def _revise(request: HttpRequest, item: Item, form: ItemForm, filing: FilingForm) -> ItemVersion:
    version = services.revise_item(
        item=item,
        content=form.content,
        title=form.cleaned_data["title"],
        skills=form.cleaned_data["skills"],
        by=person(request),
        now=timezone.now(),
    )
    version = _attach(request, form, version)
    _file(request, item, filing)
    chosen = [sound for sound in outdated_sounds(version) if sound.part in request.POST.getlist("still_right")]
    services.confirm_sounds(version=version, sounds=chosen, by=person(request), now=timezone.now())
    return version


def _attach(request: HttpRequest, form: ItemForm, version: ItemVersion) -> ItemVersion:
    """Give the version its picture and sound; a frozen one is followed by a new one that has them."""
    for kind, file, description in form.files_to_attach():
        media = services.attach_media(
            version=version, kind=kind, file=file, description=description, by=person(request), now=timezone.now()
        )
        version = media.version
    if words := form.described_otherwise:
        version = services.describe_picture(version=version, description=words, by=person(request), now=timezone.now())
    return version


def _file(request: HttpRequest, item: Item, form: FilingForm) -> None:
    """Put the question where its author says; a retired one stays retired."""
    filed: dict[str, Any] = form.cleaned_data
    who: dict[str, Any] = {"by": person(request), "now": timezone.now()}
    bank_filing.move_items(items=[item], category=filed["category"], **who)
    bank_filing.set_level(items=[item], level=filed["level"], **who)
    bank_filing.set_tags(item=item, names=filed["tags"])
    if item.retired_at is None:
        bank_filing.set_state(items=[item], state=State.DRAFT if filed["is_draft"] else State.READY, **who)

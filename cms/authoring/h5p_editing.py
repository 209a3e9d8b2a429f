"""The studio's forms for what an H5P exercise says: kept in a draft until they are good."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.activities.models import Activity
from assessments.h5p import drafts
from assessments.h5p.editing.building import TooManyFields
from assessments.h5p.editing.differences import differences
from assessments.h5p.editing.kinds import is_editable
from assessments.h5p.editing.nodes import Node, find, path_of
from assessments.h5p.editing.structure import Impossible
from assessments.h5p.models import H5PContent, H5PContentVersion, H5PDraft
from assessments.h5p.previews import NotReady, draft_files, preview_data, version_files
from assessments.h5p.problems import PackageRefused
from assessments.h5p.queries import current_version, people_at_work
from assessments.h5p.reports import refusal_lines
from assessments.h5p.workshop import main_of
from cms.authoring.exercises import preview_page
from cms.authoring.h5p_desk import Desk, open_desk
from cms.authoring.h5p_words import said_of
from lms.structures.access import person, staff_only
from lms.structures.models import STUDIO_ROLES


@staff_only(*STUDIO_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """One page of the form: the whole exercise, or with `?part=questions.2` one question of it."""
    content, latest = exercise(request, uuid)
    desk = open_desk(request, content, latest, request.GET.get("part", "")[:200])
    if not desk.workshop.can_edit(desk.base):
        return _no_form(request, desk)
    try:
        if request.method == "POST":
            return _sent(request, desk)
        return redirect("studio_exercise_content", uuid) if desk.page is None else _show(request, desk)
    except TooManyFields:
        return _no_form(request, desk)


def _sent(request: HttpRequest, desk: Desk) -> HttpResponse:
    try:
        look = desk.take(request)
    except (drafts.OutOfDate, Impossible):
        return _out_of_date(request, desk)
    except PackageRefused as refused:
        return _show(request, desk, refused=refusal_lines(refused), status=422)
    asked = request.POST.get("do", "")
    if asked == "save" and not desk.wrong:
        desk.find_missing()
    if desk.wrong:
        return _show(request, desk, status=422)
    if desk.cleaned:
        messages.warning(request, _("Some markup is not allowed there: it was taken out."))
    return _save(request, desk) if asked == "save" else _go_on(request, desk, asked, look)


def _out_of_date(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The draft as it is, and beside it what the older page had typed, to copy from."""
    fresh = open_desk(request, desk.content, desk.latest, desk.part)
    if fresh.page is None:
        fresh = open_desk(request, desk.content, desk.latest, "")
    return _show(request, fresh, typed=fresh.typed(request), out_of_date=True, status=409)


def _go_on(request: HttpRequest, desk: Desk, asked: str, look: str) -> HttpResponse:
    if asked == "preview":
        return redirect("studio_exercise_draft_preview", desk.content.activity.uuid)
    if asked == "keep":
        messages.success(request, _("Your draft is kept. Learners still have the former version."))
    verb, _colon, name = asked.partition(":")
    if verb == "part":
        return _to(desk, part=name)
    added = find(desk.root, path_of(look)) if verb == "add" else None
    return _to(desk, part=look) if added is not None and added.closed else _to(desk, part=desk.part, look=look)


def _save(request: HttpRequest, desk: Desk) -> HttpResponse:
    if desk.draft is None:
        messages.info(request, _("Nothing was changed: there is no new version."))
        return redirect("studio_exercise", desk.content.activity.uuid)
    try:
        version = drafts.publish(
            draft=desk.draft,
            seen=_number(request.POST.get("seen", "")),
            workshop=desk.workshop,
            by=person(request),
            now=timezone.now(),
        )
    except drafts.AnotherVersion as another:
        desk.latest = another.version
        return _show(request, desk, status=409)
    except drafts.NothingChanged:
        drafts.discard(draft=desk.draft)
        messages.info(request, _("Nothing was changed: there is no new version."))
    except PackageRefused as refused:
        return _show(request, desk, refused=refusal_lines(refused), status=422)
    else:
        messages.success(request, _("Kept as version %(number)d: it plays from now on.") % {"number": version.number})
    return redirect("studio_exercise", desk.content.activity.uuid)


def _to(desk: Desk, *, part: str, look: str = "") -> HttpResponse:
    address = reverse("studio_exercise_content", args=[desk.content.activity.uuid])
    query = QueryDict(mutable=True)
    if part:
        query["part"] = part
    # An entry of a list is a box of its own, around its fields.
    box = "ef" if look.rpartition(".")[2].isdigit() else "f"
    anchor = f"#{box}-{look.replace('.', '-')}" if look else ""
    return redirect(f"{address}?{query.urlencode()}{anchor}" if part else f"{address}{anchor}")


def _show(
    request: HttpRequest,
    desk: Desk,
    *,
    refused: list[str] | None = None,
    typed: list[tuple[str, str]] | None = None,
    out_of_date: bool = False,
    status: int = 200,
) -> HttpResponse:
    page = desk.page or desk.root
    for node in desk.wrong:
        node.said = said_of(node)
    before, after = desk.sisters
    context: dict[str, Any] = {
        "heading": desk.content.activity.title,
        "content": desk.content,
        "desk": desk,
        "page": page,
        "laid": desk.laid,
        "elsewhere": _elsewhere(desk, page),
        "before": before,
        "after": after,
        "newer": _newer(desk),
        "refused": refused or [],
        "typed": typed or [],
        "out_of_date": out_of_date,
        "at_work": people_at_work(desk.content),
    }
    return render(request, "authoring/h5p/edit.html", context, status=status)


def _elsewhere(desk: Desk, page: Node) -> list[tuple[Node, Node]]:
    """Fields to put right on other pages: (field, page)."""
    here = {id(node) for node in page.leaves(closed=False)}
    found = []
    for node in desk.wrong:
        if id(node) not in here:
            around = [each for each in desk.root.walk() if each.closed and node.path[: len(each.path)] == each.path]
            found.append((node, around[-1] if around else desk.root))
    return found


def _newer(desk: Desk) -> list[Any]:
    """What somebody else changed since the draft began."""
    if not desk.is_behind:
        return []
    trees = [desk.workshop.tree(main_of(version), version.params) for version in (desk.base, desk.latest)]
    return differences(*trees)


def _no_form(request: HttpRequest, desk: Desk) -> HttpResponse:
    content, version = desk.content, desk.base
    context = {
        "heading": content.activity.title,
        "content": content,
        "version": version,
        "draft": desk.draft,
        "has_form": is_editable(main_of(version)),
        "blocked": not desk.workshop.can_edit(desk.base),
    }
    return render(request, "authoring/h5p/no_form.html", context)


@staff_only(*STUDIO_ROLES)
@require_POST
def discard(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Give up what was changed and not kept."""
    content, _latest = exercise(request, uuid)
    draft = drafts.draft_of(content=content, user=person(request))
    if draft is not None:
        drafts.discard(draft=draft)
        messages.success(request, _("Your changes are given up. The exercise is as it was."))
    return redirect("studio_exercise", uuid)


@staff_only(*STUDIO_ROLES)
@require_safe
def preview(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The draft in a learner's page; nothing is recorded."""
    content, _latest = exercise(request, uuid)
    play_address = reverse("studio_exercise_draft_play", args=[uuid])
    back = reverse("studio_exercise_content", args=[uuid])
    return preview_page(request, content.activity, play=play_address, back=back, label=_("Go on with the changes"))


@staff_only(*STUDIO_ROLES)
@require_POST
def play(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """What the page needs to play the draft, as JSON; the newest version where there is no draft."""
    content, latest = exercise(request, uuid)
    draft = drafts.draft_of(content=content, user=person(request))
    return played(request, draft or latest)


def played(request: HttpRequest, what: H5PDraft | H5PContentVersion) -> JsonResponse:
    """A draft or a version for the player, without an attempt."""
    try:
        if isinstance(what, H5PDraft):
            version, files = _unsaved(what), draft_files(draft=what)
        else:
            version, files = what, version_files(version=what, user=person(request))
        return JsonResponse(preview_data(request, version=version, files=files))
    except (NotReady, PackageRefused):
        return JsonResponse({"said": _("This exercise waits for an administrator to approve libraries.")}, status=409)


def _unsaved(draft: H5PDraft) -> H5PContentVersion:
    base = draft.base
    return H5PContentVersion(
        content=draft.content,
        number=0,
        main_library=base.main_library,
        params=draft.params,
        dependencies=drafts.dependencies_of(draft),
        language=base.language,
        licence=base.licence,
    )


def exercise(request: HttpRequest, uuid: uuids.UUID) -> tuple[H5PContent, H5PContentVersion]:
    """An exercise of the person's structures and its newest version. Raises Http404."""
    mine = Activity.objects.visible_to(person(request)).filter(kind=Activity.Kind.H5P)
    contents = H5PContent.objects.filter(activity__in=mine).select_related("activity")
    content = get_object_or_404(contents, activity__uuid=uuid)
    version = current_version(content)
    if version is None:
        raise Http404
    return content, version


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

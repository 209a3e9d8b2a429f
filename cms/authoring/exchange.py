"""The studio's question files: what one would bring, bringing it, and questions as a file."""

import uuid as uuids

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from assessments.bank.listing import found_items
from assessments.bank.models import Item
from assessments.bank.tree import categories_offered_to
from assessments.exchange import services
from assessments.exchange.formats import MEDIA, Format
from assessments.exchange.h5p.leaving import H5P, Leaving
from assessments.exchange.problems import FileRefused
from assessments.exchange.queries import Reading, files_of, quiz_to_take, reading_of, written_as
from assessments.exchange.reports import lines
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.type_names import name_of_type
from assessments.quizzes.models import Quiz
from assessments.quizzes.queries import quizzes_visible_to
from cms.authoring.bank_forms import SearchForm
from cms.authoring.exchange_forms import ImportForm
from cms.authoring.exercise_files import package_response
from cms.authoring.queries import studio_structures
from lms.structures.access import person, staff_only
from lms.structures.models import STUDIO_ROLES

MOST = 1000  # questions in one file


@staff_only(*STUDIO_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """A file: first what it would bring and what not, nothing written; confirmed, all of it together."""
    form = ImportForm(request.POST or None, request.FILES or None, structures=studio_structures(person(request)))
    reading: Reading | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if "confirm" in request.POST:
                return _import(request, form)
            reading = _read(form)
        except FileRefused as refused:
            form.refuse(refused, file=form.cleaned_data["name"])
    context = {"heading": _("Import questions"), "form": form}
    if reading is None:
        return render(request, "authoring/import.html", context, status=422 if form.errors else 200)
    given, file = form.cleaned_data, form.cleaned_data["name"]
    carried = given | {"structure": given["structure"].pk, "format": reading.format.value, "file": None}
    context |= {
        "form": ImportForm(initial=carried, structures=studio_structures(person(request))),
        "reading": reading,
        "file": file,
        "rows": [(each, lines(each.notes)) for each in reading.incoming],
        "problems": lines(reading.problems, file=file),
    }
    return render(request, "authoring/import_report.html", context)


def _read(form: ImportForm) -> Reading:
    given = form.cleaned_data
    return reading_of(given["text"], structure=given["structure"], format=given["format"])


def _import(request: HttpRequest, form: ImportForm) -> HttpResponse:
    given = form.cleaned_data
    imported = services.import_questions(
        structure=given["structure"],
        text=given["text"],
        format=given["format"],
        keep_categories=given["keep_categories"],
        by=person(request),
        now=timezone.now(),
    )
    count, left = len(imported.items), len(imported.reading.problems)
    words = ngettext("%(count)d question came in.", "%(count)d questions came in.", count) % {"count": count}
    if left:
        words += " " + ngettext("%(left)d was left out.", "%(left)d were left out.", left) % {"left": left}
    messages.success(request, words)
    if drafts := len(imported.waiting):
        said = ngettext(
            "%(count)d of them is a draft: it waits for you, under “drafts”.",
            "%(count)d of them are drafts: they wait for you, under “drafts”.",
            drafts,
        )
        messages.warning(request, said % {"count": drafts})
    return redirect("studio_items")


@staff_only(*STUDIO_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """What each format would hold of the questions chosen: those ticked, those of a quiz, else those found."""
    quiz = _quiz(request, request.GET.get("quiz", ""))
    taken = quiz_to_take(quiz, mine=_mine(request)) if quiz else None
    items = taken.items if taken else _chosen(request)
    uuids_chosen = [str(uuid) for uuid in items.values_list("uuid", flat=True)[: MOST + 1]]
    some = 0 < len(uuids_chosen) <= MOST
    files = files_of(items) if some else {}
    context = {
        "heading": _("Export questions"),
        "count": len(uuids_chosen),
        "quiz": taken,
        "quiz_uuid": quiz.activity.uuid if quiz else "",
        "most": MOST,
        "items": " ".join(uuids_chosen[:MOST]),
        "files": [(format, file, lines(file.problems)) for format, file in files.items()],
        "exercise": _exercise_context(items, quiz) if some else None,
    }
    return render(request, "authoring/export.html", context)


def _exercise_context(items: QuerySet[Item], quiz: Quiz | None) -> dict[str, object]:
    leaving = Leaving(items, quiz)
    missing = [f"{name_of_type(LibraryKey(name, 0, 0))} ({name})" for name in leaving.file.missing]
    return {"file": leaving.file, "problems": lines(leaving.file.problems), "missing": missing}


@staff_only(*STUDIO_ROLES)
@require_POST
def take_file(request: HttpRequest) -> HttpResponseBase:
    """The file itself, with the right answers: the journal says who took it."""
    named = request.POST.get("format", "")
    items = _mine(request).filter(uuid__in=_uuids(request.POST.get("items", "").split()))
    if named == H5P:
        return _take_exercise(request, items)
    if named not in MEDIA:
        raise Http404
    format = Format(named)
    file = written_as(format, items)
    services.record_export(format=format, questions=file.count, by=person(request), now=timezone.now())
    medium = MEDIA[format]
    disposition = f'attachment; filename="questions.{medium.ending}"'
    return HttpResponse(file.text, content_type=medium.content_type, headers={"Content-Disposition": disposition})


def _take_exercise(request: HttpRequest, items: QuerySet[Item]) -> HttpResponseBase:
    leaving = Leaving(items, _quiz(request, request.POST.get("quiz", "")))
    if not leaving.file.count:
        raise Http404
    package = leaving.package()
    services.record_export(format=H5P, questions=leaving.file.count, by=person(request), now=timezone.now())
    return package_response(package, leaving.title)


def _mine(request: HttpRequest) -> QuerySet[Item]:
    """Only questions that the person may change: a file holds their keys."""
    return Item.objects.visible_to(person(request)).order_by("title", "pk")


def _quiz(request: HttpRequest, named: str) -> Quiz | None:
    """The quiz whose questions are wanted, where one is."""
    if not named:
        return None
    quizzes = quizzes_visible_to(person(request)).select_related("activity")
    return get_object_or_404(quizzes, activity__uuid__in=_uuids([named]))


def _chosen(request: HttpRequest) -> QuerySet[Item]:
    user, mine = person(request), _mine(request)
    if request.method == "POST" and "everything" not in request.POST:
        return mine.filter(uuid__in=_uuids(request.POST.getlist("item")))
    offered, _own = categories_offered_to(user)
    sought = SearchForm(request.GET, user=user, categories=offered).sought()
    return mine.filter(pk__in=found_items(user, sought).order_by().values("pk"))


def _uuids(texts: list[str]) -> list[uuids.UUID]:
    """What is no uuid is left out."""
    found = []
    for text in texts[:MOST]:
        try:
            found.append(uuids.UUID(text))
        except ValueError:
            continue
    return found

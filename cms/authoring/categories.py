"""The studio's drawers: the categories of one's structures, and those that others offer."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.bank import filing
from assessments.bank.categories import Category
from assessments.bank.tree import categories_of, category_rows, shared_rows
from cms.authoring.filing_forms import CategoryForm
from cms.authoring.forms import StructureForm
from cms.authoring.queries import studio_structures
from lms.structures.access import person, staff_only
from lms.structures.models import STUDIO_ROLES


@staff_only(*STUDIO_ROLES)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    context = {
        "heading": _("Categories of questions"),
        "rows": category_rows(person(request)),
        "shared": shared_rows(person(request)),
    }
    return render(request, "authoring/categories.html", context)


@staff_only(*STUDIO_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new category, at the top or inside another one."""
    structures = studio_structures(person(request))
    place = StructureForm(request.POST or None, structures=structures)
    form = CategoryForm(request.POST or None, parents=categories_of(person(request)))
    if request.method == "POST" and all([form.is_valid(), place.is_valid()]):
        try:
            filing.create_category(
                structure=place.cleaned_data["structure"],
                by=person(request),
                now=timezone.now(),
                **form.cleaned_data,
            )
        except filing.CategoryTwice:
            form.add_error("name", _("There is already a category of this name in the same place."))
        except filing.CategoryOfAnotherStructure:
            form.add_error("parent", _("This category is another structure’s: choose one of the same structure."))
        else:
            messages.success(request, _("The category is there."))
            return redirect("studio_categories")
    context = {"heading": _("New category"), "form": form, "place": place, "category": None}
    return render(request, "authoring/category.html", context, status=422 if form.errors or place.errors else 200)


@staff_only(*STUDIO_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    category = _category(request, uuid)
    form = CategoryForm(request.POST or None, category=category)
    if request.method == "POST" and form.is_valid():
        wanted = {"shared": category.shared} | form.cleaned_data
        try:
            filing.change_category(category=category, by=person(request), now=timezone.now(), **wanted)
        except filing.CategoryTwice:
            form.add_error("name", _("There is already a category of this name in the same place."))
        else:
            messages.success(request, _("Kept."))
            return redirect("studio_categories")
    context = {"heading": category.path, "form": form, "place": None, "category": category}
    return render(request, "authoring/category.html", context, status=422 if form.errors else 200)


@staff_only(*STUDIO_ROLES)
@require_POST
def remove(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Its questions go one level up."""
    category = _category(request, uuid)
    try:
        filing.remove_category(category=category, by=person(request), now=timezone.now())
    except filing.CategoryNotEmpty:
        messages.error(request, _("There are categories inside, or a quiz draws from it: change these first."))
        return redirect("studio_category", uuid)
    messages.success(request, _("The category is gone. Its questions are one level up."))
    return redirect("studio_categories")


def _category(request: HttpRequest, uuid: uuids.UUID) -> Category:
    mine = Category.objects.visible_to(person(request)).select_related("parent__parent")
    return get_object_or_404(mine, uuid=uuid)

"""Structures, for administrators: a new one has its studio, its groups and its rights at once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cms.authoring import services
from lms.structures.access import person, staff_only
from lms.structures.models import Membership, Role, Structure


class NewStructureForm(forms.ModelForm[Structure]):
    """What a structure begins with; its contact block is the « Aide » of its learners' pages."""

    class Meta:
        model = Structure
        fields = [
            "name",
            "slug",
            "kind",
            "parent",
            "contact_name",
            "contact_phone",
            "contact_hours",
            "contact_email",
            "address",
            "trainers_publish",
        ]
        help_texts = {"slug": gettext_lazy("Letters, digits and hyphens: it is in the addresses of its pages.")}


class StructureSettingsForm(forms.ModelForm[Structure]):
    """What may change later; the short name stays, addresses count on it."""

    class Meta:
        model = Structure
        fields = [
            "name",
            "contact_name",
            "contact_phone",
            "contact_hours",
            "contact_email",
            "address",
            "idle_minutes",
            "pin_required",
            "trainers_publish",
        ]


def _administered(request: HttpRequest) -> QuerySet[Structure]:
    """Structures that the person administers now; all of them for a superuser."""
    user = person(request)
    if user.is_superuser:
        return Structure.objects.order_by("name", "pk")
    mine = Membership.objects.current().filter(user=user, role=Role.ADMINISTRATOR)
    return Structure.objects.filter(pk__in=mine.values("structure_id")).order_by("name", "pk")


@staff_only(Role.ADMINISTRATOR)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    context = {"heading": _("Structures"), "structures": _administered(request)}
    return render(request, "authoring/structures.html", context)


@staff_only(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A structure and its studio; who makes it administers it."""
    form = NewStructureForm(request.POST or None)
    form.fields["parent"].queryset = _administered(request)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            services.create_structure(by=person(request), now=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The structure is ready: invite its people."))
            return redirect("studio_structures")
    return _page(request, form, _("New structure"))


@staff_only(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: Any) -> HttpResponse:
    structure = get_object_or_404(_administered(request), uuid=uuid)
    form = StructureSettingsForm(request.POST or None, instance=structure)
    if request.method == "POST" and form.is_valid():
        services.change_structure(structure=form.save(commit=False), by=person(request), now=timezone.now())
        messages.success(request, _("The structure is changed."))
        return redirect("studio_structures")
    return _page(request, form, structure.name)


def _page(request: HttpRequest, form: forms.ModelForm[Structure], heading: str) -> HttpResponse:
    context = {"heading": heading, "form": form}
    return render(request, "authoring/structure.html", context, status=422 if form.errors else 200)

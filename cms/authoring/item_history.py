"""The versions of a question in the studio, and what changed between two of them."""

import uuid as uuids

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.bank.history import comparison, version_rows
from assessments.bank.models import Item
from lms.structures.access import person, staff_only
from lms.structures.models import STUDIO_ROLES


@staff_only(*STUDIO_ROLES)
@require_safe
def index(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """`?before=1&after=3` compares two versions; without it, the newest and the one before."""
    item = get_object_or_404(Item.objects.visible_to(person(request)), uuid=uuid)
    rows = version_rows(item)
    context = {
        "heading": _("Versions of “%(title)s”") % {"title": item.title},
        "item": item,
        "versions": rows,
        "compared": comparison(rows, before=_number(request, "before"), after=_number(request, "after")),
    }
    return render(request, "authoring/item_versions.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else None

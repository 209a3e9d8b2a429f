"""The studio's list of questions: found by words and filters, and put in order many at a time."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments.bank import filing
from assessments.bank.listing import found_items, item_page
from assessments.bank.models import Interaction, Item
from assessments.bank.tree import categories_offered_to
from cms.authoring.bank_forms import BulkForm, SearchForm
from lms.structures.access import person, staff_only
from lms.structures.models import STUDIO_ROLES

MOST = 1000  # questions changed at a time


@staff_only(*STUDIO_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """What the address looks for; a POST does one thing to the questions ticked, and comes back to the same list."""
    user = person(request)
    offered, own = categories_offered_to(user)
    search = SearchForm(request.GET, user=user, categories=offered)
    sought = search.sought()
    bulk = BulkForm(request.POST or None, categories=own)
    ticked = _uuids(request)
    if request.method == "POST" and bulk.is_valid():
        mine = Item.objects.visible_to(user)
        found = found_items(user, sought) if bulk.cleaned_data["everything"] else mine.filter(uuid__in=ticked)
        if (error := _do(request, bulk, list(found.filter(pk__in=mine.values("pk"))[: MOST + 1]))) is None:
            return redirect(request.get_full_path())
        bulk.add_error(None, error)
    context = {
        "heading": _("Questions"),
        "page": item_page(user, sought, request.GET.get("page")),
        "search": search,
        "is_search": any(request.GET.get(name) for name in search.fields),
        "bulk": bulk,
        "ticked": ticked,
        "kinds": Interaction.choices,
    }
    return render(request, "authoring/items.html", context, status=422 if bulk.errors else 200)


def _do(request: HttpRequest, form: BulkForm, items: list[Item]) -> str | None:
    """Do what the form asks to these questions; else why it was not done, in words."""
    if not items:
        return _("Tick the questions first.")
    if len(items) > MOST:
        return _("That is more than %(most)d questions: look for fewer, then again.") % {"most": MOST}
    given, who = form.cleaned_data, {"by": person(request), "now": timezone.now()}
    try:
        _ACTS[given["act"]](items, given, who)
    except filing.CategoryOfAnotherStructure:
        return _("Some of these questions belong to another structure than the category: move each structure’s alone.")
    words = ngettext("Done for %(count)d question.", "Done for %(count)d questions.", len(items))
    messages.success(request, words % {"count": len(items)})
    return None


_ACTS: dict[str, Any] = {
    "move": lambda items, given, who: filing.move_items(items=items, category=given["to_category"], **who),
    "state": lambda items, given, who: filing.set_state(items=items, state=given["to_state"], **who),
    "level": lambda items, given, who: filing.set_level(items=items, level=given["to_level"], **who),
    "tag": lambda items, given, who: filing.add_tags(items=items, names=given["tags"], **who),
    "untag": lambda items, given, who: filing.remove_tags(items=items, names=given["tags"], **who),
}


def _uuids(request: HttpRequest) -> set[str]:
    """The questions ticked; what is no uuid is left out."""
    return {text for text in request.POST.getlist("item")[:MOST] if _is_uuid(text)}


def _is_uuid(text: str) -> bool:
    try:
        return str(uuids.UUID(text)) == text
    except ValueError:
        return False

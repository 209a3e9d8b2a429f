"""The accessibility statement, open to all."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.accessibility.statement import State, statement


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was tested and how, who to write to, what to do when nobody answers."""
    told = statement()
    counts = {state.name.lower(): told.counts[state] for state in State}
    context = {"statement": told, "counts": counts, "contact": settings.ACCESSIBILITY_CONTACT}
    return render(request, "lms/accessibility/statement.html", context)

"""An activity that is done inside its lesson: its address leads there."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from assessments.activities.access import lesson_url, may_attempt
from assessments.activities.models import Activity
from lms.structures.access import person


@require_safe
def activity(request: HttpRequest, activity: uuid.UUID, context: uuid.UUID) -> HttpResponse:
    """To the place of the activity in its lesson, for whoever may try it from there."""
    found = Activity.objects.filter(uuid=activity).first()
    if found is None or not may_attempt(person(request), found.pk, context):
        raise Http404
    return redirect(f"{lesson_url(context)}#h5p-{activity}")

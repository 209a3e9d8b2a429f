"""The page beside an exercise: what it asks in plain words, and a way to say what is wrong. No script needed."""

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from assessments.activities.access import lesson_url, may_attempt
from assessments.activities.models import Activity
from assessments.h5p import difficulties, queries
from assessments.h5p.alternative import Passage, passages
from assessments.h5p.models import H5PContent
from assessments.h5p.records import LONGEST_WORDS, H5PProblem
from lms.accounts.models import User


class ProblemForm(forms.Form):
    """What is wrong, and words about it for who has some."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What happens?"), choices=H5PProblem.Kind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def otherwise(request: HttpRequest, activity: uuid.UUID) -> HttpResponse:
    """For who may do the exercise, and its authors. A report leads back to the lesson."""
    content = get_object_or_404(H5PContent.objects.select_related("activity"), activity__uuid=activity)
    lesson, user = _uuid_or_none(request.GET.get("lesson", "")), request.user
    if not isinstance(user, User) or not _may_read(user, content, lesson):
        raise Http404
    form = ProblemForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _report(request, user, content, lesson, form):
            return redirect(lesson_url(lesson) if lesson else request.get_full_path())
    context = {
        "activity": content.activity,
        "words": content.text_alternative,
        "passages": _passages(content),
        "back": lesson_url(lesson) if lesson else "",
        "form": form,
    }
    return render(request, "assessments/h5p/otherwise.html", context, status=status)


def _may_read(user: User, content: H5PContent, lesson: uuid.UUID | None) -> bool:
    if may_attempt(user, content.pk, lesson):
        return True
    return Activity.objects.visible_to(user).filter(pk=content.pk).exists()


def _report(request: HttpRequest, user: User, content: H5PContent, lesson: uuid.UUID | None, form: ProblemForm) -> bool:
    try:
        difficulties.report_problem(
            content=content,
            by=user,
            kind=form.cleaned_data["kind"],
            words=form.cleaned_data["words"],
            browser=request.headers.get("User-Agent", ""),
            context=lesson,
            now=timezone.now(),
        )
    except difficulties.TooManyProblems:
        form.add_error(None, _("You have said so several times already: your trainer will read it."))
        return False
    messages.success(request, _("Thank you: your trainer will read it."))
    return True


def _passages(content: H5PContent) -> list[Passage]:
    """What can be read of it, where its author wrote nothing for this page."""
    if content.text_alternative:
        return []
    version = queries.current_version(content)
    if version is None:
        return []
    read = passages(version.main_library, version.params)
    # A true-false question has its two answers nowhere in its parameters.
    if version.main_library.startswith("H5P.TrueFalse ") and read:
        return [Passage(read[0].text, (_("True"), _("False"))), *read[1:]]
    return read


def _uuid_or_none(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None

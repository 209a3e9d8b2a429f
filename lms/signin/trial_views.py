"""« Essayer »: the paper code shown, gone on with, and claimed by its author."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from lms.signin import trials, tries
from lms.signin.opening import NotALearner
from lms.signin.trial_forms import TrialCodeForm
from lms.signin.wording import wait_words
from lms.structures.access import person
from lms.web.ratelimit import CountersUnavailable

REFUSED = 422
# What is said of a code that opens nothing.
PROBLEMS: dict[type[Exception], Any] = {
    trials.UnknownTrial: gettext_lazy("No trial has this code. Read it again on your paper, and type it all."),
    NotALearner: gettext_lazy("No trial has this code. Read it again on your paper, and type it all."),
    trials.TrialOver: gettext_lazy("This trial is over: its time is up. You can begin another."),
    trials.TrialClaimed: gettext_lazy("This work is in somebody’s account already. Enter with your card to find it."),
    CountersUnavailable: gettext_lazy("Codes do not work at the moment. Tell the person who is with you."),
}
REFUSALS: tuple[type[Exception], ...] = (*PROBLEMS, tries.TryLater)


def problem_words(problem: Exception) -> str:
    """What to tell somebody whose trial code was refused."""
    if isinstance(problem, tries.TryLater):
        return wait_words(problem.seconds)
    return str(PROBLEMS[type(problem)])


@login_not_required
@never_cache
@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def trial_resume(request: HttpRequest) -> HttpResponse:
    """« J’ai un code d’essai »: the same work goes on, on any computer."""
    form = TrialCodeForm(request.POST or None)
    if form.is_valid():
        try:
            trials.resume_trial(request=request, code=form.cleaned_data["code"], now=timezone.now())
            return redirect("home")
        except REFUSALS as problem:
            form.add_error("code", problem_words(problem))
    return render(request, "lms/signin/trial_resume.html", {"form": form}, status=REFUSED if form.errors else 200)


@sensitive_variables()
@sensitive_post_parameters()
@require_safe
def trial_code(request: HttpRequest) -> HttpResponse:
    """« Mon code d’essai », to be copied or printed, in the trial's own session only."""
    code = trials.code_of_session(request)
    if not code:
        raise Http404
    return render(request, "lms/signin/trial_code.html", {"code": code, "is_leaving": "fini" in request.GET})


@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def trial_claim(request: HttpRequest) -> HttpResponse:
    """« Reprendre mon essai »: what a learner did before having a card becomes theirs."""
    learner = person(request)
    if request.session.get("role_kind") != "learner" or trials.is_guest(learner):
        raise Http404
    form = TrialCodeForm(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        try:
            trial = trials.find_trial(request=request, code=form.cleaned_data["code"], now=now)
            trials.claim_trial(trial=trial, person=learner, by=learner, now=now)
        except REFUSALS as problem:
            form.add_error("code", problem_words(problem))
        else:
            messages.success(request, _("What you did before is now in your account."))
            return redirect("home")
    return render(request, "lms/signin/trial_claim.html", {"form": form}, status=REFUSED if form.errors else 200)

"""« Reprendre un essai »: a trainer gives the work of a trial to its author."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from lms.accounts.models import User
from lms.cohorts.models import COHORT_ROLES
from lms.cohorts.queries import learners_visible_to, structures_run_by
from lms.desk import services
from lms.desk.trial_forms import AuthorForm
from lms.signin import trials
from lms.signin.models import Trial
from lms.signin.trial_forms import TrialCodeForm
from lms.signin.trial_views import REFUSALS, REFUSED, problem_words
from lms.structures.access import person, staff_only


@staff_only(*COHORT_ROLES)
@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def trial_adopt(request: HttpRequest) -> HttpResponse:
    """The code on the person's paper, then whose it is: one of my learners, or somebody new."""
    asked = TrialCodeForm(request.POST or None)
    if not asked.is_valid():
        return _code_page(request, asked)
    try:
        code = asked.cleaned_data["code"]
        trial = trials.find_trial(request=request, code=code, now=timezone.now())
        form = _author_form(request, person(request), code=code)
        if not form.is_valid():
            return _author_page(request, form, trial)
        return _adopt(request, form, trial)
    except REFUSALS as problem:
        asked.add_error("code", problem_words(problem))
        return _code_page(request, asked)


def _author_form(request: HttpRequest, trainer: User, *, code: str) -> AuthorForm:
    """Bound once the second page is sent, which has a learner to choose."""
    data = request.POST if "learner" in request.POST else None
    people, structures = learners_visible_to(trainer), structures_run_by(trainer)
    return AuthorForm(data, initial={"code": code}, people=people, structures=structures)


def _adopt(request: HttpRequest, form: AuthorForm, trial: Trial) -> HttpResponse:
    trainer, now = person(request), timezone.now()
    answers = form.cleaned_data
    if learner := answers["learner"]:
        trials.claim_trial(trial=trial, person=learner, by=trainer, now=now)
        messages.success(request, _("The work is now in the account of %(person)s.") % {"person": learner})
        return redirect("learners")
    names = {name: answers[name] for name in ("first_name", "last_name", "structure")}
    made = services.register_author(trial=trial, **names, by=trainer, now=now)
    return render(request, "lms/desk/new_learners.html", {"made": [made]})


def _code_page(request: HttpRequest, form: TrialCodeForm) -> HttpResponse:
    return render(request, "lms/desk/trial_code.html", {"form": form}, status=REFUSED if form.errors else 200)


def _author_page(request: HttpRequest, form: AuthorForm, trial: Trial) -> HttpResponse:
    context = {"form": form, "trial": trial}
    return render(request, "lms/desk/trial_adopt.html", context, status=REFUSED if form.errors else 200)

"""« Qui peut voir mon parcours », and the staff of the structures one manages."""

import uuid as uuids

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.models import User
from lms.accounts.services import issue_password_link
from lms.journal.queries import looks_at
from lms.structures import queries, services
from lms.structures.access import person, staff_only
from lms.structures.forms import ConsentForm, InvitationForm, RoleForm
from lms.structures.models import Role

LOOKS_PER_PAGE = 20
MANAGERS = (Role.ADMINISTRATOR, Role.COORDINATOR)


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest) -> HttpResponse:
    """The learner gives, sees and ends consent, and sees who looked."""
    learner, today = person(request), timezone.localdate()
    if Role.LEARNER not in queries.roles_of(learner):
        raise Http404
    counsellors = queries.counsellors_for(learner)
    form = ConsentForm(request.POST or None, counsellors=counsellors, today=today)
    if form.is_valid():
        services.give_consent(learner=learner, by=learner, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Your agreement is kept. You can end it whenever you wish."))
        return redirect("consent")
    context = {
        "form": form,
        "has_counsellors": counsellors.exists(),
        "rows": queries.consent_rows(learner, on=today),
        "looks": Paginator(looks_at(learner.pk), LOOKS_PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "lms/structures/consent.html", context, status=422 if form.errors else 200)


@require_POST
def consent_end(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    learner = person(request)
    support = get_object_or_404(queries.consents_given(learner), uuid=uuid)
    services.withdraw_consent(support=support, by=learner, now=timezone.now())
    messages.success(request, _("It is ended: this person no longer sees your path."))
    return redirect("consent")


@require_safe
@staff_only(*MANAGERS)
def staff_people(request: HttpRequest) -> HttpResponse:
    """The staff of the structures I manage."""
    page = Paginator(queries.staff_of(person(request)), 50).get_page(request.GET.get("page"))
    return render(request, "lms/structures/staff_people.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*MANAGERS)
def staff_invite(request: HttpRequest) -> HttpResponse:
    """A new member of staff; the link to set a password is shown once, to hand over."""
    me, now = person(request), timezone.now()
    form = InvitationForm(request.POST or None, manageable=queries.manageable_roles(me))
    if not form.is_valid():
        return render(request, "lms/structures/staff_invite.html", {"form": form}, status=422 if form.errors else 200)
    structure, role = form.chosen
    names = {name: form.cleaned_data[name] for name in ("username", "first_name", "last_name", "email")}
    someone = services.invite(structure=structure, role=role, by=me, now=now, **names)
    return _link_page(request, someone)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(*MANAGERS)
def staff_person(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """One member of staff: roles to give and to end, a new link."""
    me = person(request)
    someone = get_object_or_404(queries.staff_of(me), uuid=uuid)
    manageable = queries.manageable_roles(me)
    form = RoleForm(request.POST or None, manageable=manageable)
    if form.is_valid():
        structure, role = form.chosen
        services.give_membership(user=someone, structure=structure, role=role, by=me, now=timezone.now())
        messages.success(request, _("The role is given."))
        return redirect("staff_person", uuid=uuid)
    context = {
        "someone": someone,
        "form": form,
        "rows": queries.role_rows(someone, manageable=manageable),
        "may_open": queries.may_open_account(by=me, person=someone),
    }
    return render(request, "lms/structures/staff_person.html", context, status=422 if form.errors else 200)


@require_POST
@staff_only(*MANAGERS)
def staff_role_end(request: HttpRequest, uuid: uuids.UUID, pk: int) -> HttpResponse:
    me = person(request)
    someone = get_object_or_404(queries.staff_of(me), uuid=uuid)
    membership = get_object_or_404(queries.memberships_of(someone), pk=pk)
    if membership.role not in queries.manageable_roles(me).get(membership.structure, ()):
        raise Http404
    services.end_membership(membership=membership, by=me, now=timezone.now())
    messages.success(request, _("The role is ended."))
    return redirect("staff_people")


@require_POST
@staff_only(*MANAGERS)
def staff_link(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """A forgotten password: a new link, shown once."""
    me = person(request)
    someone = get_object_or_404(queries.staff_of(me), uuid=uuid)
    if not queries.may_open_account(by=me, person=someone):
        raise Http404
    return _link_page(request, someone)


def _link_page(request: HttpRequest, someone: User) -> HttpResponse:
    link = issue_password_link(user=someone, by=person(request), now=timezone.now())
    return render(request, "lms/structures/staff_link.html", {"someone": someone, "link": link})

"""Certificates: the public page of a code, the learner's own, the staff's."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.credentials import queries, services
from assessments.credentials.forms import CodeForm, FileForm, RevokeForm, SearchForm, VisibilityForm
from assessments.credentials.models import ISSUING_ROLES, Credential
from assessments.credentials.uploads import HashingUploadHandler
from assessments.credentials.verification import UNKNOWN, Status, Verification, verify, verify_file
from lms.journal.services import record_view
from lms.structures.access import person, staff_only
from lms.web.addresses import address_of
from lms.web.ratelimit import CountersUnavailable, Limit, is_over
from lms.web.searching import keep_words, kept_words

LOOK_UPS = Limit(name="certificate-look-up", uses=30, seconds=60)
ROWS_A_PAGE = 50


@login_not_required
@never_cache
@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Where whoever holds a paper types its code."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("verify_code", code=form.cleaned_data["code"])
    return unindexed(render(request, "credentials/verify.html", {"form": form}))


@csrf_exempt  # the upload handler must be chosen before anything reads the form: `page_of_code` is protected
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a code: state, what the paper shows, and the checks made; POST compares a file."""
    if request.method == "POST":
        request.upload_handlers = [HashingUploadHandler(request)]
    return unindexed(page_of_code(request, code))


@csrf_protect
def page_of_code(request: HttpRequest, code: str) -> HttpResponse:
    if looked_up_too_often(request):
        answer = render(request, "credentials/verify_later.html", status=429)
        answer["Retry-After"] = str(LOOK_UPS.seconds)
        return answer
    form = FileForm(files=request.FILES) if request.method == "POST" else FileForm()
    checked = form.is_bound and form.is_valid()
    found = verify_file(code, form.cleaned_data["file"].sha256) if checked else verify(code)
    if found is UNKNOWN:
        return unknown_code(request, code)
    context = {"found": found, "form": form, "tone": tone_of(found)}
    return render(request, "credentials/verify_code.html", context)


def unknown_code(request: HttpRequest, code: str) -> HttpResponse:
    """One answer for a code never given, a mistyped one and a page switched off: none tells which."""
    form = CodeForm(initial={"code": code[:200]})
    return render(request, "credentials/verify_unknown.html", {"form": form}, status=404)


def looked_up_too_often(request: HttpRequest) -> bool:
    try:
        return is_over(limit=LOOK_UPS, source=address_of(request), now=timezone.now())
    except CountersUnavailable:
        return False  # a code cannot be guessed in practice (57 bits): better to answer than to hide a certificate


def tone_of(found: Verification) -> str:
    return {Status.VALID: "success", Status.DOUBTFUL: "warning", Status.ERASED: "info"}.get(found.status, "error")


def unindexed(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def my_certificates(request: HttpRequest) -> HttpResponse:
    return render(request, "credentials/my_certificates.html", {"rows": queries.my_certificates(person(request))})


@require_safe
def certificate_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The PDF, shown in the browser and never kept by it, under a name that says nothing of its holder."""
    viewer = person(request)
    pdf = queries.pdf_of(viewer, uuid)
    if pdf is None:
        raise Http404
    holder = pdf.credential.learner
    if holder is not None and holder != viewer:
        record_view(
            verb="credential.viewed", now=timezone.now(), by=viewer, subject=holder, target=f"credential:{uuid}"
        )
    try:
        with pdf.file.open("rb") as stored:
            content = stored.read()
    except FileNotFoundError as error:
        raise Http404 from error
    shown = {"Content-Disposition": content_disposition_header(False, _("certificate") + ".pdf")}
    return HttpResponse(content, content_type="application/pdf", headers=shown)


@require_POST
def certificate_visibility(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The holder opens or closes the page of the code."""
    holder = person(request)
    credential = get_object_or_404(Credential.objects.held_by(holder), uuid=uuid)
    form = VisibilityForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data["visibility"]
        try:
            services.set_visibility(credential=credential, visibility=chosen, by=holder, now=timezone.now())
        except services.PageSwitchedOff:
            messages.warning(request, _("This page was switched off. Ask the person who is with you."))
        else:
            messages.success(request, _("Your choice is saved."))
    return redirect("my_certificates")


@staff_only(*ISSUING_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def certificates(request: HttpRequest) -> HttpResponse:
    """What the structures where one trains or coordinates have issued; a search is a POST."""
    if request.method == "POST":
        return redirect(keep_words(request, request.POST.get("q", ""), of="certificates"))
    staff = person(request)
    form = SearchForm({"q": kept_words(request, of="certificates")})
    found = queries.issued_by_my_structures(staff, search=form.words())
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": queries.rows_of(page)}
    return render(request, "credentials/certificates.html", context)


@staff_only(*ISSUING_ROLES)
@require_POST
def certificate_make_again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Tries again to make the file of a certificate, with the name as it is now."""
    staff = person(request)
    credential = get_object_or_404(Credential.objects.managed_by(staff), uuid=uuid)
    try:
        services.make_again(credential=credential, by=staff, now=timezone.now())
    except services.NotAwaited:
        messages.warning(request, _("Nothing is to be made: this certificate is ready or has ended."))
    else:
        messages.success(request, _("The certificate is being made again. Load this page again in a moment."))
    return redirect("certificates")


@staff_only(*ISSUING_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_revoke(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Asks for the reason, then ends the certificate; the page of its code says so at once."""
    staff = person(request)
    credential = get_object_or_404(Credential.objects.managed_by(staff), uuid=uuid)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            services.revoke(credential=credential, reason=reason, by=staff, now=timezone.now())
        except services.NotRevocable:
            messages.warning(request, _("This certificate had ended already: nothing was changed."))
        else:
            messages.success(request, _("The certificate is revoked. Its page says so from now on."))
        return redirect("certificates")
    return render(request, "credentials/revoke.html", {"form": form, "row": queries.row_of(credential)})

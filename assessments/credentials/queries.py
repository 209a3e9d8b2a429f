"""Certificates as screens show them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BigIntegerField, Q, QuerySet
from django.utils.translation import gettext

from assessments.credentials.codes import MalformedCode, parse, unbroken
from assessments.credentials.models import BUILD, Credential, CredentialFile
from assessments.credentials.pdf import CertificateView
from assessments.credentials.snapshots import view_of
from lms.accounts.models import User, Visitor
from lms.jobs.models import Job
from lms.web.prepared import Prepared, Slot

# How a failed job names pdf.UndrawableText and its sign.
UNDRAWN_SIGN = re.compile(r"UndrawableText: no font draws U\+([0-9A-F]{4,6}) ")


@dataclass(frozen=True, kw_only=True)
class CertificateRow:
    """One certificate in a list: what its paper shows, and where it stands."""

    uuid: UUID
    paper: CertificateView
    code: str
    code_words: str
    state: str
    state_words: str
    visibility: str
    trouble: str = ""  # why its files could not be made, for staff

    @property
    def is_ready(self) -> bool:
        return self.state == Credential.State.ISSUED

    @property
    def is_awaited(self) -> bool:
        return self.state == Credential.State.PENDING

    @property
    def is_living(self) -> bool:
        return self.is_ready or self.is_awaited

    @property
    def may_choose_visibility(self) -> bool:
        return self.is_ready and self.visibility != Credential.Visibility.OFF


_HELD = Prepared(lambda: Credential.objects.held_by(Slot("me", BigIntegerField())))


def my_certificates(user: User) -> list[CertificateRow]:
    """The person's own, newest first. One query."""
    return [row_of(credential) for credential in _HELD.ask(me=user.pk)]


def issued_by_my_structures(user: Visitor, *, search: str = "") -> QuerySet[Credential]:
    """Certificates the user manages, newest first; `search` is part of a name or a code as people type it."""
    managed = Credential.objects.managed_by(user).exclude(state=Credential.State.ERASED)
    words = search.split()
    try:
        return managed.filter(code=parse(search))
    except MalformedCode:
        for word in words:
            managed = managed.filter(Q(learner__first_name__icontains=word) | Q(learner__last_name__icontains=word))
        return managed


def rows_of(credentials: Iterable[Credential]) -> list[CertificateRow]:
    """The rows of a staff page: what is awaited says why when it is stuck. One query more."""
    listed = list(credentials)
    awaited = [credential.pk for credential in listed if credential.state == Credential.State.PENDING]
    troubles = troubles_of(awaited)
    return [row_of(credential, trouble=troubles.get(credential.pk, "")) for credential in listed]


def troubles_of(awaited: list[int]) -> dict[int, str]:
    """For each certificate whose last job has failed for good: what to do about it."""
    jobs = Job.objects.filter(kind=BUILD, payload__credential__in=awaited).order_by("pk")
    last = {job.payload["credential"]: job for job in jobs}
    return {pk: trouble_in(job.error) for pk, job in last.items() if job.state == Job.State.FAILED}


def trouble_in(error: str) -> str:
    """The failure of a job in words; an undrawable sign is shown by itself."""
    sign = UNDRAWN_SIGN.match(error)
    if sign is None:
        return gettext("Its file could not be made.")
    message = gettext("The name holds a sign that we cannot print: %(sign)s. Correct the name, then make it again.")
    return message % {"sign": chr(int(sign[1], 16))}


def row_of(credential: Credential, *, trouble: str = "") -> CertificateRow:
    return CertificateRow(
        uuid=credential.uuid,
        paper=view_of(credential.snapshot),
        code=credential.code,
        code_words=unbroken(credential.code),
        state=credential.state,
        state_words=credential.get_state_display(),
        visibility=credential.visibility,
        trouble=trouble,
    )


def pdf_of(user: Visitor, uuid: UUID) -> CredentialFile | None:
    """The PDF of a certificate that the user may see; None when there is none for them."""
    visible = Credential.objects.visible_to(user).filter(uuid=uuid)
    pdfs = CredentialFile.objects.filter(kind=CredentialFile.Kind.PDF, credential__in=visible)
    return pdfs.select_related("credential__learner").first()

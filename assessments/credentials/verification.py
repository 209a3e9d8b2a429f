"""Is this certificate real? The answer to whoever holds the paper, and the checks it rests on.

Valid means: the code is in the register, and the stored file is, bit for bit, the one that was issued.
A signature joins these checks when certificates are signed; until then the page says that it was not checked.
"""

import datetime
import hashlib
from dataclasses import dataclass
from enum import StrEnum

from django.core.files.storage import storages

from assessments.credentials.codes import MalformedCode, parse, unbroken
from assessments.credentials.models import Credential, CredentialFile
from assessments.credentials.pdf import CertificateView
from assessments.credentials.snapshots import view_of


class Status(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"
    REPLACED = "replaced"
    ERASED = "erased"  # its holder's data are gone: only a file can still be checked
    DOUBTFUL = "doubtful"  # the stored file is missing or is not the one issued
    UNKNOWN = "unknown"  # no such code, or a page that its issuer switched off: the same answer


class FileCheck(StrEnum):
    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What the page says. `shown` is what the paper shows, None when the holder closed the page."""

    status: Status
    code: str = ""  # empty when unknown
    code_words: str = ""
    shown: CertificateView | None = None
    closed: bool = False
    revoked_at: datetime.datetime | None = None
    reason: str = ""
    register_checked: bool = False
    stored_file_checked: bool = False
    file: FileCheck | None = None


UNKNOWN = Verification(status=Status.UNKNOWN)
STATUS_OF_STATE = {
    Credential.State.ISSUED: Status.VALID,
    Credential.State.REVOKED: Status.REVOKED,
    Credential.State.SUPERSEDED: Status.REPLACED,
    Credential.State.ERASED: Status.ERASED,
}


def verify(typed: str) -> Verification:
    """The state of the certificate that `typed` names, as people write codes."""
    return _verified(typed, sha256=None)


def verify_file(typed: str, sha256: str) -> Verification:
    """The same, and whether the file of this SHA-256 is the one that was issued under that code."""
    return _verified(typed, sha256=sha256)


def _verified(typed: str, *, sha256: str | None) -> Verification:
    credential = _in_register(typed)
    if credential is None:
        return UNKNOWN
    issued = credential.files.filter(kind=CredentialFile.Kind.PDF).first()
    status = STATUS_OF_STATE[Credential.State(credential.state)]
    intact = issued is not None and stored_file_is_intact(issued)
    closed = credential.visibility == Credential.Visibility.CLOSED
    erased = status is Status.ERASED
    return Verification(
        status=Status.DOUBTFUL if status is Status.VALID and not intact else status,
        code=credential.code,
        code_words=unbroken(credential.code),
        shown=None if closed or erased else view_of(credential.snapshot),
        closed=closed,
        revoked_at=credential.revoked_at,
        reason=credential.get_revocation_reason_display() if credential.revocation_reason else "",
        register_checked=True,
        stored_file_checked=intact,
        file=None if sha256 is None else _compared(issued, sha256),
    )


def _in_register(typed: str) -> Credential | None:
    """The certificate of that code, unless it is not made yet or its page is switched off."""
    try:
        code = parse(typed)
    except MalformedCode:
        return None
    found = Credential.objects.filter(code=code).exclude(visibility=Credential.Visibility.OFF)
    return found.exclude(state=Credential.State.PENDING).first()


def stored_file_is_intact(issued: CredentialFile) -> bool:
    """Whether private storage still holds the very bytes that were issued."""
    storage = storages["private"]
    name = str(issued.file.name)
    if not storage.exists(name):
        return False
    with storage.open(name) as stored:
        return hashlib.file_digest(stored, "sha256").hexdigest() == issued.sha256


def _compared(issued: CredentialFile | None, sha256: str) -> FileCheck:
    same = issued is not None and issued.sha256 == sha256
    return FileCheck.SAME if same else FileCheck.DIFFERENT

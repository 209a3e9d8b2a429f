"""A certificate's life: awarded once, made into a file once, closed or opened by its holder, revoked."""

import datetime
import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from assessments.credentials.codes import new_code
from assessments.credentials.models import BUILD, AchievementVersion, Credential, CredentialEvent, CredentialFile
from assessments.credentials.pdf import render_certificate
from assessments.credentials.snapshots import snapshot_of, view_of
from lms.accounts.models import User
from lms.jobs.services import enqueue
from lms.journal.services import record


class PageSwitchedOff(Exception):
    """The issuer switched the public page off: its holder cannot open it."""


class NotAwaited(Exception):
    """The files are made already, or the certificate has ended: there is nothing to make again."""


class NotRevocable(Exception):
    """The certificate is revoked, replaced or erased already."""


@transaction.atomic
def award(
    *,
    achievement_version: AchievementVersion,
    learner: User,
    evidence: Iterable[str],
    now: datetime.datetime,
    by: User | None = None,
) -> Credential:
    """Give the learner the certificate of this achievement, once: a second call answers the first one's row.

    `evidence` holds the uuids of what earned it. The files are made after commit by a job of kind BUILD.
    A revoked certificate is not given again by this call, as revoking was a person's decision; but one that a
    correction took, and that is earned again, is replaced by a new one.
    """
    key = f"{learner.uuid}:{achievement_version.achievement.uuid}"
    earned = [str(uuid) for uuid in evidence]
    credential, awarded = _get_or_add(key, achievement_version, learner, earned, now)
    taken = 1
    while _taken_by_a_correction(credential):
        taken += 1
        credential, awarded = _get_or_add(
            f"{key}:{taken}", achievement_version, learner, earned, now, replaces=credential
        )
    if awarded:
        _note(credential, "awarded", now=now, by=by)
        _ask_for_files(credential, now=now)
    return credential


def _get_or_add(
    key: str,
    version: AchievementVersion,
    learner: User,
    evidence: list[str],
    now: datetime.datetime,
    replaces: Credential | None = None,
) -> tuple[Credential, bool]:
    code = new_code()
    return Credential.objects.get_or_create(
        key=key,
        defaults={
            "code": code,
            "version": version,
            "learner": learner,
            "snapshot": lambda: snapshot_of(version=version, learner=learner, code=code, now=now),
            "evidence": evidence,
            "awarded_at": now,
            "replaces": replaces,
        },
    )


def _taken_by_a_correction(credential: Credential) -> bool:
    revoked = credential.state == Credential.State.REVOKED
    return revoked and credential.revocation_reason == Credential.Reason.CORRECTION


@transaction.atomic
def make_again(*, credential: Credential, by: User, now: datetime.datetime) -> None:
    """Freeze anew a certificate whose files could not be made, and try again: the name was put right since.

    Nothing was ever printed of it, so its code and its day stay. Raises NotAwaited.
    """
    pending = Credential.objects.filter(pk=credential.pk, state=Credential.State.PENDING, learner__isnull=False)
    awaited = pending.select_for_update(of=("self",)).first()
    if awaited is None or awaited.learner is None:
        raise NotAwaited(credential.code)
    awaited.snapshot = snapshot_of(
        version=awaited.version, learner=awaited.learner, code=awaited.code, now=awaited.awarded_at
    )
    awaited.save(update_fields=["snapshot"])
    _note(awaited, "made_again", now=now, by=by)
    _ask_for_files(awaited, now=now)


def _ask_for_files(credential: Credential, *, now: datetime.datetime) -> None:
    """One job for each time they are asked for; two jobs of one certificate still make one file."""
    tries = credential.events.filter(kind="made_again").count()
    key = f"{BUILD}:{credential.uuid}" + (f":{tries}" if tries else "")
    enqueue(kind=BUILD, key=key, payload={"credential": credential.pk}, now=now)


@transaction.atomic
def build_files(*, credential: Credential, now: datetime.datetime) -> None:
    """Make the PDF from the snapshot, keep it with its hash, call the certificate issued; twice is once.

    A certificate revoked before its files were made gets none. Raises pdf.UndrawableText when a sign of the
    name is in none of the fonts.
    """
    pending = Credential.objects.filter(pk=credential.pk, state=Credential.State.PENDING)
    waiting = pending.select_for_update().first()
    if waiting is None:
        return
    pdf = render_certificate(view_of(waiting.snapshot), font_paths=settings.PDF_FONT_DIRS)
    sha256 = hashlib.sha256(pdf).hexdigest()
    CredentialFile.objects.create(
        credential=waiting,
        kind=CredentialFile.Kind.PDF,
        file=_kept(pdf, name=f"credentials/{waiting.uuid}/{sha256[:16]}.pdf"),
        sha256=sha256,
        size=len(pdf),
        created_at=now,
    )
    Credential.objects.filter(pk=waiting.pk).update(state=Credential.State.ISSUED, issued_at=now)
    _note(waiting, "issued", now=now, by=None, sha256=sha256)


def _kept(content: bytes, *, name: str) -> str:
    """The name under which private storage holds `content`; a half-written file of that name is replaced."""
    storage = storages["private"]
    if storage.exists(name):
        with storage.open(name) as kept:
            if kept.read() == content:
                return name
        storage.delete(name)
    return storage.save(name, ContentFile(content))


@transaction.atomic
def revoke(*, credential: Credential, reason: str, by: User, now: datetime.datetime) -> None:
    """End the certificate: its page says so from the next request on.

    `reason` is one of Credential.Reason and public. Raises NotRevocable when it has ended already.
    """
    living = [Credential.State.PENDING, Credential.State.ISSUED]
    ended = Credential.objects.filter(pk=credential.pk, state__in=living).update(
        state=Credential.State.REVOKED, revoked_at=now, revocation_reason=Credential.Reason(reason)
    )
    if not ended:
        raise NotRevocable(credential.code)
    _note(credential, "revoked", now=now, by=by, reason=reason)


@transaction.atomic
def set_visibility(*, credential: Credential, visibility: str, by: User, now: datetime.datetime) -> None:
    """What the public page of the code shows, one of Credential.Visibility.

    The holder opens and closes it; OFF is the issuer's to set and to lift: else raises PageSwitchedOff.
    """
    chosen = Credential.Visibility(visibility)
    off = Credential.Visibility.OFF
    changing = Credential.objects.filter(pk=credential.pk).exclude(visibility=chosen)
    for_issuer = chosen is off or changing.filter(visibility=off).exists()
    if for_issuer and not Credential.objects.managed_by(by).filter(pk=credential.pk).exists():
        raise PageSwitchedOff(credential.code)
    changed = changing.update(visibility=chosen)
    if changed:
        _note(credential, "visibility_changed", now=now, by=by, visibility=chosen.value)


def _note(credential: Credential, kind: str, *, now: datetime.datetime, by: User | None, **data: str) -> None:
    """The same fact twice: in the certificate's history, which outlives the holder's data, and in the journal."""
    CredentialEvent.objects.create(credential=credential, at=now, kind=kind, data=data)
    record(
        verb=f"credential.{kind}",
        now=now,
        by=by,
        subject=credential.learner,
        structure_id=credential.version.achievement.issuer.structure_id,
        target=f"credential:{credential.uuid}",
        **data,
    )

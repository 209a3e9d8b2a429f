"""Certificates that are earned no more once a result has changed."""

import datetime
from collections.abc import Iterable

from assessments.credentials import services as credentials
from assessments.credentials.models import Credential
from courses.corrections.effects import Person
from lms.accounts.models import User


def take_lost(
    person: Person, held: Iterable[Credential], *, by: User | None, now: datetime.datetime
) -> list[dict[str, str]]:
    """Revoke what is earned no more; a certificate of a structure where the author of the act has no say is left.

    Returns what to tell the person of each (`as_told`).
    """
    lost = {effect.course.achievement_id for effect in person.effects if effect.loses}
    taken = []
    for credential in held:
        if credential.version.achievement_id not in lost:
            continue
        may = by is not None and Credential.objects.managed_by(by).filter(pk=credential.pk).exists()
        if may and by is not None:
            credentials.revoke(credential=credential, reason=Credential.Reason.CORRECTION, by=by, now=now)
        taken.append(as_told(credential, "revoked" if may else "left"))
    return taken


def as_told(credential: Credential, change: str) -> dict[str, str]:
    """A line of `Consequence.certificates`; `change` is given, revoked or left."""
    return {"credential": str(credential.uuid), "name": credential.version.name, "change": change}

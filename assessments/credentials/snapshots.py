"""What a certificate shows, frozen at the award: from the models to JSON, from the JSON to the paper."""

import datetime
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.utils import timezone

from assessments.credentials.models import AchievementVersion
from assessments.credentials.pdf import CertificateView
from lms.accounts.models import User


def snapshot_of(*, version: AchievementVersion, learner: User, code: str, now: datetime.datetime) -> dict[str, Any]:
    """Everything the paper will show, as JSON: later changes of name, course or structure leave it alone."""
    view = certificate_view(version=version, learner=learner, code=code, now=now)
    return {**asdict(view), "issued_on": view.issued_on.isoformat(), "logo": None}


def certificate_view(
    *, version: AchievementVersion, learner: User, code: str, now: datetime.datetime
) -> CertificateView:
    issuer = version.achievement.issuer
    return CertificateView(
        holder=str(learner),
        achievement=version.name,
        description=version.description,
        skills=tuple(skill.plain_label or skill.label for skill in version.skills.all()),
        hours_hundredths=None if version.hours is None else round(version.hours * 100),
        issued_on=timezone.localdate(now),
        structure=issuer.structure.name,
        place=issuer.place or issuer.structure.address,
        issuer=issuer.name,
        signatory=issuer.signatory,
        code=code,
        verify_url=f"{settings.BASE_URL}/v/{code}",
    )


def view_of(snapshot: dict[str, Any]) -> CertificateView:
    """The certificate as it was frozen."""
    return CertificateView(
        **{
            **snapshot,
            "skills": tuple(snapshot["skills"]),
            "issued_on": datetime.date.fromisoformat(snapshot["issued_on"]),
        }
    )

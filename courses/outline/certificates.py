"""The certificate that an author set for a course, as an achievement whose issued wording never changes."""

import datetime

from assessments.credentials.models import Achievement, AchievementVersion, IssuerProfile
from courses.outline.models import Course
from courses.outline.published import CertificateData
from lms.structures.models import Structure


class NoIssuer(ValueError):
    """A course that belongs to no structure has nobody to issue its certificate."""


def publish_certificate(*, course: Course, certificate: CertificateData | None, now: datetime.datetime) -> None:
    """Give the course this certificate, or take it back (`None`): what was awarded stays.

    A new version of the achievement is written only when its wording, hours or skills changed.
    Raises NoIssuer.
    """
    if certificate is None:
        _take_back(course, now=now)
        return
    achievement = course.achievement or _new_achievement(course, now=now)
    if achievement.retired_at is not None:
        achievement.retired_at = None
        achievement.save(update_fields=["retired_at"])
    _write_version(achievement, certificate, name=certificate.name or course.title, now=now)


def _take_back(course: Course, *, now: datetime.datetime) -> None:
    if course.achievement is not None and course.achievement.retired_at is None:
        course.achievement.retired_at = now
        course.achievement.save(update_fields=["retired_at"])


def _new_achievement(course: Course, *, now: datetime.datetime) -> Achievement:
    if course.structure is None:
        raise NoIssuer(course.title)
    achievement = Achievement.objects.create(issuer=_issuer_of(course.structure), created_at=now)
    course.achievement = achievement
    course.save(update_fields=["achievement"])
    return achievement


def _issuer_of(structure: Structure) -> IssuerProfile:
    issuer, _created = IssuerProfile.objects.get_or_create(
        structure=structure, defaults={"name": structure.name, "place": structure.address}
    )
    return issuer


def _write_version(
    achievement: Achievement, certificate: CertificateData, *, name: str, now: datetime.datetime
) -> None:
    newest = achievement.versions.order_by("-number").first()
    wanted = (name, certificate.description, certificate.criteria, certificate.hours, set(certificate.skills))
    if newest is not None and _wording(newest) == wanted:
        return
    version = AchievementVersion.objects.create(
        achievement=achievement,
        number=newest.number + 1 if newest else 1,
        name=name,
        description=certificate.description,
        criteria=certificate.criteria,
        hours=certificate.hours,
        created_at=now,
    )
    version.skills.set(certificate.skills)


def _wording(version: AchievementVersion) -> tuple[object, ...]:
    skills = set(version.skills.values_list("pk", flat=True))
    return version.name, version.description, version.criteria, version.hours, skills

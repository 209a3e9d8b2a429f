"""What a counsellor reads: people, their progress in words, their skills by area."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.credentials.queries import CertificateRow
from courses.progress.rows import CourseRow, lessons_done_words
from lms.accounts.models import User
from lms.structures.models import Support


@dataclass(frozen=True, kw_only=True)
class CaseloadRow:
    """A person in the list; `certificates` is None when the consent does not cover them."""

    person: User
    place: str
    last_seen_at: datetime.datetime | None
    is_unseen: bool  # for too long
    course: str  # the one worked on last; empty before anything is begun
    done: int
    total: int
    sessions: int  # class sessions held for the person's groups while they were in them
    certificates: int | None

    @property
    def words(self) -> str:
        return lessons_done_words(self.done, self.total, begun=bool(self.course))


@dataclass(frozen=True, kw_only=True)
class SkillRow:
    """A skill and how far the person masters it."""

    label: str
    level: float

    @property
    def words(self) -> str:
        return mastery_words(self.level)


@dataclass(frozen=True, kw_only=True)
class SkillArea:
    """An area of skills: `percent` is the share of the lessons proved, over the skills shown below it."""

    label: str
    level: float
    skills: list[SkillRow]

    @property
    def percent(self) -> int:
        return round(100 * self.level)

    @property
    def words(self) -> str:
        return mastery_words(self.level)


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """A person's path in words; `areas` and `certificates` are empty when the consent does not cover them."""

    person: User
    support: Support
    place: str
    last_seen_at: datetime.datetime | None
    is_unseen: bool
    courses: list[CourseRow]
    sessions: int
    areas: list[SkillArea]
    certificates: list[CertificateRow]

    @property
    def agreed_words(self) -> str:
        """What the agreement covers, said to the counsellor (`Support.Scope` says it to the learner)."""
        return _("modules, attendance, skills and certificates") if self.shows_skills else _("modules and attendance")

    @property
    def shows_skills(self) -> bool:
        return self.support.scope == Support.Scope.FULL


def mastery_words(level: float) -> str:
    """A mastery from 0 to 1 in words."""
    if level >= 1:
        return _("Acquired")
    return _("Well under way") if level >= 0.5 else _("Just begun")

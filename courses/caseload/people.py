"""One person's path, as far as their consent goes."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from assessments.credentials.queries import my_certificates
from assessments.skills.models import Skill
from courses.caseload.queries import is_unseen, learners_followed_by
from courses.caseload.rows import PersonPage, SkillArea, SkillRow
from courses.enrolments.queries import followed_by
from courses.progress.lessons import course_rows
from courses.progress.models import CourseProgress, Mastery
from lms.accounts.models import User
from lms.structures.models import Support


def person_page(support: Support, *, on: datetime.date) -> PersonPage:
    """What this consent, which must be in force that day, lets its counsellor read: a fixed number of queries."""
    learner: Any = learners_followed_by(support.counsellor, on=on).get(pk=support.learner_id)
    begun = CourseProgress.objects.filter(user=learner).order_by().values("course_id")
    full = support.scope == Support.Scope.FULL
    return PersonPage(
        person=learner,
        support=support,
        place=learner.place or "",
        last_seen_at=learner.last_seen_at,
        is_unseen=is_unseen(learner.last_seen_at, on=on),
        courses=course_rows(learner, followed_by(learner, "course__") | Q(course_id__in=begun)),
        sessions=learner.sessions,
        areas=skill_areas(learner) if full else [],
        certificates=[row for row in my_certificates(learner) if row.is_ready] if full else [],
    )


def skill_areas(learner: User) -> list[SkillArea]:
    """The skills that the person has begun to master, by area: one query."""
    masteries = Mastery.objects.filter(user=learner).select_related("skill__parent__parent")
    by_area: defaultdict[Skill, list[Mastery]] = defaultdict(list)
    for mastery in masteries.order_by("skill__framework_id", "skill__position", "skill_id"):
        by_area[_area_of(mastery.skill)].append(mastery)
    return [
        SkillArea(label=_label(area), level=_share(rows), skills=[_skill_row(row) for row in rows])
        for area, rows in by_area.items()
    ]


def _area_of(skill: Skill) -> Skill:
    """The skill at the top of its tree (frameworks have three levels at most)."""
    while skill.parent is not None:
        skill = skill.parent
    return skill


def _share(rows: Iterable[Mastery]) -> float:
    """Lessons proved over lessons counted (`level` is proved / counted, for each skill)."""
    rows = list(rows)
    counted = sum(row.evidence_count / row.level for row in rows)
    return sum(row.evidence_count for row in rows) / counted


def _skill_row(row: Mastery) -> SkillRow:
    return SkillRow(label=_label(row.skill), level=row.level)


def _label(skill: Skill) -> str:
    return skill.plain_label or skill.label

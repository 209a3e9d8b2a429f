"""The people who agreed that a counsellor may see their path: always from a consent in force that day."""

import datetime
import unicodedata
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, FloatField, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest, NullIf
from django.utils import timezone

from assessments.credentials.models import Credential
from courses.caseload.rows import CaseloadRow
from courses.outline.models import Lesson
from courses.progress.models import CourseProgress
from lms.accounts.models import User
from lms.cohorts.models import ClassSession
from lms.structures.models import Membership, Role, Structure, Support

PEOPLE_A_PAGE = 25
UNSEEN_DAYS = 14
ORDERS: dict[str, tuple[Any, ...]] = {
    "name": ("last_name", "first_name", "pk"),
    "-name": ("-last_name", "-first_name", "-pk"),
    "seen": (F("last_seen_at").asc(nulls_first=True), "pk"),
    "-seen": (F("last_seen_at").desc(nulls_last=True), "pk"),
    "progress": (F("share").asc(nulls_first=True), "pk"),
    "-progress": (F("share").desc(nulls_last=True), "pk"),
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A reading of the list: words of a name, a place, those not seen for long, an order of ORDERS."""

    search: str = ""
    place: UUID | None = None
    unseen: bool = False
    sort: str = "name"

    @property
    def is_filtered(self) -> bool:
        return bool(self.search or self.place or self.unseen)


@dataclass(frozen=True, kw_only=True)
class CaseloadPage:
    rows: list[CaseloadRow]
    page: Page[User]


def caseload_page(counsellor: User, *, on: datetime.date, asked: Asked, page: str | int | None = 1) -> CaseloadPage:
    """A page of the list: two queries, and one more to search a name, whatever its length."""
    people = Paginator(_ordered(counsellor, on=on, asked=asked), PEOPLE_A_PAGE).get_page(page)
    return CaseloadPage(rows=[_row(person, on=on) for person in people.object_list], page=people)


def caseload_rows(counsellor: User, *, on: datetime.date, asked: Asked) -> list[CaseloadRow]:
    """The whole list, for a file."""
    return [_row(person, on=on) for person in _ordered(counsellor, on=on, asked=asked)]


def agreed_with(counsellor: User, *, on: datetime.date) -> QuerySet[User]:
    """The people whose consent to this counsellor is in force that day."""
    consents = Support.objects.current(on=on).filter(counsellor=counsellor)
    return User.objects.filter(pk__in=consents.order_by().values("learner_id"))


def places_of(counsellor: User, *, on: datetime.date) -> list[Structure]:
    """The structures where those people learn, for the filter."""
    here = Membership.objects.current().filter(role=Role.LEARNER, user__in=agreed_with(counsellor, on=on).order_by())
    return list(Structure.objects.filter(pk__in=here.order_by().values("structure_id")))


def learners_followed_by(counsellor: User, *, on: datetime.date) -> QuerySet[User]:
    """Those people with all that the list shows of each, in one query."""
    consent = Support.objects.current(on=on).filter(counsellor=counsellor, learner=OuterRef("pk"))
    latest = CourseProgress.objects.filter(user=OuterRef("pk"), course__retired_at=None).order_by("-last_at", "-pk")
    learning = Membership.objects.current().filter(user=OuterRef("pk"), role=Role.LEARNER).order_by("pk")
    lessons = Lesson.objects.current().filter(course=OuterRef("course_id"))
    return agreed_with(counsellor, on=on).annotate(
        scope=Subquery(consent.order_by("pk").values("scope")[:1]),
        place=Subquery(learning.values("structure__name")[:1]),
        evidence_at=Subquery(latest.values("last_at")[:1]),
        last_seen_at=Coalesce(Greatest("last_login", "evidence_at"), "last_login", "evidence_at"),
        course_id=Subquery(latest.values("course_id")[:1]),
        course=Subquery(latest.values("course__title")[:1]),
        done=Subquery(latest.values("lessons_done")[:1]),
        total=_count(lessons),
        share=Cast("done", FloatField()) / NullIf(Cast("total", FloatField()), 0.0),
        sessions=_count(sessions_held_for(OuterRef("pk"))),
        certificates=_count(Credential.objects.filter(learner=OuterRef("pk"), state=Credential.State.ISSUED)),
    )


def sessions_held_for(learner: Any) -> QuerySet[ClassSession]:
    """Class sessions of the person's groups while they were in them; presence itself is signed for, not guessed."""
    left = Q(cohort__memberships__left_at=None) | Q(cohort__memberships__left_at__gt=F("opened_at"))
    return ClassSession.objects.filter(
        left, cohort__memberships__learner=learner, cohort__memberships__joined_at__lte=F("opened_at")
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().annotate(one=F("pk") * 0).values("one").annotate(count=Count("pk", distinct=True))
    return Coalesce(Subquery(counted.values("count"), output_field=IntegerField()), 0)


def _ordered(counsellor: User, *, on: datetime.date, asked: Asked) -> QuerySet[User]:
    people = learners_followed_by(counsellor, on=on)
    if asked.search:
        people = people.filter(pk__in=_named(agreed_with(counsellor, on=on), asked.search))
    if asked.place:
        here = Membership.objects.current().filter(user=OuterRef("pk"), role=Role.LEARNER)
        people = people.filter(Exists(here.filter(structure__uuid=asked.place)))
    if asked.unseen:
        people = people.filter(Q(last_seen_at=None) | Q(last_seen_at__lt=_unseen_before(on)))
    return people.order_by(*ORDERS[asked.sort])


def _named(people: QuerySet[User], search: str) -> list[int]:
    """Ids of those whose name holds each word, accents and case forgiven: no database does that alike."""
    words = folded(search).split()
    names = people.order_by("pk").values_list("pk", "first_name", "last_name")
    return [pk for pk, first, last in names if all(word in folded(f"{first} {last}") for word in words)]


def folded(text: str) -> str:
    """Without accents and case, for comparing."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe").replace("’", "'")
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _unseen_before(on: datetime.date) -> datetime.datetime:
    """The moment before which a last sign of life is UNSEEN_DAYS old or more."""
    day = on - datetime.timedelta(days=UNSEEN_DAYS - 1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def is_unseen(last_seen_at: datetime.datetime | None, *, on: datetime.date) -> bool:
    """Whether nobody has seen the person for UNSEEN_DAYS days; never seen counts too."""
    return last_seen_at is None or last_seen_at < _unseen_before(on)


def _row(person: Any, *, on: datetime.date) -> CaseloadRow:
    return CaseloadRow(
        person=person,
        place=person.place or "",
        last_seen_at=person.last_seen_at,
        is_unseen=is_unseen(person.last_seen_at, on=on),
        course=person.course or "",
        done=person.done or 0,
        total=person.total,
        sessions=person.sessions,
        certificates=person.certificates if person.scope == Support.Scope.FULL else None,
    )

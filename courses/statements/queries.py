"""Whose statements leave, and where in the outline their attempts were begun."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from assessments.attempts.corrections import Correction, Regrade
from assessments.attempts.marks import Mark
from assessments.attempts.models import Attempt, Statement
from assessments.bank.categories import studio_structures_of
from assessments.xapi.facts import Named, Place
from assessments.xapi.files import array_of
from assessments.xapi.queries import Places, site, told_of
from courses.outline.models import Lesson
from courses.statements.models import Delivery
from lms.accounts.models import User
from lms.cohorts.models import Cohort
from lms.cohorts.queries import people_of
from lms.jobs.models import Job
from lms.signin.models import Trial

SEND = "statements.send"  # the kind of the job that sends
LEFT_OPEN = datetime.timedelta(days=1)  # after which an attempt that nobody ended is told as it is
MOST_SHOWN = 50


def places() -> Places:
    """Every lesson that there ever was, with its course, by its uuid: one query."""
    lessons = Lesson.objects.select_related("course").order_by("pk").iterator()
    return {
        lesson.uuid: Place(
            lesson=Named(uuid=lesson.uuid, title=lesson.title),
            course=Named(uuid=lesson.course.uuid, title=lesson.course.title),
        )
        for lesson in lessons
    }


def attempts_of_cohort(cohort: Cohort) -> QuerySet[Attempt]:
    """The attempts of the cohort's people of today, oldest first."""
    return Attempt.objects.filter(user__in=people_of(cohort).order_by().values("pk")).order_by("pk")


def statements_file(attempts: QuerySet[Attempt], *, by: User | None) -> Iterator[bytes]:
    """A file of these attempts, made as it leaves.

    For a person it tells the right answers of the questions that they see in the studio; for nobody (whoever runs the
    site), of all.
    """
    keys_of = None if by is None or by.is_superuser else frozenset(_studios(by))
    told = (told for _attempt, told in told_of(attempts, places=places(), keys_of=keys_of))
    return array_of(told, site())


def _studios(user: User) -> Iterator[int]:
    return (row["structure_id"] for row in studio_structures_of(user))


def to_send(*, now: datetime.datetime) -> QuerySet[Attempt]:
    """Attempts of which the store does not hold what is true: over and never told, or changed since.

    What a guest tries is theirs until it is claimed. While a correction goes through an attempt, it waits.
    """
    waiting = Q(delivery=None) & (Q(state=Attempt.State.MARKED) | _left_open(now))
    judged = Q(outcome__recorded_at__gte=F("delivery__known_until"))
    told_otherwise = ~Q(delivery__state=F("state")) | judged | Q(_corrected()) | Q(_reported()) | Q(_looked_at())
    changed = Q(delivery__isnull=False) & told_otherwise
    under_way = Regrade.objects.filter(
        attempt=OuterRef("pk"), correction__state__in=(Correction.State.APPLYING, Correction.State.UNDOING)
    )
    guests = Trial.objects.filter(guest=OuterRef("user_id"))
    return Attempt.objects.filter(waiting | changed).exclude(Exists(under_way)).exclude(Exists(guests))


def _left_open(now: datetime.datetime) -> Q:
    return Q(state=Attempt.State.OPEN, started_at__lt=now - LEFT_OPEN)


def _corrected() -> Exists:
    since = OuterRef("delivery__known_until")
    recent = Q(recorded_at__gte=since) | Q(correction__undone_at__gte=since)
    return Exists(Regrade.objects.filter(recent, attempt=OuterRef("pk")))


def _looked_at() -> Exists:
    """A trainer has said something of it since."""
    since = OuterRef("delivery__known_until")
    return Exists(Mark.objects.filter(response__attempt=OuterRef("pk"), marked_at__gte=since))


def _reported() -> Exists:
    since = OuterRef("delivery__known_until")
    return Exists(Statement.objects.filter(attempt=OuterRef("pk"), received_at__gte=since))


@dataclass(frozen=True, kw_only=True)
class Sending:
    """How far the store is behind, for whoever runs the site. `store`: its host; empty where there is none."""

    store: str
    sent: int
    waiting: int
    last_sent_at: datetime.datetime | None
    refused: list[Delivery]
    job: Job | None

    @property
    def trouble(self) -> str:
        """What stopped the last try."""
        return self.job.error if self.job else ""


def sending(*, now: datetime.datetime) -> Sending:
    """Five queries."""
    told = Delivery.objects.exclude(sent_at=None)
    refused = Delivery.objects.exclude(refusal="").select_related("attempt__activity").order_by("-known_until", "pk")
    return Sending(
        store=urlsplit(settings.XAPI_LRS_URL).netloc,
        sent=told.count(),
        waiting=to_send(now=now).count(),
        last_sent_at=told.aggregate(last=Max("sent_at"))["last"],
        refused=list(refused[:MOST_SHOWN]),
        job=Job.objects.filter(kind=SEND).exclude(error="").order_by("-created_at").first(),
    )

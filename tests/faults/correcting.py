"""People by the thousand who answered a question that turns out to be wrong; what its correction must come to.

Within the killed site: what its addresses call.
"""

import datetime
import uuid
from collections.abc import Iterable
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db.models import Model, QuerySet
from django.utils import timezone

from assessments.attempts.corrections import Correction, Regrade
from assessments.attempts.models import Attempt, Outcome, Response
from assessments.bank.models import Item, ItemVersion
from assessments.bank.queries import with_key
from assessments.quizzes.models import Quiz
from courses.corrections import services
from courses.corrections.models import FOLLOW, Consequence
from courses.outline.models import Course
from courses.progress.models import LessonProgress
from courses.progress.services import update_people
from lms.accounts.models import User
from lms.jobs.models import Job
from lms.journal.models import Entry
from tests.factories.outline import LessonActivityFactory, LessonFactory, quiz
from tests.factories.people import trainer

Row = TypeVar("Row", bound=Model)
NOW = datetime.datetime(2026, 6, 5, 9, 0, tzinfo=datetime.UTC)
QUESTIONS = 3
ROWS = 5000  # written together
TOGETHER = 200  # people whose progress is derived together
# The corrected question is the first; « b » was right, « a » becomes so. The two others: one right, one wrong.
PICKED = ("a", "b")
A_IS_RIGHT = {"correct": ["a"], "feedback": {}}
# What each comes to, by what was picked: points, out of how many, success.
OUTCOMES = {
    Correction.Kind.KEY: {"a": (2, 3, True), "b": (1, 3, False)},
    Correction.Kind.NEUTRAL: {"a": (1, 2, False), "b": (2, 3, True)},
}


def ask_for_correction(*, people: int, kind: Correction.Kind) -> None:
    """So many answers to one question of a module's only lesson, and its correction, whose job then waits."""
    made = quiz(items=QUESTIONS, pass_mark=60)
    lesson = LessonFactory.create()
    LessonActivityFactory.create(lesson=lesson, activity=made.activity)
    version = answered_by(made, people=people)
    _derive_progress(lesson.course)
    services.apply(
        version=with_key(version.pk),
        kind=kind,
        explanation="La bonne réponse est A.",
        by=trainer(made.activity.structure),
        now=timezone.now(),
        key=A_IS_RIGHT if kind == Correction.Kind.KEY else None,
    )


def _derive_progress(course: Course) -> None:
    """Everybody's lesson and module as the outcomes leave them, before anything is corrected."""
    done = 0
    while users := list(User.objects.filter(pk__gt=done, attempts__isnull=False).order_by("pk")[:TOGETHER]):
        update_people(users=users, courses=[course], now=NOW)
        done = users[-1].pk


def corrected() -> dict[str, object]:
    """How far it is, and everything that would betray a person lost or doubled."""
    job, correction = Job.objects.get(kind=FOLLOW), Correction.objects.get()
    done = correction.state == Correction.State.APPLIED
    return {
        "state": correction.state,
        "done": job.progress_done,
        "total": job.progress_total,
        "as_they_should": sum(_as_they_should(correction, picked).count() for picked in PICKED) if done else 0,
        "proved": LessonProgress.objects.filter(proved=True).count() if done else 0,
        "kept": Regrade.objects.count() if done else 0,
        "told": Consequence.objects.values("user").distinct().count() if done else 0,
        "journalled": Entry.objects.filter(verb="result.corrected").count() if done else 0,
    }


def _as_they_should(correction: Correction, picked: str) -> QuerySet[Outcome]:
    points, maximum, success = OUTCOMES[Correction.Kind(correction.kind)][picked]
    right = picked == correction.key_after["correct"][0]
    answers = Response.objects.filter(version=correction.version_id, answer=[picked], success=right)
    figures = Outcome.objects.filter(score_raw=points, score_max=maximum, success=success).order_by()
    return figures.filter(attempt__in=answers.order_by().values("attempt"))


def answered_by(made: Quiz, *, people: int) -> ItemVersion:
    """So many people, one finished attempt each, every second one with « a » at the question that is corrected.

    Rows are written in bulk, as recording leaves them. Returns the version to correct.
    """
    versions = list(ItemVersion.objects.filter(item__in=Item.objects.filter(quiz_items__quiz=made)).order_by("pk"))
    ItemVersion.objects.filter(pk__in=[each.pk for each in versions]).update(frozen_at=NOW)
    for start in range(0, people, ROWS):
        _some(made, versions, range(start, min(start + ROWS, people)))
    return versions[0]


def _some(made: Quiz, versions: list[ItemVersion], numbers: range) -> None:
    nobody = make_password(None)
    users = _written(User(username=f"corrected-{number}", password=nobody) for number in numbers)
    plan = [each.pk for each in versions]
    attempts = _written(
        Attempt(
            user=user, activity=made.activity, number=1, state=Attempt.State.MARKED, plan=plan,
            points=[1] * len(plan), started_at=NOW, submitted_at=NOW,
        )
        for user in users
    )  # fmt: skip
    _written(
        response
        for number, attempt in zip(numbers, attempts, strict=True)
        for response in _answers(attempt, PICKED[number % 2])
    )
    _written(_outcome(attempt, right=1 + number % 2) for number, attempt in zip(numbers, attempts, strict=True))


def _answers(attempt: Attempt, picked: str) -> Iterable[Response]:
    for slot, (version, choice) in enumerate(zip(attempt.plan, (picked, "b", "a"), strict=True)):
        right = choice == "b"
        yield Response(
            attempt=attempt, version_id=version, slot=slot, sequence=1, submission=uuid.uuid4(), answer=[choice],
            score_raw=right, score_scaled=right, success=right, recorded_at=NOW,
        )  # fmt: skip


def _outcome(attempt: Attempt, *, right: int) -> Outcome:
    scaled = right / QUESTIONS
    return Outcome(
        attempt=attempt, score_raw=right, score_max=QUESTIONS, score_scaled=scaled, success=scaled > 0.6,
        completion=True, duration=60, recorded_at=NOW,
    )  # fmt: skip


def _written(rows: Iterable[Row]) -> list[Row]:
    rows = list(rows)
    return list(type(rows[0])._default_manager.bulk_create(rows, batch_size=500))

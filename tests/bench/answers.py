"""What one answer costs, and a question's page, in quizzes of five to two hundred questions half answered.

Beside a bare view that makes one INSERT, asked in the same round: whatever else the machine does falls on all alike.
"""

import statistics
import sys
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from assessments.attempts.models import Attempt, Response
from assessments.bank.models import ItemVersion
from assessments.quizzes.models import Quiz
from assessments.quizzes.services import begin_quiz
from courses.outline.models import Lesson
from lms.accounts.models import User
from tests.bench.visitor import Cost, Visitor
from tests.factories.outline import EnrolmentFactory, LessonActivityFactory, LessonFactory, quiz
from tests.factories.people import learner

SIZES = (5, 20, 50, 200)
BARE = "bare INSERT"
LAST = "last answer"


def measure(base: str, rounds: int) -> dict[str, Any]:
    """Print a line per request; the same figures by name."""
    desk = Desk(base)
    asked = desk.requests()
    for request in asked.values():
        request()  # what a process does once is not counted
    costs: defaultdict[str, list[Cost]] = defaultdict(list)
    for _ in range(rounds):
        for name, request in asked.items():
            costs[name].append(request())
    found = {name: _figures(theirs, costs[BARE]) for name, theirs in costs.items()}
    for act in ("question", "answer"):
        fewest, most = (found[f"{act} of {size}"] for size in (SIZES[0], SIZES[-1]))
        found[f"{act}, {SIZES[-1]} to {SIZES[0]}"] = {"ratio": round(most["cpu_ms"] / fewest["cpu_ms"], 2)}
    _print(found)
    return found


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """A quiz, the lesson that it is opened from, and its questions."""

    quiz: Quiz
    lesson: Lesson
    versions: list[int]


class Desk:
    """A learner before a quiz of each size."""

    def __init__(self, base: str) -> None:
        self.user: User = learner()
        self.visitor = Visitor(base, self.user)
        self.sittings = {size: self._sitting(size) for size in SIZES}

    def requests(self) -> dict[str, Callable[[], Cost]]:
        """What is asked in each round, by name; each answer is given in an attempt of its own."""
        asked: dict[str, Callable[[], Cost]] = {BARE: lambda: self.visitor.get("/bench/insert/")}
        for size, sitting in self.sittings.items():
            asked[f"question of {size}"] = lambda sitting=sitting: self._question(sitting)  # type: ignore[misc]
            asked[f"answer of {size}"] = lambda sitting=sitting, size=size: (  # type: ignore[misc]
                self._answer(sitting, answered=size // 2)
            )
        asked[LAST] = lambda: self._answer(self.sittings[SIZES[0]], answered=SIZES[0] - 1)
        return asked

    def _sitting(self, size: int) -> Sitting:
        made, lesson = quiz(items=size), LessonFactory.create()
        LessonActivityFactory.create(lesson=lesson, activity=made.activity)
        EnrolmentFactory.create(user=self.user, course=lesson.course)
        versions = ItemVersion.objects.filter(item__quiz_items__quiz=made).order_by("item__quiz_items__position")
        versions.update(frozen_at=timezone.now())
        return Sitting(quiz=made, lesson=lesson, versions=list(versions.values_list("pk", flat=True)))

    def _question(self, sitting: Sitting) -> Cost:
        self._begin(sitting, answered=len(sitting.versions) // 2)
        return self._page(sitting)

    def _answer(self, sitting: Sitting, *, answered: int) -> Cost:
        """The whole request as the pages' script sends it: what comes back holds what follows."""
        self._begin(sitting, answered=answered)
        return self.visitor.send(self._page(sitting).body, by_script=True, answer="b")

    def _page(self, sitting: Sitting) -> Cost:
        return self.visitor.get(reverse("quiz", args=[sitting.quiz.activity.uuid, sitting.lesson.uuid]))

    def _begin(self, sitting: Sitting, *, answered: int) -> None:
        """A new attempt with so many answers; those before go, so that all rounds find as many rows."""
        now = timezone.now()
        Attempt.objects.filter(user=self.user, activity=sitting.quiz.activity).delete()
        attempt = begin_quiz(user=self.user, quiz=sitting.quiz, context=sitting.lesson.uuid, now=now, seed=1)
        Response.objects.bulk_create(
            Response(
                attempt=attempt, version_id=version, slot=slot, sequence=1, submission=uuid.uuid4(), answer=["b"],
                score_raw=1, score_scaled=1, success=True, recorded_at=now,
            )
            for slot, version in enumerate(sitting.versions[:answered])
        )  # fmt: skip


def _figures(costs: list[Cost], bare: list[Cost]) -> dict[str, Any]:
    cpu, beside = ([cost.cpu for cost in each] for each in (costs, bare))
    return {
        "cpu_ms": round(statistics.median(cpu) / 1000, 2),
        "ratio": round(statistics.median(cpu) / statistics.median(beside), 2),
        "ratio_of_the_least": round(min(cpu) / min(beside), 2),
        "sql": sorted({cost.sql for cost in costs}),
    }


def _print(found: dict[str, Any]) -> None:
    sys.stdout.write(f"\n{'request':<24}{'CPU ms':>9}{'ratio':>8}{'least':>8}  SQL\n")
    for name, said in found.items():
        milliseconds, least = (str(said.get(column, "")) for column in ("cpu_ms", "ratio_of_the_least"))
        queries = "–".join(map(str, said.get("sql", [])))
        sys.stdout.write(f"{name:<24}{milliseconds:>9}{said['ratio']:>8}{least:>8}  {queries}\n")
    sys.stdout.flush()

"""The screens that the bench visits."""

import re
import statistics
import sys
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from courses.outline.models import Course
from lms.accounts.models import User
from lms.signin.codes import normalised
from lms.signin.models import Card
from lms.signin.services import code_hash
from tests.bench.people import populate
from tests.bench.stage import demo
from tests.bench.visitor import Cost, Visitor


def measure(base: str, rounds: int, sizes: list[int]) -> dict[str, Any]:
    """Print a line per screen; the same figures by screen."""
    sys.stdout.write(f"\n{'screen':<34}{'CPU ms':>9}{'ratio':>8}{'least':>8}{'SQL':>7}\n")
    screens = Screens(base, rounds)
    screens.measure_learner()
    for size in sizes:
        screens.measure_staff(size)
    return screens.found


class Screens:
    """Visits each screen `rounds` times, the bare view in between; prints medians and ratios of the least."""

    def __init__(self, base: str, rounds: int) -> None:
        self.base = base
        self.rounds = rounds
        self.demo = demo()
        self.found: dict[str, Any] = {}

    def measure_learner(self) -> None:
        """Home, a module, a lesson and an answer, as the demo's learner."""
        visitor = Visitor(self.base, self._learner())
        lesson = self._path(self.demo["urls"]["lesson"])
        quiz = self._path(self.demo["urls"]["quiz"])
        self._print("bare view", visitor, lambda: visitor.get("/bench/bare/"))
        self._print("lesson", visitor, lambda: visitor.get(lesson))
        self._print("home", visitor, lambda: visitor.get(reverse("home")))
        self._print("course", visitor, lambda: visitor.get(self._path(self.demo["urls"]["course"])))
        self._print("one answer", visitor, lambda: self._answer(visitor, quiz))

    def measure_staff(self, people: int) -> None:
        """The cohort's page and the caseload with this many learners."""
        course = Course.objects.filter(code="D01").get()
        cohort, trainer, counsellor = populate(course, people=people)
        karim, nadia = Visitor(self.base, trainer), Visitor(self.base, counsellor)
        progress = reverse("cohort_progress", args=[cohort.uuid])
        self._print(f"cohort, {people} learners", karim, lambda: karim.get(progress))
        self._print(f"caseload, {people} learners", nadia, lambda: nadia.get(reverse("caseload")))

    def _print(self, name: str, visitor: Visitor, visit: Callable[[], Cost]) -> None:
        visit()
        costs, bare = [], []
        for _ in range(self.rounds):
            costs.append(visit())
            bare.append(visitor.get("/bench/bare/"))
        cpu, beside = ([cost.cpu for cost in all_of_them] for all_of_them in (costs, bare))
        ratio, least = statistics.median(cpu) / statistics.median(beside), min(cpu) / min(beside)
        queries = sorted({cost.sql for cost in costs})
        told = "–".join(str(count) for count in dict.fromkeys((queries[0], queries[-1])))
        milliseconds = statistics.median(cpu) / 1000
        sys.stdout.write(f"{name:<34}{milliseconds:>9.1f}{ratio:>8.1f}{least:>8.1f}{told:>7}\n")
        sys.stdout.flush()
        self.found[name] = {
            "cpu_ms": round(milliseconds, 1),
            "ratio": round(ratio, 2),
            "ratio_of_the_least": round(least, 2),
            "sql": told,
        }

    def _answer(self, visitor: Visitor, quiz: str) -> Cost:
        """Answer the question that is asked; begin (again) when none is, which is not counted."""
        page = visitor.get(quiz)
        while 'name="answer"' not in page.body:
            visitor.send(page.body)
            page = visitor.get(quiz)
        choice = re.search(r'name="answer" id="answer_0" value="([^"]+)"', page.body)
        return visitor.send(page.body, answer=choice[1] if choice else "souris")

    def _learner(self) -> User:
        typed = self.demo["learner"]["card"]
        return Card.objects.select_related("user").get(code_hash=code_hash(normalised(typed))).user

    def _path(self, url: str) -> str:
        return "/" + url.split("/", 3)[3]

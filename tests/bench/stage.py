"""The people and the quiz of ten questions with whom the slow line is measured, in the bench's own database."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone

from assessments.activities.models import Activity
from assessments.quizzes.models import QuizItem
from assessments.quizzes.services import begin_quiz, set_quiz_items
from courses.enrolments.models import Enrolment
from courses.outline.models import Course, LessonActivity
from lms.accounts.models import User
from lms.structures.models import Membership, Role, Structure
from tests.bench.visitor import Visitor

QUESTIONS = 10


@dataclass
class Stage:
    """Sessions by name of person, screens by name (who sees it, its path), and where static pages are put.

    `reached` names the screen whose link leads there; the others are opened by their address.
    """

    pages: Path
    quiz: str
    questions: int
    sessions: dict[str, str] = field(default_factory=dict)
    screens: dict[str, tuple[str, str]] = field(default_factory=dict)
    reached: dict[str, str] = field(default_factory=dict)


def demo() -> dict[str, Any]:
    """What the demo says of its accounts and addresses."""
    told = subprocess.run(
        [sys.executable, "manage.py", "demo_accounts", "--json"], capture_output=True, text=True, check=True
    )
    accounts: dict[str, Any] = json.loads(told.stdout)
    return accounts


def set_stage(folder: Path, *, attempts: int) -> Stage:
    """One learner who looks at pages, and one more for each attempt."""
    course = Course.objects.get(code="D01")
    quizzes = LessonActivity.objects.current().filter(lesson__course=course, activity__kind=Activity.Kind.QUIZ)
    link = quizzes.select_related("lesson", "activity__quiz").order_by("lesson__position", "position").first()
    assert link is not None
    _lengthen(link, course)
    quiz = reverse("quiz", args=[link.activity.uuid, link.lesson.uuid])
    pages = folder / "bench-pages"
    pages.mkdir(exist_ok=True)
    stage = Stage(pages=pages, quiz=quiz, questions=QUESTIONS)
    reader, *others = (_newcomer(name, course) for name in ("reader", *(f"attempt {n + 1}" for n in range(attempts))))
    stage.sessions = {one.last_name: Visitor.signed_in(one) for one in (reader, *others)}
    attempt = begin_quiz(
        user=reader, quiz=link.activity.quiz, context=link.lesson.uuid, now=timezone.now(), seed=1
    )  # fmt: skip
    lessons = list(course.lessons.current().order_by("position"))
    stage.screens = {
        "sign in": ("", reverse("sign_in")),
        "home": ("reader", reverse("home")),
        "course": ("reader", course.url),
        "lesson": ("reader", lessons[0].url),
        "next lesson": ("reader", lessons[1].url),
        "question": ("reader", reverse("quiz_question", args=[link.activity.uuid, link.lesson.uuid, attempt.uuid, 1])),
        "certificates": ("reader", reverse("my_certificates")),
    }
    stage.reached = {"next lesson": "lesson"}
    return stage


def _lengthen(link: LessonActivity, course: Course) -> None:
    """Ten questions in this quiz: those of its neighbours are asked too."""
    near = QuizItem.objects.filter(quiz__activity__lesson_activities__lesson__course=course).select_related("item")
    mine = [each.item for each in near.filter(quiz=link.activity.quiz).order_by("position")]
    others = [each.item for each in near.exclude(quiz=link.activity.quiz).order_by("pk")]
    items = list(dict.fromkeys([*mine, *others]))[:QUESTIONS]
    set_quiz_items(quiz=link.activity.quiz, items=items, by=None, now=timezone.now())


def _newcomer(name: str, course: Course) -> User:
    now = timezone.now()
    user = User.objects.create(username=f"line-{name}", first_name="Aïssatou", last_name=name)
    place = Structure.objects.order_by("pk").first()
    assert place is not None
    Membership.objects.create(user=user, structure=place, role=Role.LEARNER, started_at=now)
    Enrolment.objects.create(user=user, course=course, enrolled_at=now)
    return user

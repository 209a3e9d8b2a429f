"""A learner with a quiz in a lesson that they may open."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessments.attempts.models import Attempt
from assessments.quizzes.models import Quiz
from courses.outline.models import Lesson
from lms.accounts.models import User
from tests.factories.outline import EnrolmentFactory, LessonActivityFactory, LessonFactory, quiz
from tests.factories.people import learner


@dataclass
class Desk:
    """A learner before a quiz, page by page."""

    client: Client
    user: User
    quiz: Quiz
    lesson: Lesson
    script: bool = False
    last: dict[str, Any] = field(default_factory=dict)

    def url(self, name: str, *more: object) -> str:
        return reverse(name, args=[self.quiz.activity.uuid, self.lesson.uuid, *more])

    def open(self) -> HttpResponse:
        return self.client.get(self.url("quiz"))

    def start(self) -> Attempt:
        self.client.post(self.url("quiz_start"))
        return Attempt.objects.get(user=self.user, activity=self.quiz.activity, state="open")

    def answer(self, picked: object = "b", **changes: Any) -> HttpResponse:
        """Answer the question at the exact place, as its form does."""
        question = self.open().context["question"]
        self.last = {
            "attempt": question.attempt,
            "question": question.number,
            "submission": question.submission,
            "answer": picked,
        } | changes
        return self.send()

    def send(self, **changes: Any) -> HttpResponse:
        """The last form again, or changed."""
        headers = {"X-Requested-With": "fetch"} if self.script else {}
        sent = {name: value for name, value in (self.last | changes).items() if value is not None}
        return self.client.post(self.url("quiz_answer"), sent, headers=headers)


@pytest.fixture
def before_quiz(client: Client) -> Callable[..., Desk]:
    def make(*, items: int = 3, feedback: str = "immediate", **fields: Any) -> Desk:
        made = quiz(items=items, **fields)
        Quiz.objects.filter(pk=made.pk).update(feedback=feedback)
        made.refresh_from_db()
        lesson = LessonFactory.create()
        LessonActivityFactory.create(lesson=lesson, activity=made.activity)
        user = learner()
        EnrolmentFactory.create(user=user, course=lesson.course)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return Desk(client=client, user=user, quiz=made, lesson=lesson)

    return make


@pytest.fixture
def key() -> uuid.UUID:
    return uuid.uuid4()

"""From a mark to the certificate; from another one to its end."""

import datetime
import uuid

import pytest

from assessments.attempts.models import Outcome, Response
from assessments.credentials.models import Credential
from assessments.quizzes.models import QuizItem
from courses.marking.services import mark_work
from courses.progress.models import CourseProgress, Mastery
from courses.progress.recomputation import recompute
from tests.courses.corrections.conftest import LATER, NOW, Class, group, states, work
from tests.factories.work import handed_in, levels, waiting, writing

__all__ = ["group"]
pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def said(group: Class, response: Response, *texts: str, after: int = 0, at: datetime.datetime = LATER) -> None:

    mark_work(
        response=response,
        levels=levels(response, *texts),
        comment="",
        after=after,
        submission=uuid.uuid4(),
        by=group.trainer,
        now=at,
        reason="reread" if after else "",
    )
    work()


def test_the_certificate_comes_with_the_last_mark_goes_with_another_and_comes_back(group: Class) -> None:
    QuizItem.objects.filter(quiz=group.quiz).delete()
    for number in range(2):
        QuizItem.objects.create(quiz=group.quiz, item=writing(group.structure), position=number)
    person = group.joins()
    attempt = handed_in(group.quiz, by=person, at=NOW)
    first, second = waiting(attempt)
    said(group, first)
    assert states(person) == []
    said(group, second)
    assert states(person) == ["issued"]
    assert Mastery.objects.get(user=person).level == 1
    said(group, first, "Non", "Non", after=1, at=LATER + DAY)
    assert Outcome.objects.get().score_scaled == 0.5
    assert not Outcome.objects.get().success
    assert states(person) == ["revoked"]
    assert CourseProgress.objects.get(user=person).completed_at is None
    assert recompute(courses=[group.course], apply=False, now=LATER + DAY) == []
    said(group, first, after=2, at=LATER + 2 * DAY)
    assert Credential.objects.filter(learner=person, state="issued").exists()

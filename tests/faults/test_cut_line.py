"""The line is cut before, during and after the server's work: no answer is lost, none is counted twice.

`make bench` runs it with a thousand cuts (CUTS=1000).
"""

import os
import sys

import pytest
from django.test import Client

from assessments.attempts.models import Attempt, Response
from courses.outline.models import LessonActivity
from tests.factories.outline import EnrolmentFactory, LessonActivityFactory, quiz
from tests.factories.people import learner
from tests.faults.cutting import Learner, cut_line

CUTS = int(os.environ.get("CUTS", "30"))


def page_token(live_server, session: Client, where: str) -> str:
    return str(session.get(where, headers={"host": live_server.url.removeprefix("http://")}).context["csrf_token"])


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_answers_sent_over_a_line_that_is_cut_are_recorded_once_each(live_server) -> None:
    made = quiz(items=10)
    link: LessonActivity = LessonActivityFactory.create(activity=made.activity)
    someone = learner()
    EnrolmentFactory.create(user=someone, course=link.lesson.course)
    session = Client()
    session.force_login(someone, backend="django.contrib.auth.backends.ModelBackend")
    where = f"/activites/{made.activity.uuid}/{link.lesson.uuid}/quiz/"
    token = page_token(live_server, session, where)
    given: dict[str, list[str]] = {}
    host = live_server.url.removeprefix("http://")
    with cut_line((host.split(":")[0], int(host.split(":")[1])), enough=CUTS, seed=2026) as line:
        person = Learner(line.port, host, {name: each.value for name, each in session.cookies.items()})
        while line.total < CUTS:
            given |= person.answer_quiz(where, token)
    recorded = {
        str(attempt.uuid): [
            response.answer[0] for response in Response.objects.filter(attempt=attempt).order_by("slot", "sequence")
        ]
        for attempt in Attempt.objects.order_by("pk")
    }
    answers, kept = sum(map(len, given.values())), Response.objects.count()
    lost, doubled = max(0, answers - kept), max(0, kept - answers)
    told = f"answers {answers}, sendings {person.sendings}, lost {lost}, doubled {doubled}"
    sys.stdout.write(f"cuts {line.total} {line.cuts}: {told}\n")
    assert recorded == given
    assert all(line.cuts.values())

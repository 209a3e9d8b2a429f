"""What may happen once happens once, on SQLite and on PostgreSQL, however many ask at the same instant."""

import datetime
import threading
import time

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import RequestFactory

from assessments.attempts.models import Attempt
from assessments.attempts.services import take_sheet
from courses.enrolments.models import Enrolment
from courses.enrolments.services import begin_trial
from courses.progress.services import update_courses
from lms.accounts.models import User
from lms.journal.models import Entry
from lms.signin import handovers, trials
from lms.signin.models import Handover, OpenSession
from tests.factories.outline import ActivityFactory, CourseFactory
from tests.factories.people import learner
from tests.factories.progress import AttemptFactory
from tests.parallel import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)
TOGETHER = 20


def test_of_many_claims_at_once_one_person_gets_all_the_work() -> None:
    begun = begin_trial(course=CourseFactory.create(open_to_try=True), now=NOW)
    for number in (1, 2):
        AttemptFactory.create(
            user=begun.trial.guest, activity=ActivityFactory.create(), number=number, state=Attempt.State.MARKED
        )
    people = [learner() for _ in range(TOGETHER)]

    def claim(number: int) -> None:
        trials.claim_trial(trial=begun.trial, person=people[number], by=people[number], now=NOW)

    results = at_once(TOGETHER, claim)
    assert results.count(None) == 1
    assert all(isinstance(each, trials.TrialClaimed) for each in results if each is not None)
    winner = people[results.index(None)]
    assert set(Attempt.objects.values_list("user", flat=True)) == {winner.pk}
    assert list(Enrolment.objects.values_list("user", flat=True)) == [winner.pk]
    assert Entry.objects.filter(verb="trial.claimed").count() == 1


def test_a_claim_while_the_guest_still_answers_lets_the_answer_end_and_takes_it_along() -> None:
    """On PostgreSQL each must take its locks in the same order, else one of the two is refused as a deadlock."""
    begun, person = begin_trial(course=CourseFactory.create(open_to_try=True), now=NOW), learner()
    attempt, taken = AttemptFactory.create(user=begun.trial.guest, activity=ActivityFactory.create()), threading.Event()

    def answer_or_claim(number: int) -> None:
        if number:
            taken.wait(5)
            trials.claim_trial(trial=begun.trial, person=person, by=person, now=NOW)
            return
        with transaction.atomic():
            take_sheet(Attempt.objects.filter(pk=attempt.pk))
            taken.set()
            time.sleep(0.5)  # the claim begins
            update_courses(user=begun.trial.guest, courses=[], now=NOW)

    assert at_once(2, answer_or_claim) == [None, None]
    attempt.refresh_from_db()
    assert attempt.user == person


def _waiting() -> Handover:
    session = SessionStore()
    session.create()
    return Handover.objects.create(
        code="482913",
        session_key=str(session.session_key),
        asked_at=NOW,
        expires_at=NOW + handovers.OPEN_FOR,
    )


def test_of_many_confirmations_at_once_one_counts() -> None:
    waiting, people = _waiting(), [learner() for _ in range(TOGETHER)]

    def confirm(number: int) -> None:
        handovers.confirm(handover=waiting, person=people[number], now=NOW)

    results = at_once(TOGETHER, confirm)
    assert results.count(None) == 1
    assert all(isinstance(each, handovers.UnknownHandover) for each in results if each is not None)
    assert Handover.objects.get().user == people[results.index(None)]


def test_of_many_pick_ups_at_once_one_session_opens() -> None:
    waiting, someone = _waiting(), learner()
    handovers.confirm(handover=waiting, person=someone, now=NOW)

    def pick_up(_number: int) -> User:
        request = RequestFactory().post("/entrer/telephone/ouvrir/")
        request.session = SessionStore(waiting.session_key)
        request.user = someone
        return handovers.pick_up(request=request, now=NOW)

    results = at_once(TOGETHER, pick_up)
    assert results.count(someone) == 1
    assert OpenSession.objects.count() == 1
    assert Entry.objects.filter(verb="session.opened").count() == 1

"""Work that trainers mark: its attempt waits, then gets its outcome, once."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction

from assessments.attempts import services
from assessments.attempts.closing import AttemptClosed
from assessments.attempts.hand_marking import MarkedMeanwhile, NotToMark, ReasonMissing
from assessments.attempts.marks import Mark
from assessments.attempts.models import Attempt, Outcome, Response
from assessments.bank.queries import with_key
from assessments.grading.problems import UnreadableMarks
from assessments.signals import attempt_handed_in, outcome_recorded
from lms.cohorts.models import CohortMembership
from lms.journal.models import Entry
from lms.structures.models import Role
from tests.factories.people import counsellor, learner, trainer
from tests.factories.people import person as somebody
from tests.factories.work import answered, handed_in, levels, mark, quiz_with_writing, trained_by, waiting
from tests.parallel import at_once

NOW = datetime.datetime(2026, 6, 5, 9, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
LATER = NOW + datetime.timedelta(days=2)

database = pytest.mark.django_db


@database
def test_an_attempt_with_work_to_look_at_waits_without_an_outcome() -> None:
    told: list[Attempt] = []
    listen = lambda sender, attempt, now, **_: told.append(attempt)  # noqa: E731
    attempt_handed_in.connect(listen)
    try:
        attempt = handed_in(quiz_with_writing(), at=NOW)
    finally:
        attempt_handed_in.disconnect(listen)
    assert (attempt.state, attempt.submitted_at) == ("submitted", NOW)
    assert not Outcome.objects.exists()
    assert told == [attempt]
    assert [response.slot for response in waiting(attempt)] == [1]
    assert services.submit_attempt(attempt=attempt, now=LATER) is None


@database
def test_an_attempt_marked_by_machines_goes_straight_on() -> None:
    attempt = handed_in(quiz_with_writing(items=2, writings=0), at=NOW)
    assert attempt.state == "marked"
    assert attempt.outcome.score_scaled == 1
    assert waiting(attempt) == []


@database
def test_work_that_nobody_did_waits_for_nobody() -> None:
    made = quiz_with_writing(items=0)
    attempt = answered(made, at=NOW)
    Response.objects.all().delete()
    outcome = services.submit_attempt(attempt=attempt, now=NOW)
    assert outcome is not None
    assert (outcome.score_raw, outcome.completion) == (0, False)


@database
def test_the_last_mark_gives_the_attempt_its_outcome_as_if_it_had_ended_then() -> None:
    attempt, karim = handed_in(quiz_with_writing(writings=2), at=NOW), trainer()
    first, second = waiting(attempt)
    assert mark(first, "En partie", "Oui", by=karim, at=LATER).outcome is None
    assert Attempt.objects.get(pk=attempt.pk).state == "submitted"
    outcome = mark(second, by=karim, at=LATER + MINUTE).outcome
    assert outcome is not None
    assert outcome.score_raw == 1 + 3 / 4 + 1  # the choice, three points of four, all of them
    assert (outcome.score_max, outcome.completion, outcome.recorded_at) == (3, True, LATER + MINUTE)
    assert outcome.duration == 0  # the two days of waiting are not the learner's
    assert Attempt.objects.get(pk=attempt.pk).state == "marked"
    assert waiting(attempt) == []


@database
def test_an_outcome_that_waited_is_said_upwards_once_and_then_only() -> None:
    told: list[Outcome] = []
    listen = lambda sender, outcome, now, **_: told.append(outcome)  # noqa: E731
    attempt, karim = handed_in(quiz_with_writing(), at=NOW), trainer()
    (response,) = waiting(attempt)
    outcome_recorded.connect(listen)
    try:
        mark(response, by=karim, at=LATER)
        mark(response, "Non", "Non", by=karim, at=LATER, after=1, reason="mistake")
    finally:
        outcome_recorded.disconnect(listen)
    assert told == [Outcome.objects.get()]


@database
def test_of_an_answer_changed_before_the_end_only_the_last_one_waits() -> None:
    attempt = answered(quiz_with_writing(items=0), at=NOW)
    version = with_key(attempt.plan[0])
    last = services.record_response(
        attempt=attempt, slot=0, version=version, answer="Mieux dit.", submission=uuid.uuid4(), now=NOW + MINUTE
    )
    services.submit_attempt(attempt=attempt, now=NOW + MINUTE)
    assert waiting(attempt) == [last]
    superseded = Response.objects.get(slot=0, sequence=1)
    with pytest.raises(NotToMark):
        mark(superseded, by=trainer(), at=LATER)


@database
def test_marks_are_only_added_and_marking_again_says_why_and_changes_the_outcome() -> None:
    attempt, karim = handed_in(quiz_with_writing(items=0), at=NOW), trainer()
    (response,) = waiting(attempt)
    mark(response, "Non", "Non", by=karim, at=LATER)
    with pytest.raises(ReasonMissing):
        mark(response, by=karim, at=LATER, after=1)
    change = mark(response, by=karim, at=LATER + MINUTE, after=1, reason="reread").change
    assert change is not None
    assert (change.before, change.after) != (None, None)
    assert change.outcome_changes
    assert [(each.sequence, each.reason, each.by) for each in Mark.objects.order_by("sequence")] == [
        (1, "", karim),
        (2, "reread", karim),
    ]
    outcome = Outcome.objects.get()
    assert (outcome.score_scaled, outcome.success, outcome.recorded_at) == (1, True, LATER)
    entry = Entry.objects.get(verb="response.marked_again")
    assert (entry.actor_id, entry.subject_id, entry.data["reason"]) == (karim.pk, attempt.user_id, "reread")
    assert "Relisez" not in str(entry.data)


@database
def test_a_reason_is_asked_by_the_database_too() -> None:
    attempt = handed_in(quiz_with_writing(items=0), at=NOW)
    (response,) = waiting(attempt)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(response=response, sequence=2, submission=uuid.uuid4(), levels={}, marked_at=NOW)


@database
def test_whoever_comes_second_is_told_what_the_first_one_said() -> None:
    attempt = handed_in(quiz_with_writing(), at=NOW)
    (response,) = waiting(attempt)
    first = mark(response, "Non", "Oui", by=trainer(), at=LATER).mark
    with pytest.raises(MarkedMeanwhile) as told:
        mark(response, by=trainer(), at=LATER)
    assert told.value.mark == first
    assert Mark.objects.get() == first


@database
def test_the_same_form_sent_twice_marks_once() -> None:
    attempt, karim, key = handed_in(quiz_with_writing(), at=NOW), trainer(), uuid.uuid4()
    (response,) = waiting(attempt)
    first = mark(response, by=karim, at=LATER, submission=key)
    again = mark(response, by=karim, at=LATER + MINUTE, submission=key)
    assert again.mark == first.mark
    assert Mark.objects.count() == Outcome.objects.count() == 1


@database
def test_what_is_not_to_mark_is_refused_by_name() -> None:
    karim = trainer()
    still_open = answered(quiz_with_writing(), at=NOW)
    choice, text = Response.objects.filter(attempt=still_open).order_by("slot")
    said = levels(text)
    with pytest.raises(NotToMark):
        mark(text, by=karim, at=LATER)
    services.submit_attempt(attempt=still_open, now=NOW)
    with pytest.raises(NotToMark):
        mark(choice, by=karim, at=LATER, said=said)
    for wrong in ({}, said | {"other": "x"}, dict.fromkeys(said, "x")):
        with pytest.raises(UnreadableMarks):
            mark(text, by=karim, at=LATER, said=wrong)
    services.void_attempt(attempt=still_open, by=karim, reason="technical", now=LATER)
    with pytest.raises(NotToMark):
        mark(text, by=karim, at=LATER)
    assert waiting(still_open) == []
    with pytest.raises(AttemptClosed):
        services.submit_attempt(attempt=still_open, now=LATER)
    assert not Mark.objects.exists()


@database
def test_trainers_of_the_cohort_mark_and_nobody_else() -> None:
    person = learner()
    karim = trained_by(person)
    handed_in(quiz_with_writing(), by=person, at=NOW)
    structure = CohortMembership.objects.get(learner=person).cohort.structure
    assert Response.objects.waiting().markable_by(karim).count() == 1
    for other in (trainer(), somebody(Role.COORDINATOR, structure), counsellor(structure), person):
        assert not Response.objects.waiting().markable_by(other).exists()


@database
def test_work_handed_in_before_somebody_left_the_cohort_is_still_looked_at() -> None:
    person = learner()
    karim = trained_by(person)
    handed_in(quiz_with_writing(), by=person, at=NOW)
    CohortMembership.objects.update(left_at=NOW + MINUTE)
    assert Response.objects.waiting().markable_by(karim).exists()
    CohortMembership.objects.update(left_at=NOW - MINUTE)
    assert not Response.objects.waiting().markable_by(karim).exists()


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_twenty_trainers_who_mark_at_once_give_one_mark_and_one_outcome() -> None:
    attempt, karim = handed_in(quiz_with_writing(items=0), at=NOW), trainer()
    (response,) = waiting(attempt)
    results = at_once(20, lambda _: mark(response, by=karim, at=LATER))
    assert sum(isinstance(each, MarkedMeanwhile) for each in results) == 19
    assert Mark.objects.count() == Outcome.objects.count() == 1


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_the_last_two_answers_marked_at_once_give_one_outcome_with_both() -> None:
    attempt, karim = handed_in(quiz_with_writing(items=0, writings=10), at=NOW), trainer()
    responses = waiting(attempt)
    at_once(10, lambda number: mark(responses[number], by=karim, at=LATER))
    assert Outcome.objects.get().score_scaled == 1
    assert Attempt.objects.get().state == "marked"

"""What the records say reaches the store once, whatever fails, changes or is killed on the way."""

import datetime
from collections.abc import Iterator
from uuid import uuid4

import pytest
import time_machine
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from assessments.activities.models import Activity
from assessments.attempts.correcting import finish, take_back
from assessments.attempts.corrections import Correction
from assessments.attempts.models import Outcome, Statement
from assessments.attempts.regrading import regrade
from assessments.attempts.services import submit_attempt, void_attempt
from courses.statements import services
from courses.statements.models import Delivery
from courses.statements.queries import SEND, to_send
from courses.statements.store import Store, Unavailable
from courses.tasks import send_statements
from lms.cohorts.models import Cohort
from lms.jobs import registry
from lms.jobs import services as jobs
from lms.jobs.models import Job
from lms.signin.trials import begin_trial
from tests.courses.gradebook.test_gradebook import cohort, course, member, signed_in, words
from tests.courses.statements.standing import KEY, SECRET, Standing, standing
from tests.courses.statements.test_files import MINUTE, NOW, corrected, done, exam, verbs
from tests.factories.people import UserFactory, trainer

__all__ = ["cohort", "course", "exam"]
pytestmark = pytest.mark.django_db
LATER = NOW + datetime.timedelta(hours=6)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def store() -> Iterator[Standing]:
    with standing() as there, override_settings(XAPI_LRS_URL=there.address, XAPI_LRS_KEY=KEY, XAPI_LRS_SECRET=SECRET):
        yield there


def client(store: Standing, **fields: str) -> Store:
    return Store(**({"address": store.address, "key": KEY, "secret": SECRET} | fields))


def sent(store: Standing, *, at: datetime.datetime = LATER) -> int:
    """Everything that waits, as the job sends it; how many attempts."""
    last, count = 0, 0
    while found := services.send_next(after=last, store=client(store), now=at):
        last, count = found[-1], count + len(found)
    return count


def test_nothing_leaves_where_no_store_is_named(cohort: Cohort, exam: Activity) -> None:
    done(member(cohort), exam, "b", "b")
    assert send_statements() is False
    assert not Job.objects.filter(kind=SEND).exists()


def test_what_is_over_leaves_as_one_job_and_once(cohort: Cohort, exam: Activity, store: Standing) -> None:
    for _ in range(services.A_TIME + 2):
        done(member(cohort), exam, "b", "a")
    assert send_statements() is True
    assert send_statements() is False
    job = Job.objects.get(kind=SEND)
    assert jobs.run(job_id=job.pk, now=timezone.now())
    job.refresh_from_db()
    assert (job.state, job.progress_done) == (Job.State.DONE, services.A_TIME + 2)
    assert len(store.kept) == 5 * (services.A_TIME + 2)
    assert len(store.requests) == 2
    path, headers, _content = store.requests[0]
    assert path == "/xAPI/statements"
    assert headers["X-Experience-API-Version"] == "1.0.3"
    assert send_statements() is False
    assert sent(store) == 0


def test_an_attempt_under_way_waits_for_its_end_or_for_a_day(cohort: Cohort, exam: Activity, store: Standing) -> None:
    made = done(member(cohort), exam, "b", end=False)
    assert sent(store, at=NOW + MINUTE) == 0
    assert sent(store, at=NOW + DAY + MINUTE) == 1
    assert verbs(list(store.kept.values())) == ["initialized", "answered"]
    submit_attempt(attempt=made, now=NOW + DAY + 2 * MINUTE)
    assert sent(store, at=NOW + DAY + 3 * MINUTE) == 1
    assert verbs(list(store.kept.values())) == ["initialized", "answered", "failed"]


def test_what_a_guest_tries_is_theirs_until_it_is_claimed(exam: Activity, store: Standing) -> None:
    guest = begin_trial(now=NOW).trial.guest
    done(guest, exam, "b", "b")
    assert sent(store) == 0


def test_a_correction_and_its_undoing_follow(cohort: Cohort, exam: Activity, store: Standing) -> None:
    made = done(member(cohort), exam, "a", "b")
    assert sent(store, at=NOW + 6 * MINUTE) == 1
    first = set(store.true)
    corrected(made)
    assert sent(store, at=NOW + 12 * MINUTE) == 1
    assert verbs(list(store.true.values()))[-1] == "passed"
    assert len(first & set(store.true)) == 2
    correction = Correction.objects.get()
    take_back(correction=correction, by=trainer(), now=NOW + 40 * MINUTE)
    assert not to_send(now=NOW + 41 * MINUTE).exists()  # it is being undone: half of it would be told
    regrade(correction=correction, attempts=[made.pk], now=NOW + 42 * MINUTE)
    finish(correction=correction, now=NOW + 42 * MINUTE)
    assert sent(store, at=NOW + 43 * MINUTE) == 1
    assert sorted(verbs(list(store.true.values()))) == ["answered", "answered", "completed", "failed", "initialized"]
    assert sent(store, at=LATER) == 1  # looked at again for what was recorded meanwhile, and nothing is new
    count = len(store.requests)
    assert sent(store, at=LATER + MINUTE) == 0
    assert len(store.requests) == count


def test_what_is_cancelled_is_voided(cohort: Cohort, exam: Activity, store: Standing) -> None:
    made, never = done(member(cohort), exam, "b", "b"), done(member(cohort), exam, "b", "b")
    void_attempt(attempt=never, by=trainer(), reason="technical", now=NOW)
    assert sent(store) == 1
    void_attempt(attempt=made, by=trainer(), reason="technical", now=NOW)
    assert sent(store, at=LATER + MINUTE) == 1
    assert store.true == {}
    assert len(store.voided) == 5


def test_what_an_exercise_says_after_the_end_follows(cohort: Cohort, exam: Activity, store: Standing) -> None:
    made = done(member(cohort), exam, "b", "b")
    sent(store)
    body = {"verb": {"id": "http://adlnet.gov/expapi/verbs/interacted"}, "object": {"id": "http://x/?subContentId=9"}}
    Statement.objects.create(attempt=made, uuid=uuid4(), verb="interacted", root=False, body=body, received_at=LATER)
    assert sent(store, at=LATER + MINUTE) == 1
    assert len(store.true) == 6


def test_killed_after_the_store_kept_them_nothing_is_lost_nor_there_twice(
    cohort: Cohort, exam: Activity, store: Standing
) -> None:
    made = done(member(cohort), exam, "a", "b")
    store.dies_after_keeping = True
    with pytest.raises(Unavailable):
        sent(store, at=NOW + 6 * MINUTE)
    first = set(store.kept)
    assert len(first) == 5
    store.dies_after_keeping = False
    corrected(made)  # meanwhile what it was told is true no more, and nobody here knows that it knows
    assert sent(store, at=NOW + 12 * MINUTE) == 1
    assert verbs(list(store.true.values()))[-1] == "passed"
    assert len(store.true) == 5
    assert Delivery.objects.get().offered == []


@pytest.mark.parametrize("status", [302, 401, 403, 404, 429, 500, 503])
def test_a_store_that_is_down_or_does_not_know_us_is_asked_again_later(
    status: int, cohort: Cohort, exam: Activity, store: Standing
) -> None:
    done(member(cohort), exam, "b", "b")
    store.answer = status
    assert send_statements()
    job = Job.objects.get(kind=SEND)
    assert not jobs.run(job_id=job.pk, now=timezone.now())
    job.refresh_from_db()
    assert job.state == Job.State.WAITING
    assert str(status) in job.error
    store.answer = 0
    assert jobs.run(job_id=job.pk, now=job.run_after)
    assert len(store.kept) == 5


def test_a_job_that_gave_up_leaves_the_store_an_hour(cohort: Cohort, exam: Activity, store: Standing) -> None:
    done(member(cohort), exam, "b", "b")
    Job.objects.create(
        kind=SEND, key="x", state=Job.State.FAILED, run_after=LATER, created_at=LATER, finished_at=LATER, error="down"
    )
    assert not services.queue_sending(now=LATER + 59 * MINUTE)
    assert services.queue_sending(now=LATER + 61 * MINUTE)


def test_another_address_is_never_asked_whatever_the_store_answers(
    cohort: Cohort, exam: Activity, store: Standing
) -> None:
    done(member(cohort), exam, "b", "b")
    with standing() as elsewhere:
        store.answer, store.location = 307, f"{elsewhere.address}/statements"
        with pytest.raises(Unavailable):
            sent(store)
        assert elsewhere.requests == []


def test_one_attempt_that_the_store_refuses_keeps_no_other_from_it(
    cohort: Cohort, exam: Activity, store: Standing
) -> None:
    odd, fine = member(cohort), member(cohort)
    done(odd, exam, "b", "b")
    done(fine, exam, "b", "b")
    store.refuses = str(odd.uuid)
    assert sent(store) == 2
    assert {each["actor"]["account"]["name"] for each in store.kept.values()} == {str(fine.uuid)}
    assert Delivery.objects.get(attempt__user=odd).refusal.startswith("400")
    assert sent(store, at=LATER + MINUTE) == 0
    store.refuses = ""
    services.try_again(by=trainer(), now=LATER)
    assert sent(store, at=LATER + MINUTE) == 1
    assert len(store.kept) == 10


def test_a_quiz_that_got_another_title_meanwhile_is_no_conflict_that_stops_anything(
    cohort: Cohort, exam: Activity, store: Standing
) -> None:
    done(member(cohort), exam, "b", "b")
    store.dies_after_keeping = True
    with pytest.raises(Unavailable):
        sent(store)
    store.dies_after_keeping = False
    Activity.objects.filter(pk=exam.pk).update(title="La souris et le clavier")
    assert sent(store) == 1
    assert (len(store.kept), Delivery.objects.get().refusal) == (5, "")


def test_no_transaction_is_open_while_the_store_is_waited_for() -> None:
    assert registry.is_elsewhere(SEND)


def test_whoever_runs_the_site_sees_what_waits_and_what_was_refused_and_tries_again(
    cohort: Cohort, exam: Activity, store: Standing
) -> None:
    done(member(cohort), exam, "b", "b")
    store.refuses = "La souris"
    with time_machine.travel(LATER, tick=False):
        sent(store)
        browser = signed_in(UserFactory.create(is_superuser=True))
        page = words(browser.get(reverse("statements_sending")))
        assert "Refusées par le dépôt" in page
        assert "400" in page
        store.refuses = ""
        assert browser.post(reverse("statements_sending")).status_code == 302
        assert Job.objects.filter(kind=SEND, state=Job.State.WAITING).exists()


def test_the_page_says_how_to_name_a_store_and_is_no_one_else_s(cohort: Cohort) -> None:
    page = signed_in(UserFactory.create(is_superuser=True)).get(reverse("statements_sending"))
    assert "XAPI_LRS_URL" in words(page)
    for who in (trainer(cohort.structure), member(cohort)):
        assert signed_in(who).get(reverse("statements_sending")).status_code == 404


def test_what_is_judged_after_it_was_told_follows(cohort: Cohort, exam: Activity, store: Standing) -> None:
    """As where a person marks, days after the work was handed in."""
    made = done(member(cohort), exam, "b", "b")
    outcome = Outcome.objects.get(attempt=made)
    outcome.delete()
    assert sent(store) == 1
    assert verbs(list(store.true.values())) == ["initialized", "answered", "answered"]
    outcome.recorded_at = LATER + DAY
    outcome.save(force_insert=True)
    assert sent(store, at=LATER + DAY + MINUTE) == 1
    assert verbs(list(store.true.values()))[3:] == ["completed", "passed"]

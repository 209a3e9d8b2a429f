"""Jobs: once enqueued, done once, whatever happens in between."""

import datetime
import threading
from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import timezone

from lms.jobs import registry, services
from lms.jobs.models import Job
from lms.tasks import run_job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_kinds() -> Iterator[None]:
    """Kinds for these tests: one that leaves a mark in the database, one that always fails after leaving one."""

    @registry.handles("tests.mark")
    def mark(job: Job) -> None:
        Group.objects.create(name=job.payload["name"])

    @registry.handles("tests.fail")
    def fail(job: Job) -> None:
        Group.objects.create(name=job.payload["name"])
        raise ValueError("the printer is on fire")

    @registry.handles("tests.batches")
    def batches(job: Job) -> bool:
        Group.objects.create(name=f"made {job.cursor}")
        if job.cursor == job.payload.get("fails_at"):
            raise ValueError("the printer is on fire")
        job.cursor += 1
        job.progress_done, job.progress_total = job.cursor, 5
        return job.cursor < 5

    yield
    for kind in ("tests.mark", "tests.fail", "tests.batches"):
        registry._handlers.pop(kind)


def _enqueue(kind: str = "tests.mark", name: str = "made") -> Job:
    return services.enqueue(kind=kind, key=f"{kind}:{name}", payload={"name": name}, now=timezone.now())


def test_the_same_key_twice_is_one_job():
    assert _enqueue().pk == _enqueue().pk
    assert Job.objects.count() == 1


def test_a_rolled_back_caller_leaves_no_job():
    def enqueue_and_fail() -> None:
        with transaction.atomic():
            _enqueue()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        enqueue_and_fail()
    assert not Job.objects.exists()


def test_a_job_is_done_once_however_often_it_is_rung():
    job = _enqueue()
    assert run_job.apply(args=[job.pk]).get() is True
    assert run_job.apply(args=[job.pk]).get() is False
    assert Group.objects.filter(name="made").count() == 1
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_a_failure_undoes_the_effect_keeps_the_error_and_waits_longer_each_time():
    job = _enqueue("tests.fail")
    waits = []
    for _ in range(3):
        services.run(job_id=job.pk, now=timezone.now() + datetime.timedelta(hours=1))
        job.refresh_from_db()
        waits.append((job.run_after - timezone.now()).total_seconds())
        Job.objects.filter(pk=job.pk).update(run_after=timezone.now())
    assert waits == sorted(waits)
    assert waits[2] > waits[0] * 2
    assert "printer is on fire" in job.error
    assert not Group.objects.filter(name="made").exists()


def test_after_five_tries_the_job_is_failed_for_people_to_see():
    job = _enqueue("tests.fail")
    for _ in range(7):
        services.run(job_id=job.pk, now=timezone.now() + datetime.timedelta(days=1))
        Job.objects.filter(pk=job.pk, state=Job.State.WAITING).update(run_after=timezone.now())
    job.refresh_from_db()
    assert (job.state, job.tries) == (Job.State.FAILED, 5)


def test_a_job_whose_worker_died_is_taken_over_when_its_lease_is_over(settings):
    job = _enqueue()
    assert services.claim(job_id=job.pk, now=timezone.now()) is not None
    assert services.run_due(now=timezone.now()) == 0
    later = timezone.now() + datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS + 1)
    with time_machine.travel(later):
        assert services.run_due(now=timezone.now()) == 1
    assert Group.objects.filter(name="made").count() == 1


def test_a_late_worker_cannot_finish_a_job_that_another_took_over(settings):
    job = _enqueue()
    late = services.claim(job_id=job.pk, now=timezone.now())
    later = timezone.now() + datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS + 1)
    assert services.claim(job_id=job.pk, now=later) is not None
    assert late is not None
    with pytest.raises(services.LeaseLost):
        services._finish(late)


def test_a_long_job_is_done_batch_by_batch_and_shows_how_far_it_is():
    job = _enqueue("tests.batches")
    assert services.run(job_id=job.pk, now=timezone.now())
    job.refresh_from_db()
    assert (job.state, job.progress_done, job.progress_total) == (Job.State.DONE, 5, 5)
    assert Group.objects.filter(name__startswith="made").count() == 5


def test_a_long_job_goes_on_after_its_last_whole_batch():
    job = services.enqueue(kind="tests.batches", key="long", payload={"fails_at": 3}, now=timezone.now())
    assert not services.run(job_id=job.pk, now=timezone.now())
    job.refresh_from_db()
    assert (job.state, job.cursor, job.progress_done) == (Job.State.WAITING, 3, 3)
    assert not Group.objects.filter(name="made 3").exists()
    Job.objects.filter(pk=job.pk).update(payload={}, run_after=timezone.now())
    assert services.run(job_id=job.pk, now=timezone.now())
    assert Group.objects.filter(name__startswith="made").count() == 5


def test_a_batch_of_a_worker_that_lost_its_lease_is_undone(settings):
    job = _enqueue("tests.batches")
    late = services.claim(job_id=job.pk, now=timezone.now())
    assert late is not None
    later = timezone.now() + datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS + 1)
    assert services.claim(job_id=job.pk, now=later) is not None
    with pytest.raises(services.LeaseLost):
        services._do(late)
    assert not Group.objects.filter(name__startswith="made").exists()


def test_an_unknown_kind_fails_with_its_name():
    job = _enqueue("tests.nobody")
    assert services.run(job_id=job.pk, now=timezone.now()) is False
    job.refresh_from_db()
    assert "tests.nobody" in job.error


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_ten_workers_on_ten_jobs_do_each_once():
    jobs = [_enqueue(name=f"made {number}") for number in range(10)]

    def work() -> None:
        try:
            for job in jobs:
                services.run(job_id=job.pk, now=timezone.now())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Job.objects.filter(state=Job.State.DONE).count() == 10
    assert Group.objects.filter(name__startswith="made").count() == 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("elsewhere", [True, False])
def test_a_job_whose_effect_is_elsewhere_keeps_no_transaction_open_meanwhile(elsewhere: bool):
    seen = []

    @registry.handles("tests.elsewhere" if elsewhere else "tests.here", elsewhere=elsewhere)
    def look(job: Job) -> None:
        seen.append(connection.in_atomic_block)

    job = _enqueue("tests.elsewhere" if elsewhere else "tests.here")
    assert services.run(job_id=job.pk, now=timezone.now())
    assert seen == [not elsewhere]
    assert Job.objects.get().state == Job.State.DONE
    registry._handlers.pop(job.kind)

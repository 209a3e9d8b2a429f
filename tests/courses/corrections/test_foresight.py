"""What a correction would do, worked out by a job: the same as at once, for who asked, once, while it is true."""

import datetime
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from assessments.attempts.corrections import Correction
from courses.corrections import dry_run as foreseen
from courses.corrections import foresight, services
from courses.corrections.dry_run import DryRun, dry_run
from courses.corrections.models import FORESEE, Foresight
from courses.corrections.outlook import Outlook, outlook_of
from lms.accounts.models import User
from lms.cohorts.models import CohortMembership
from lms.jobs import services as jobs
from lms.jobs.models import Job
from tests.courses.corrections.conftest import A_IS_RIGHT, LATER, WORDS, Class, work
from tests.courses.corrections.test_following import BOTH, LOSES, everything
from tests.factories.outline import EnrolmentFactory, quiz
from tests.factories.people import learner, trainer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreseen, "PEOPLE", 2)


def ask(group: Class, *, kind: str = Correction.Kind.KEY, by: User | None = None) -> Foresight:
    return foresight.ask(
        version=group.version,
        kind=kind,
        key=A_IS_RIGHT if kind == Correction.Kind.KEY else None,
        explanation=WORDS,
        by=by or group.trainer,
        language="fr",
        now=timezone.now(),
    )


def seen(group: Class, asked: Foresight, *, by: User | None = None) -> Outlook:
    outlook = outlook_of(by or group.trainer, group.version, asked.uuid)
    assert outlook is not None
    return outlook


def came_of(group: Class, asked: Foresight) -> DryRun:
    run = seen(group, asked).run
    assert run is not None
    return run


@pytest.mark.parametrize("kind", [Correction.Kind.KEY, Correction.Kind.NEUTRAL])
def test_a_job_finds_what_is_found_at_once_and_writes_no_evidence(group: Class, kind: Correction.Kind) -> None:
    for picked in (BOTH, LOSES, ("a", "a", "a"), (None, "b", "b"), ("a", None, None)):
        group.takes(picked)
    elsewhere = learner()
    EnrolmentFactory.create(user=elsewhere, course=group.course)
    group.takes(BOTH, user=elsewhere)
    work()
    before = everything()
    asked = ask(group, kind=kind)
    assert seen(group, asked).under_way
    work()
    assert everything() == before
    key = A_IS_RIGHT if kind == Correction.Kind.KEY else None
    assert came_of(group, asked) == dry_run(group.trainer, group.version, kind=kind, key=key)
    assert (seen(group, asked).done, seen(group, asked).total) == (6, 6)
    assert elsewhere.get_full_name() not in str(Foresight.objects.get().told)


def test_a_worker_killed_between_two_batches_loses_and_doubles_nobody(
    group: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        group.takes(LOSES)
    work()
    asked = ask(group)
    job = Job.objects.get(kind=FORESEE)
    keep, batches = jobs._keep_batch, []

    def dies_after_the_second_batch_is_written(held: Job) -> None:
        batches.append(held.progress_done)
        if len(batches) == 2:
            raise KeyboardInterrupt
        keep(held)

    monkeypatch.setattr(jobs, "_keep_batch", dies_after_the_second_batch_is_written)
    with pytest.raises(KeyboardInterrupt):
        jobs.run(job_id=job.pk, now=timezone.now())
    assert (seen(group, asked).done, seen(group, asked).total, seen(group, asked).run) == (2, 5, None)
    after_the_lease = timezone.now() + datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS + 60)
    assert jobs.run(job_id=job.pk, now=after_the_lease)
    run = came_of(group, asked)
    assert (run.asked, run.lose, len(run.rows), seen(group, asked).done) == (5, 5, 5, 5)


def test_two_workers_on_the_same_people_count_them_once(group: Class) -> None:
    group.takes(LOSES)
    asked = ask(group)
    one, other = foresight.work_of(str(asked.uuid)), foresight.work_of(str(asked.uuid))
    assert one
    assert other
    assert foresight.look_further(work=one, now=LATER)
    assert foresight.look_further(work=other, now=LATER)
    work()
    assert came_of(group, asked).asked == 1


def test_the_same_proposal_is_worked_out_once_and_keeps_the_last_words(group: Class) -> None:
    group.takes(BOTH)
    work()
    asked = ask(group)
    assert ask(group) == asked
    work()
    assert ask(group).uuid == asked.uuid
    assert Job.objects.filter(kind=FORESEE).count() == 1


def test_another_proposal_takes_the_place_of_the_former_whose_work_comes_to_nothing(group: Class) -> None:
    group.takes(LOSES)
    work()
    former = ask(group)
    late = foresight.work_of(str(former.uuid))
    other = ask(group, kind=Correction.Kind.NEUTRAL)
    assert late
    foresight.look_further(work=late, now=LATER)
    assert outlook_of(group.trainer, group.version, former.uuid) is None
    assert Foresight.objects.get().told == {}
    work()
    assert came_of(group, other) == dry_run(group.trainer, group.version, kind=Correction.Kind.NEUTRAL)


def test_each_author_has_their_own_and_meets_no_other_s(group: Class) -> None:
    group.takes(BOTH)
    colleague = trainer(group.structure)
    mine, theirs = ask(group), ask(group, by=colleague)
    assert mine.uuid != theirs.uuid
    assert outlook_of(colleague, group.version, mine.uuid) is None
    assert outlook_of(group.trainer, group.version, uuid.uuid4()) is None
    assert seen(group, theirs, by=colleague).under_way


def test_names_are_of_people_whom_the_reader_still_trains_when_it_is_read(group: Class) -> None:
    group.takes(BOTH)
    work()
    asked = ask(group)
    work()
    assert len(came_of(group, asked).rows) == 1
    CohortMembership.objects.all().delete()
    assert (came_of(group, asked).unnamed, came_of(group, asked).rows) == (1, [])


def test_it_is_out_of_date_once_somebody_who_was_asked_goes_on(group: Class) -> None:
    person = group.takes(BOTH).user
    work()
    asked = ask(group)
    work()
    group.quiz, asking = quiz(items=1, structure=group.structure), group.quiz
    group.takes(("a",))  # somebody else, something else
    group.quiz = asking
    assert not seen(group, asked).out_of_date
    group.takes(LOSES, user=person)
    work()
    assert seen(group, asked).out_of_date
    again = ask(group)
    work()
    assert again.uuid != asked.uuid
    assert not seen(group, again).out_of_date
    assert came_of(group, again).lose == dry_run(group.trainer, group.version, kind="key", key=A_IS_RIGHT).lose


def test_it_is_out_of_date_once_another_question_of_theirs_is_corrected(group: Class) -> None:
    group.takes(("b", "a", "a"))
    work()
    asked = ask(group)
    work()
    second = group.quiz.activity.attempts.get().plan[1]
    version = type(group.version).objects.select_related("item", "answer_key").get(pk=second)
    services.apply(
        version=version, kind=Correction.Kind.KEY, key=A_IS_RIGHT, explanation=WORDS, by=group.trainer, now=LATER
    )
    work()
    assert seen(group, asked).out_of_date


def test_work_under_way_is_not_begun_again_whatever_comes_meanwhile(group: Class) -> None:
    group.takes(BOTH)
    asked = ask(group)
    group.takes(LOSES)
    assert ask(group).uuid == asked.uuid


def test_work_that_failed_for_good_is_said_and_asked_for_again(group: Class) -> None:
    group.takes(BOTH)
    asked = ask(group)
    Job.objects.filter(kind=FORESEE).update(state=Job.State.FAILED)
    assert seen(group, asked).failed
    again = ask(group)
    work()
    assert came_of(group, again).gain == 1


def test_what_was_asked_is_swept_after_a_day_with_its_job(group: Class) -> None:
    group.takes(BOTH)
    asked = ask(group)
    assert foresight.sweep(now=asked.asked_at + foresight.KEPT) == 0
    assert foresight.sweep(now=asked.asked_at + foresight.KEPT + datetime.timedelta(seconds=1)) == 1
    assert not Job.objects.filter(kind=FORESEE).exists()
    assert outlook_of(group.trainer, group.version, asked.uuid) is None


def test_a_job_whose_row_was_swept_ends(group: Class) -> None:
    group.takes(BOTH)
    ask(group)
    Foresight.objects.all().delete()
    work()
    assert Job.objects.get(kind=FORESEE).state == Job.State.DONE


@pytest.mark.parametrize("people", [2, 12])
def test_a_batch_and_its_page_read_as_often_for_many_people_as_for_few(
    group: Class, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch, people: int
) -> None:
    monkeypatch.setattr(foreseen, "PEOPLE", 200)
    for _ in range(people):
        group.takes(LOSES)
    asked = ask(group)
    at_work = foresight.work_of(str(asked.uuid))
    assert at_work
    with django_assert_max_num_queries(26):
        foresight.look_further(work=at_work, now=LATER)
    foresight.look_further(work=at_work, now=LATER)
    version = group.version
    Foresight.objects.update(reached=10**9, finished_at=LATER)
    with django_assert_max_num_queries(9):
        outlook = outlook_of(group.trainer, version, asked.uuid)
    assert outlook
    assert outlook.run
    assert outlook.run.lose == people

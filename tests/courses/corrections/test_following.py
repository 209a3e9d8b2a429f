"""From a corrected question to results, progress, skills and certificates; and back."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from assessments.attempts.corrections import Correction, Regrade
from assessments.attempts.models import Outcome, Response
from assessments.bank.models import ItemVersion
from assessments.credentials import services as credentials
from assessments.credentials.forms import RevokeForm
from assessments.credentials.models import Credential
from courses.corrections import services
from courses.corrections.models import FOLLOW, Consequence
from courses.outline.models import Course
from courses.progress.models import CourseProgress, LessonProgress, Mastery
from courses.progress.recomputation import recompute
from lms.accounts.evidence import move_evidence
from lms.jobs import services as jobs
from lms.jobs.models import Job
from lms.journal.models import Entry
from tests.courses.corrections.conftest import A_IS_RIGHT, LATER, NOW, WORDS, Class, states, work
from tests.factories.people import trainer

pytestmark = pytest.mark.django_db
BOTH = ("a", "b", "a")  # 33 %, then 67 %
LOSES = ("b", "b", "a")  # 67 %, then 33 %


def differences(group: Class) -> list[str]:
    return recompute(courses=[group.course], apply=False, now=LATER)


def everything() -> list[Any]:
    """All that a correction may touch, but what it keeps on file."""
    return [
        list(Response.objects.order_by("pk").values("pk", "score_scaled", "success")),
        list(Outcome.objects.order_by("pk").values()),
        list(
            LessonProgress.objects.order_by("user", "lesson").values("user", "lesson", "state", "best_scaled", "proved")
        ),
        list(CourseProgress.objects.order_by("user").values("user", "lessons_done", "completed_at")),
        list(Mastery.objects.order_by("user").values("user", "skill", "level", "evidence_count")),
    ]


def test_who_gains_has_the_lesson_the_skill_and_the_certificate(group: Class) -> None:
    person = group.takes(BOTH).user
    assert not Mastery.objects.exists()
    group.corrects()
    assert Outcome.objects.get().success
    assert CourseProgress.objects.get(user=person).completed_at is not None
    assert Mastery.objects.get(user=person).level == 1
    assert states(person) == ["issued"]
    assert differences(group) == []


def test_who_loses_has_the_certificate_revoked_with_its_reason(group: Class) -> None:
    person = group.takes(LOSES).user
    work()
    assert states(person) == ["issued"]
    group.corrects()
    credential = Credential.objects.get()
    assert (credential.state, credential.revocation_reason) == ("revoked", "correction")
    assert not Mastery.objects.filter(user=person).exists()
    assert CourseProgress.objects.get(user=person).completed_at is None
    assert differences(group) == []
    event = credential.events.get(kind="revoked")
    assert event.data == {"reason": "correction"}


def test_undoing_brings_everything_back_and_the_certificate_as_a_new_one(group: Class) -> None:
    gains, loses = group.takes(BOTH).user, group.takes(LOSES).user
    work()
    before = everything()
    correction = group.corrects()
    assert everything() != before
    group.undoes(correction)
    assert everything() == before
    assert correction.state == Correction.State.UNDONE
    assert states(gains) == ["revoked"]
    assert states(loses) == ["revoked", "issued"]
    first, second = Credential.objects.filter(learner=loses).order_by("pk")
    assert second.replaces == first
    assert first.code != second.code
    assert differences(group) == []


def test_who_lost_a_certificate_and_earns_it_again_by_working_gets_a_new_one(group: Class) -> None:
    person = group.takes(LOSES).user
    group.corrects()
    group.takes(("a", "b", "b"), user=person, at=LATER + datetime.timedelta(days=1))
    work()
    assert states(person) == ["revoked", "issued"]


def test_what_a_person_revoked_stays_revoked(group: Class) -> None:
    person = group.takes(LOSES).user
    work()
    credentials.revoke(credential=Credential.objects.get(), reason="fraud", by=group.trainer, now=NOW)
    group.undoes(group.corrects())
    assert states(person) == ["revoked"]
    assert Credential.objects.get().revocation_reason == "fraud"


def test_a_certificate_of_another_structure_is_left_to_it(group: Class) -> None:
    person = group.takes(LOSES).user
    work()
    issuer = group.course.achievement.issuer  # type: ignore[union-attr]
    issuer.structure = trainer().memberships.get().structure
    issuer.save()
    group.corrects()
    assert states(person) == ["issued"]
    assert [each["change"] for each in Consequence.objects.get(user=person).certificates] == ["left"]


def test_who_succeeds_otherwise_keeps_the_certificate(group: Class) -> None:
    person = group.takes(LOSES).user
    group.takes(("a", "b", "b"), user=person, at=NOW + datetime.timedelta(hours=1))
    work()
    group.corrects()
    assert states(person) == ["issued"]


def test_a_neutral_question_takes_nothing_from_anybody(group: Class) -> None:
    loses, gains = group.takes(LOSES).user, group.takes(("a", "b", "a")).user
    work()
    group.corrects(Correction.Kind.NEUTRAL)
    assert states(loses) == ["issued"]
    assert Outcome.objects.get(attempt__user=gains).score_scaled == 0.5
    assert states(gains) == []


def test_who_is_not_concerned_is_not_touched(group: Class) -> None:
    group.takes((None, "b", "b"))
    ItemVersion.objects.update(frozen_at=NOW)
    group.corrects()
    assert not Regrade.objects.exists()
    assert not Consequence.objects.exists()


def test_nobody_can_choose_the_reason_of_a_correction() -> None:
    assert not RevokeForm({"reason": "correction"}).is_valid()


def test_each_person_has_an_entry_in_the_journal_without_figures(group: Class) -> None:
    person = group.takes(BOTH).user
    correction = group.corrects()
    entry = Entry.objects.about(person.pk).get(verb="result.corrected")
    assert (entry.actor, entry.target, entry.data) == (group.trainer, f"correction:{correction.uuid}", {})
    group.undoes(correction)
    assert Entry.objects.about(person.pk).filter(verb="result.taken_back").count() == 1


def _asked(group: Class) -> tuple[Correction, Job]:
    correction = services.apply(
        version=group.version, kind=Correction.Kind.KEY, explanation=WORDS, by=group.trainer, now=LATER, key=A_IS_RIGHT
    )
    return correction, Job.objects.get(kind=FOLLOW)


def test_a_worker_killed_between_two_batches_loses_and_doubles_nothing(
    group: Class, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    people = [group.takes(BOTH).user for _ in range(5)]
    monkeypatch.setattr(services, "ATTEMPTS", 2)
    correction, job = _asked(group)
    follow, calls = services.follow, []

    def dies_in_the_second_batch(**given: Any) -> None:
        follow(**given)
        calls.append(given["attempts"])
        if len(calls) == 2:
            raise KeyboardInterrupt  # as a kill: nothing after it is caught, and the transaction is lost

    monkeypatch.setattr(services, "follow", dies_in_the_second_batch)
    with pytest.raises(KeyboardInterrupt):
        jobs.run(job_id=job.pk, now=timezone.now())
    job.refresh_from_db()
    assert (job.state, job.progress_done, job.progress_total) == (Job.State.RUNNING, 2, 5)
    assert Regrade.objects.count() == 2
    monkeypatch.setattr(services, "follow", follow)
    after_the_lease = timezone.now() + datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS + 60)
    assert jobs.run(job_id=job.pk, now=after_the_lease)
    job.refresh_from_db()
    correction.refresh_from_db()
    assert (job.progress_done, correction.state) == (5, Correction.State.APPLIED)
    assert [len(states(person)) for person in people] == [1] * 5
    assert Regrade.objects.count() == Consequence.objects.count() == 5
    assert Entry.objects.filter(verb="result.corrected").count() == 5


def test_work_claimed_during_the_correction_is_corrected_by_whoever_has_it(
    group: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person had their turn; then the attempt of a trial, which waits for its own, becomes theirs."""
    person = group.joins()
    own = group.takes((None, "b", "a"), user=person)
    guests = group.takes(BOTH)
    monkeypatch.setattr(services, "ATTEMPTS", 1)
    correction, job = _asked(group)
    follow = services.follow

    def then_claims(**given: Any) -> None:
        follow(**given)
        if own.pk in given["attempts"]:
            move_evidence(source=guests.user, target=person, now=LATER)

    monkeypatch.setattr(services, "follow", then_claims)
    assert jobs.run(job_id=job.pk, now=timezone.now())
    assert Outcome.objects.get(attempt=guests).success
    assert states(person) == ["pending"]  # given; its file is another job's
    assert differences(group) == []
    assert Consequence.objects.get(correction=correction).user == person


def test_a_certificate_that_one_attempt_loses_and_a_later_one_earns_stays(
    group: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = group.takes(LOSES).user
    group.takes(BOTH, user=person, at=NOW + datetime.timedelta(hours=1))
    work()
    monkeypatch.setattr(services, "ATTEMPTS", 1)
    group.corrects()
    assert states(person) == ["issued"]
    assert Consequence.objects.get().certificates == []


def test_a_batch_reads_as_often_for_many_people_as_for_few(group: Class, django_assert_max_num_queries: Any) -> None:
    Course.objects.update(achievement=None)
    tries = [group.takes(LOSES) for _ in range(20)]
    correction, _job = _asked(group)
    with django_assert_max_num_queries(45 + 2 * len(tries)):  # two updates each: the lesson’s row and the module’s
        services.follow(correction=correction, attempts=[each.pk for each in tries], now=LATER)
    assert Consequence.objects.count() == 20


def test_certificates_that_stay_cost_no_query_each(group: Class, django_assert_max_num_queries: Any) -> None:
    tries = [group.takes(("b", "b", "b")) for _ in range(20)]  # 100 %, then 67 %: passed all the same
    correction, _job = _asked(group)
    with django_assert_max_num_queries(50 + 2 * len(tries)):  # the two updates again
        services.follow(correction=correction, attempts=[each.pk for each in tries], now=LATER)
    assert [states(each.user) for each in tries] == [["pending"]] * 20


def test_the_same_batch_twice_changes_nothing(group: Class) -> None:
    attempt = group.takes(BOTH)
    correction, _job = _asked(group)
    services.follow(correction=correction, attempts=[attempt.pk], now=LATER)
    before = [*everything(), Consequence.objects.values().get(), Entry.objects.count()]
    services.follow(correction=correction, attempts=[attempt.pk], now=LATER)
    assert [*everything(), Consequence.objects.values().get(), Entry.objects.count()] == before


def test_an_answer_marked_by_the_former_key_at_the_very_moment_is_found_at_the_end(group: Class) -> None:
    group.takes(BOTH)
    correction, _job = _asked(group)
    racing = group.takes(BOTH, at=LATER + datetime.timedelta(seconds=1))
    Response.objects.filter(attempt=racing, slot=0).update(score_raw=0, score_scaled=0, success=False)
    Outcome.objects.filter(attempt=racing).update(score_raw=1, score_scaled=1 / 3, success=False)
    services.end(correction=correction, now=LATER)
    assert Outcome.objects.get(attempt=racing).success


def test_work_that_failed_for_good_is_asked_for_again_once(group: Class) -> None:
    group.takes(BOTH)
    correction, job = _asked(group)
    services.go_on(correction=correction, now=LATER)
    assert Job.objects.filter(kind=FOLLOW).count() == 1
    Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED)
    services.go_on(correction=correction, now=LATER)
    services.go_on(correction=correction, now=LATER)
    assert Job.objects.filter(kind=FOLLOW).count() == 2
    work()
    correction.refresh_from_db()
    assert correction.state == Correction.State.APPLIED


def test_what_was_corrected_follows_work_that_changes_hands(group: Class) -> None:
    guest, owner = group.takes(BOTH).user, group.takes(BOTH).user
    someone = group.joins()
    correction = group.corrects()
    move_evidence(source=guest, target=someone, now=LATER)
    move_evidence(source=owner, target=someone, now=LATER)
    kept = Consequence.objects.get(correction=correction)
    assert kept.user == someone
    assert len(kept.masteries) == len(kept.certificates) == 2
    assert Regrade.objects.filter(attempt__user=someone).count() == 2

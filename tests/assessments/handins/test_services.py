"""Files come, go, and become part of an answer; what is refused or forgotten leaves nothing on disk."""

import datetime
import os
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessments.attempts.models import Attempt
from assessments.attempts.services import AttemptClosed, TimeIsUp, submit_attempt, void_attempt
from assessments.bank.families import Family
from assessments.handins import services
from assessments.handins.judging import JudgedFile
from assessments.handins.models import FOLDER, HandedFile, private_storage
from lms.accounts.models import User
from tests.assessments.attempts.test_services import MINUTE, NOW, answer, started
from tests.factories.handins import PDF
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def on_disk() -> set[str]:
    storage = private_storage()
    return set(storage.listdir(FOLDER)[1]) if storage.exists(FOLDER) else set()


@pytest.fixture(autouse=True)
def before() -> set[str]:
    """What lay there before the test."""
    return on_disk()


def add(
    attempt: Attempt, content: bytes = PDF, *, slot: int = 0, now: datetime.datetime = NOW, **more: Any
) -> HandedFile:
    file = JudgedFile(content=content, family=Family.PDF, suffix=".pdf")
    options = {"name": "Mon CV.PDF", "most": 3, "changeable": True} | more
    return services.add_file(attempt=attempt, slot=slot, file=file, now=now, **options)


def remove(attempt: Attempt, file: HandedFile, *, slot: int = 0, **more: Any) -> None:
    services.remove_file(attempt=attempt, slot=slot, file=file.uuid, now=NOW, **({"changeable": True} | more))


def listed(attempt: Attempt, slot: int = 0) -> list[HandedFile]:
    return list(HandedFile.objects.at(attempt, slot))


def test_a_file_is_kept_under_a_name_that_says_nothing(before: set[str]) -> None:
    attempt = started(1)
    kept = add(attempt)
    assert (kept.name, kept.size, kept.family, kept.handed_in_at) == ("Mon CV.pdf", len(PDF), "pdf", None)
    (stored,) = on_disk() - before
    assert len(stored) == 32
    assert "." not in stored
    with kept.file.open() as file:
        assert file.read() == PDF


def test_the_same_file_again_is_the_same_file(before: set[str]) -> None:
    attempt = started(1)
    first = add(attempt)
    assert add(attempt, name="autre nom.pdf", most=1).pk == first.pk
    assert len(on_disk() - before) == 1


def test_two_questions_may_have_the_same_file() -> None:
    attempt = started(1, 1)
    assert add(attempt, slot=0).pk != add(attempt, slot=1).pk


def test_a_question_takes_so_many_files(before: set[str]) -> None:
    attempt = started(1)
    add(attempt, b"%PDF-1", most=1)
    with pytest.raises(services.PlaceFull):
        add(attempt, b"%PDF-2", most=1)
    assert len(on_disk() - before) == 1


def test_a_person_has_a_quota_over_all_attempts(settings: Any, before: set[str]) -> None:
    settings.HANDIN_QUOTA = 2 * len(PDF)
    person = UserFactory.create()
    first, second = started(1, user=person), started(1, user=person)
    add(first)
    add(second)
    with pytest.raises(services.QuotaReached):
        add(second, PDF + b"\n")
    assert len(on_disk() - before) == 2
    add(started(1), PDF + b"\n")


def test_nothing_comes_in_once_the_attempt_is_over(before: set[str]) -> None:
    attempt = started(1)
    submit_attempt(attempt=attempt, now=NOW)
    with pytest.raises(AttemptClosed):
        add(attempt)
    late = started(1)
    Attempt.objects.filter(pk=late.pk).update(time_limit=10)
    with pytest.raises(TimeIsUp):
        add(late, now=NOW + 11 * MINUTE)
    assert on_disk() == before


def test_where_the_first_answer_stands_nothing_is_added_nor_taken_back(before: set[str]) -> None:
    attempt = started(1)
    file = add(attempt)
    answer(attempt, 0)
    with pytest.raises(services.AnswerStands):
        add(attempt, PDF + b"\n", changeable=False)
    with pytest.raises(services.AnswerStands):
        remove(attempt, file, changeable=False)
    assert len(on_disk() - before) == 1
    remove(attempt, file)
    assert listed(attempt) == []


def test_a_transaction_that_fails_leaves_no_bytes(before: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise IntegrityError

    attempt = started(1)
    monkeypatch.setattr(HandedFile, "save", fail)
    with pytest.raises(IntegrityError):
        add(attempt)
    assert on_disk() == before


def test_a_file_taken_back_before_it_is_handed_in_is_gone(
    before: set[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    attempt = started(1)
    file, other = add(attempt), add(attempt, PDF + b"\n")
    with django_capture_on_commit_callbacks(execute=True):
        remove(attempt, file)
        remove(attempt, file)
    assert listed(attempt) == [other]
    assert len(on_disk() - before) == 1


def test_a_file_of_another_question_or_person_is_not_taken_back() -> None:
    attempt, foreign = started(1, 1), started(1)
    file = add(attempt, slot=1)
    remove(attempt, file, slot=0)
    remove(foreign, file, slot=1)
    assert listed(attempt, 1) == [file]


def test_the_files_of_the_page_make_the_answer_in_their_order() -> None:
    attempt = started(1)
    first, second = add(attempt), add(attempt, PDF + b"\n", now=NOW + MINUTE)
    add(attempt, slot=1)
    assert services.hand_in(attempt=attempt, slot=0, now=NOW + 2 * MINUTE) == [first.described(), second.described()]
    assert [file.handed_in_at for file in listed(attempt)] == [NOW + 2 * MINUTE] * 2
    assert first.described() == {"id": str(first.uuid), "name": "Mon CV.pdf", "family": "pdf", "size": len(PDF)}


def test_what_was_part_of_an_answer_stays_as_evidence_and_can_be_listed_again(before: set[str]) -> None:
    attempt = started(1)
    file = add(attempt)
    services.hand_in(attempt=attempt, slot=0, now=NOW)
    remove(attempt, file)
    assert listed(attempt) == []
    assert len(on_disk() - before) == 1
    add(attempt, PDF + b"\n", most=1)
    with pytest.raises(services.PlaceFull):
        add(attempt, most=1)
    assert add(attempt, most=2).pk == file.pk


def test_the_sweep_takes_what_became_part_of_no_answer(
    before: set[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    over, cancelled, open_still, given, old = (started(1) for _ in range(5))
    for attempt in (over, cancelled, open_still, given):
        add(attempt, now=NOW - DAY)
    add(old, now=NOW - services.UNUSED - DAY)
    services.hand_in(attempt=given, slot=0, now=NOW)
    submit_attempt(attempt=over, now=NOW)
    submit_attempt(attempt=given, now=NOW)
    void_attempt(attempt=cancelled, by=UserFactory.create(), reason="technical", now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        services.sweep(now=NOW)
    assert {file.attempt for file in HandedFile.objects.all()} == {open_still, given}
    assert len(on_disk() - before) == 2


def test_the_sweep_takes_the_bytes_of_people_who_are_gone_once_a_day_old(before: set[str]) -> None:
    attempt = started(1)
    file = add(attempt)
    User.objects.filter(pk=attempt.user_id).delete()
    services.sweep(now=timezone.now())
    assert len(on_disk() - before) == 1
    two_days_ago = (timezone.now() - 2 * DAY).timestamp()
    os.utime(private_storage().path(str(file.file)), (two_days_ago, two_days_ago))
    services.sweep(now=timezone.now())
    assert on_disk() == before


def test_the_database_lists_off_only_what_was_handed_in() -> None:
    file = add(started(1))
    with pytest.raises(IntegrityError, match="handedfile_unlisted_is_evidence"), transaction.atomic():
        HandedFile.objects.filter(pk=file.pk).update(listed=False)


def test_nobody_takes_back_what_is_not_there() -> None:
    services.remove_file(attempt=started(1), slot=0, file=uuid.uuid4(), changeable=True, now=NOW)

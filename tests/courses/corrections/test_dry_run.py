"""What a correction would do is what it does; and a reader meets the names of their own people only."""

from typing import Any

import pytest

from assessments.attempts.corrections import Correction, Regrade
from assessments.attempts.models import Outcome
from assessments.credentials.models import Credential
from courses.corrections import dry_run as foreseen
from courses.corrections.dry_run import dry_run
from courses.corrections.models import Consequence
from courses.corrections.queries import answered_versions, letters, questions_to_correct, standing_of
from lms.structures.models import Role
from tests.courses.corrections.conftest import A_IS_RIGHT, Class, work
from tests.courses.corrections.test_following import BOTH, LOSES, everything
from tests.factories.outline import EnrolmentFactory
from tests.factories.people import MembershipFactory, learner, person, trainer

pytestmark = pytest.mark.django_db
KEY: Any = {"kind": Correction.Kind.KEY, "key": A_IS_RIGHT}


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreseen, "PEOPLE", 2)


def test_a_dry_run_says_who_gains_and_who_loses_and_writes_nothing(group: Class) -> None:
    gains, loses = group.takes(BOTH).user, group.takes(LOSES).user
    group.takes((None, "b", "b"))
    work()
    before = everything()
    run = dry_run(group.trainer, group.version, **KEY)
    assert everything() == before
    assert (run.asked, run.changed, run.gain, run.lose) == (3, 2, 1, 1)
    assert (run.succeed, run.fail, run.given, run.revoked, run.skills) == (1, 1, 1, 1, 2)
    assert [row.person for row in run.rows] == [loses, gains]
    (result,) = run.rows[1].results
    assert (result.before, result.after, result.won) == (33, 67, True)
    assert [(each.name, each.before, each.after) for each in run.rows[1].skills] == [("Cliquer", 0, 100)]
    assert not Correction.objects.exists()


@pytest.mark.parametrize("kind", [Correction.Kind.KEY, Correction.Kind.NEUTRAL])
def test_what_was_foreseen_is_what_is_done_and_what_letters_say(group: Class, kind: Correction.Kind) -> None:
    for picked in (BOTH, LOSES, ("a", "a", "a"), ("b", "b", "b"), (None, "b", "b"), ("a", None, None)):
        group.takes(picked)
    twice = group.takes(("a", "a", "b")).user
    group.takes(("b", "a", "a"), user=twice)
    work()
    said = dry_run(group.trainer, group.version, kind=kind, key=A_IS_RIGHT if kind == Correction.Kind.KEY else None)
    correction = group.corrects(kind)
    told = letters(group.trainer, correction)
    assert sorted(told, key=lambda row: row.person.pk) == sorted(said.rows, key=lambda row: row.person.pk)
    assert said.changed == len(told) == Consequence.objects.count()


def test_people_of_other_groups_count_without_a_name(group: Class) -> None:
    elsewhere = learner()
    EnrolmentFactory.create(user=elsewhere, course=group.course)
    group.takes(BOTH, user=elsewhere)
    group.takes(BOTH)
    run = dry_run(group.trainer, group.version, **KEY)
    assert (run.changed, run.unnamed, len(run.rows)) == (2, 1, 1)
    correction = group.corrects()
    assert elsewhere not in [row.person for row in letters(group.trainer, correction)]
    assert letters(group.trainer, correction, of=elsewhere.uuid) == []


def test_letters_of_an_undone_correction_say_what_came_back(group: Class) -> None:
    group.takes(BOTH)
    correction = group.corrects()
    group.undoes(correction)
    (row,) = letters(group.trainer, correction)
    assert (row.results[0].before, row.results[0].after) == (67, 33)
    assert row.revoked
    assert Credential.objects.get().state == "revoked"


def test_corrections_belong_to_trainers_and_administrators_of_the_questions_structure(group: Class) -> None:
    group.takes(BOTH)
    correction = group.corrects()
    author, chief = person(Role.AUTHOR_EDITOR, group.structure), person(Role.ADMINISTRATOR, group.structure)
    for user, expected in ((group.trainer, True), (chief, True), (author, False), (trainer(), False)):
        assert (standing_of(user, correction.uuid) is not None) is expected
        assert questions_to_correct(user).filter(pk=correction.version.item_id).exists() is expected


def test_who_was_a_trainer_corrects_no_more(group: Class) -> None:
    membership = MembershipFactory.create(structure=group.structure, role=Role.TRAINER)
    membership.ended_at = membership.started_at
    membership.save()
    assert not questions_to_correct(membership.user).exists()


def test_a_questions_answered_versions_say_how_many_people_and_what_stands(group: Class) -> None:
    group.takes(BOTH)
    group.takes(BOTH)
    (row,) = answered_versions(group.version.item)
    assert (row.people, row.correction) == (2, None)
    correction = group.corrects()
    assert answered_versions(group.version.item)[0].correction == correction
    group.undoes(correction)
    assert answered_versions(group.version.item)[0].correction is None


def test_how_far_it_is_stands_beside_the_correction(group: Class) -> None:
    group.takes(BOTH)
    standing = standing_of(group.trainer, group.corrects().uuid)
    assert standing is not None
    assert (standing.done, standing.total, standing.failed, standing.may_be_undone) == (1, 1, False, True)


def test_a_dry_run_reads_as_often_for_many_people_as_for_few(
    group: Class, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreseen, "PEOPLE", 200)
    for _ in range(20):
        group.takes(LOSES)
    with django_assert_max_num_queries(25):
        run = dry_run(group.trainer, group.version, **KEY)
    assert run.lose == 20
    assert Outcome.objects.count() == 20
    assert not Regrade.objects.exists()

"""A question corrected: marks and outcomes follow, what they were stays, and everything can be taken back."""

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessments.attempts import correcting, services
from assessments.attempts.corrections import Correction, Regrade
from assessments.attempts.models import Attempt, Outcome, Response
from assessments.attempts.regrading import Rule, attempts_asking, regrade, regraded
from assessments.bank.models import AnswerKey, ItemVersion
from assessments.grading import ImpossibleDefinition
from lms.journal.models import Entry
from tests.assessments.attempts.test_services import MINUTE, NOW, answer, planned
from tests.factories.outline import quiz
from tests.factories.people import UserFactory, learner, trainer

pytestmark = pytest.mark.django_db
LATER = NOW + datetime.timedelta(days=3)
A_IS_RIGHT = {"correct": ["a"], "feedback": {}}


def answered(made: Any, *picked: str | None, submit: bool = True) -> Attempt:
    """Somebody's attempt with these answers, None for none."""
    attempt = services.start_attempt(
        user=UserFactory.create(), activity=made.activity, plan=planned(made), context=None, now=NOW
    )
    for slot, choice in enumerate(picked):
        if choice:
            answer(attempt, slot, choice)
    if submit:
        services.submit_attempt(attempt=attempt, now=NOW + MINUTE)
    return attempt


def version_of(attempt: Attempt, slot: int = 0) -> ItemVersion:
    return ItemVersion.objects.get(pk=attempt.plan[slot])


def corrected(version: ItemVersion, **fields: Any) -> Correction:
    fields.setdefault("kind", Correction.Kind.KEY)
    if fields["kind"] == Correction.Kind.KEY:
        fields.setdefault("key", A_IS_RIGHT)
    return correcting.correct(version=version, explanation="La bonne réponse est A.", by=trainer(), now=LATER, **fields)


def everybody(correction: Correction) -> set[int]:
    return set(attempts_asking(correction.version_id).values_list("pk", flat=True))


def carried_out(correction: Correction) -> None:
    regrade(correction=correction, attempts=everybody(correction), now=LATER)
    correcting.finish(correction=correction, now=LATER)


def undone(correction: Correction) -> None:
    correcting.take_back(correction=correction, by=trainer(), now=LATER)
    carried_out(correction)


def figures() -> list[Any]:
    """Every mark and outcome there is."""
    marks = Response.objects.order_by("pk").values_list("pk", "score_raw", "score_scaled", "success", "answer")
    outcomes = Outcome.objects.order_by("pk").values_list(
        "pk", "score_raw", "score_max", "score_scaled", "success", "completion", "recorded_at"
    )
    return [*marks, *outcomes]


def test_who_was_right_all_along_gains_and_who_was_not_loses() -> None:
    made = quiz(items=2)
    right, wrong = answered(made, "a", "b"), answered(made, "b", "a")
    carried_out(corrected(version_of(right)))
    assert (Outcome.objects.get(attempt=right).score_scaled, Outcome.objects.get(attempt=right).success) == (1, True)
    assert (Outcome.objects.get(attempt=wrong).score_scaled, Outcome.objects.get(attempt=wrong).success) == (0, False)
    assert Response.objects.get(attempt=right, slot=0).success


def test_what_was_stays_beside_what_is() -> None:
    attempt = answered(quiz(items=2), "a", "b")
    carried_out(corrected(version_of(attempt)))
    kept = Regrade.objects.get()
    (mark,) = kept.marks.values()
    assert [each["scaled"] for each in mark] == [0, 1]
    assert (kept.before["scaled"], kept.after["scaled"]) == (0.5, 1)
    assert (kept.before["success"], kept.after["success"]) == (False, True)
    assert Response.objects.get(attempt=attempt, slot=0).answer == ["a"]
    assert Outcome.objects.get(attempt=attempt).recorded_at == NOW + MINUTE


def test_working_it_out_writes_nothing_and_says_what_applying_does() -> None:
    made = quiz(items=3)
    tries = [answered(made, "a", "b"), answered(made, "b", "b", "b"), answered(made, None, "a")]
    before = figures()
    rule = Rule.corrected(ItemVersion.objects.get(pk=tries[0].plan[0]), kind=Correction.Kind.KEY, key=A_IS_RIGHT)
    read = attempts_asking(rule.version_id).select_related("activity", "outcome").order_by("pk")
    said = {each.attempt.pk: each.after for each in regraded(list(read), rule)}
    assert figures() == before
    carried_out(corrected(version_of(tries[0])))
    assert said == {each.attempt_id: each.after for each in Regrade.objects.all()}


def test_the_same_people_again_change_nothing() -> None:
    made = quiz(items=2)
    correction = corrected(version_of(answered(made, "a", "b")))
    assert len(regrade(correction=correction, attempts=everybody(correction), now=LATER)) == 1
    kept, state = Regrade.objects.get().before, figures()
    assert regrade(correction=correction, attempts=everybody(correction), now=LATER) == []
    assert (figures(), Regrade.objects.get().before) == (state, kept)


def test_undoing_brings_every_figure_back_and_keeps_what_was_done_on_file() -> None:
    made = quiz(items=3)
    first = answered(made, "a", "b", "a")
    answered(made, "b", None, "b")
    before, key = figures(), AnswerKey.objects.get(version=first.plan[0]).key
    correction = corrected(version_of(first))
    carried_out(correction)
    assert figures() != before
    undone(correction)
    assert figures() == before
    assert AnswerKey.objects.get(version=first.plan[0]).key == key
    assert Regrade.objects.count() == 2
    assert Correction.objects.get().state == Correction.State.UNDONE


def test_an_answer_given_meanwhile_follows_the_key_in_force_both_ways() -> None:
    made = quiz(items=1)
    correction = corrected(version_of(answered(made, "a")))
    carried_out(correction)
    meanwhile = answered(made, "a")
    assert Outcome.objects.get(attempt=meanwhile).success
    undone(correction)
    assert not Outcome.objects.get(attempt=meanwhile).success


def test_an_attempt_under_way_ends_with_the_corrected_marks() -> None:
    attempt = answered(quiz(items=2), "a", "b", submit=False)
    carried_out(corrected(version_of(attempt)))
    assert Regrade.objects.get().before is None
    assert services.submit_attempt(attempt=attempt, now=LATER).score_scaled == 1


def test_a_neutral_question_lowers_nobody_and_lifts_who_had_it_wrong() -> None:
    made = quiz(items=3)
    wrong, right = answered(made, "a", "b", "a"), answered(made, "b", "b", "a")
    carried_out(corrected(version_of(wrong), kind=Correction.Kind.NEUTRAL))
    assert Outcome.objects.get(attempt=wrong).score_scaled == 0.5
    assert Outcome.objects.get(attempt=right).score_scaled == pytest.approx(2 / 3)
    assert not Response.objects.get(attempt=wrong, slot=0).success  # the answer is what it is


def test_a_neutral_question_that_was_skipped_does_not_count_either() -> None:
    made = quiz(items=2, pass_mark=0)
    answered(made, "a", "a")
    skipped = answered(made, None, "b")
    carried_out(corrected(version_of(skipped), kind=Correction.Kind.NEUTRAL))
    after = Outcome.objects.get(attempt=skipped)
    assert (after.score_scaled, after.completion, after.success) == (1, True, True)


def test_an_attempt_that_ends_later_knows_the_neutral_question() -> None:
    made = quiz(items=2)
    version = version_of(answered(made, "a", "a"))
    carried_out(corrected(version, kind=Correction.Kind.NEUTRAL))
    assert Outcome.objects.get(attempt=answered(made, "a", "b")).score_scaled == 1


def test_a_pass_mark_raised_since_takes_no_success_from_who_gains() -> None:
    made = quiz(items=3, pass_mark=30)
    attempt = answered(made, "a", "b", "a")
    made.activity.pass_mark = 100
    made.activity.save()
    carried_out(corrected(version_of(attempt)))
    after = Outcome.objects.get(attempt=attempt)
    assert (after.score_scaled, after.success) == (pytest.approx(2 / 3), True)


def test_two_corrections_of_one_attempt_are_taken_back_in_any_order() -> None:
    made = quiz(items=4)
    attempt = answered(made, "a", "a", "b", "a")
    before = figures()
    first, second = corrected(version_of(attempt, 0)), corrected(version_of(attempt, 1))
    carried_out(first)
    carried_out(second)
    assert Outcome.objects.get(attempt=attempt).score_scaled == 0.75
    undone(first)
    assert Outcome.objects.get(attempt=attempt).score_scaled == 0.5
    undone(second)
    assert figures() == before


def test_cancelled_attempts_and_other_questions_are_left_alone() -> None:
    made = quiz(items=2)
    attempt = answered(made, "a", "b")
    services.void_attempt(attempt=attempt, by=learner(), reason="technical", now=NOW)
    answered(quiz(items=2), "a", "b")
    before = figures()
    carried_out(corrected(version_of(attempt)))
    assert figures() == before


def test_a_version_asked_is_found_whatever_stands_beside_it_in_the_plan() -> None:
    made = quiz(items=3)
    attempt = answered(made, "a", "a", "a")
    assert [attempts_asking(version).get() for version in attempt.plan] == [attempt] * 3
    Attempt.objects.update(plan=[int(f"{attempt.plan[0]}0"), int(f"1{attempt.plan[0]}")])
    assert not attempts_asking(attempt.plan[0]).exists()


def test_one_correction_of_a_version_at_a_time() -> None:
    version = version_of(answered(quiz(items=1), "a"))
    correction = corrected(version)
    with pytest.raises(correcting.AlreadyCorrected):
        corrected(version, kind=Correction.Kind.NEUTRAL)
    with pytest.raises(correcting.NotUndoable):
        correcting.take_back(correction=correction, by=trainer(), now=LATER)
    carried_out(correction)
    undone(correction)
    corrected(version, kind=Correction.Kind.NEUTRAL)


def test_nothing_is_corrected_without_an_answer_or_without_a_change() -> None:
    made = quiz(items=1)
    fresh = ItemVersion.objects.get()
    with pytest.raises(correcting.NothingToCorrect):
        corrected(fresh)
    version = version_of(answered(made, "a"))
    with pytest.raises(correcting.NothingToCorrect):
        corrected(version, key=AnswerKey.objects.get(version=version).key)


def test_a_key_that_nobody_could_meet_is_refused_and_nothing_changes() -> None:
    version = version_of(answered(quiz(items=1), "a"))
    with pytest.raises(ImpossibleDefinition):
        corrected(version, key={"correct": ["unknown"]})
    assert not Correction.objects.exists()
    assert AnswerKey.objects.get().key["correct"] == ["b"]


def test_every_step_is_in_the_journal_without_a_word_of_the_question() -> None:
    correction = corrected(version_of(answered(quiz(items=1), "a")))
    carried_out(correction)
    undone(correction)
    steps = Entry.objects.filter(target=f"correction:{correction.uuid}").order_by("pk")
    assert [step.verb for step in steps] == [
        "correction.asked",
        "correction.applied",
        "correction.taken_back",
        "correction.undone",
    ]
    assert all(step.data.keys() == {"item", "version", "kind"} for step in steps)


def test_the_number_of_statements_does_not_grow_with_the_people(django_assert_max_num_queries: Any) -> None:
    made = quiz(items=2)
    attempts = [answered(made, "a", "b") for _ in range(30)]
    correction = corrected(version_of(attempts[0]))
    with django_assert_max_num_queries(14):
        regrade(correction=correction, attempts=everybody(correction), now=LATER)


class TestAnyAnswers(TestCase):
    @settings(max_examples=15)
    @given(
        tries=st.lists(
            st.lists(st.sampled_from(["a", "b", None]), min_size=3, max_size=3), min_size=1, max_size=4
        ).filter(lambda tries: any(picked[0] for picked in tries)),
        neutral=st.booleans(),
        pass_mark=st.sampled_from([0, 34, 60, 100]),
    )
    def test_a_correction_and_its_undoing_leave_everything_as_it_was(
        self, tries: list[list[str | None]], neutral: bool, pass_mark: int
    ) -> None:
        made = quiz(items=3, pass_mark=pass_mark)
        attempts = [answered(made, *picked) for picked in tries]
        before = figures()
        kind = Correction.Kind.NEUTRAL if neutral else Correction.Kind.KEY
        correction = corrected(version_of(attempts[0]), kind=kind)
        carried_out(correction)
        for kept in Regrade.objects.filter(correction=correction) if neutral else []:
            assert kept.after["scaled"] >= kept.before["scaled"]
        undone(correction)
        assert figures() == before

"""What authors set up, and what a quiz adds to the recording of evidence."""

import datetime
import uuid
from typing import Any

import pytest

from assessments.attempts.models import Attempt, Outcome, Response
from assessments.attempts.services import AttemptsExhausted
from assessments.bank.models import ItemVersion
from assessments.bank.services import freeze, retire_item, revise_item
from assessments.quizzes import queries, services
from assessments.quizzes.models import Quiz
from lms.journal.models import Entry
from tests.assessments.bank.test_services import content
from tests.factories.outline import ItemFactory, quiz
from tests.factories.people import StructureFactory, UserFactory, trainer
from tests.parallel import at_once

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 6, 5, 9, 0, tzinfo=datetime.UTC)


def begun(made: Quiz, **fields: Any) -> Attempt:
    given = {"user": UserFactory.create(), "quiz": made, "context": uuid.uuid4(), "now": NOW, "seed": 1}
    return services.begin_quiz(**(given | fields))


def answered(made: Quiz, attempt: Attempt, slot: int, picked: str = "b") -> services.Answered:
    return services.answer_question(
        quiz=made,
        attempt=attempt,
        version=ItemVersion.objects.get(pk=attempt.plan[slot]),
        slot=slot,
        answer=[picked],
        submission=uuid.uuid4(),
        now=NOW,
    )


def test_a_quiz_is_made_of_its_structures_questions_in_their_order() -> None:
    structure, karim = StructureFactory.create(), trainer()
    first, second = ItemFactory.create(structure=structure), ItemFactory.create(structure=structure)
    made = services.create_quiz(
        structure=structure, title="La souris", by=karim, now=NOW, items=[services.Placed(item=second, points=3), first]
    )
    assert [(each.item, each.points) for each in queries.items_of(made)] == [(second, 3), (first, 1)]
    assert Entry.objects.get(verb="quiz.created").actor == karim


def test_a_question_of_another_structure_is_refused_and_nothing_is_made() -> None:
    with pytest.raises(services.ItemOfAnotherStructure):
        services.create_quiz(
            structure=StructureFactory.create(), title="Quiz", by=None, now=NOW, items=[ItemFactory.create()]
        )
    assert not Quiz.objects.exists()


def test_setting_the_questions_replaces_them_and_asks_each_once() -> None:
    made = quiz(items=3)
    first, _second, third = [each.item for each in queries.items_of(made)]
    services.set_quiz_items(quiz=made, items=[third, first, third], by=None, now=NOW)
    assert [each.item for each in queries.items_of(made)] == [third, first]


def test_rules_change_and_a_retired_quiz_leaves_the_list() -> None:
    karim = trainer()
    made = quiz(structure=karim.memberships.get().structure)
    services.update_quiz(
        quiz=made,
        title="Autre titre",
        pass_mark=80,
        attempts_allowed=2,
        feedback=Quiz.Feedback.DEFERRED,
        introduction="Prenez votre temps.",
        by=karim,
        now=NOW,
    )
    kept = queries.quizzes_visible_to(karim).get()
    assert (str(kept), kept.activity.pass_mark, kept.feedback, kept.questions) == ("Autre titre", 80, "deferred", 3)
    for _ in range(2):
        services.retire_quiz(quiz=made, by=karim, now=NOW)
    assert not queries.quizzes_visible_to(karim).exists()
    assert Entry.objects.filter(verb="quiz.retired").count() == 1


def test_an_attempt_asks_the_newest_versions_and_goes_on_with_them() -> None:
    made = quiz(items=2)
    kept, retired = [each.item for each in queries.items_of(made)]
    freeze(version=kept.versions.get(), now=NOW)
    newest = revise_item(item=kept, content=content("Autrement ?"), by=None, now=NOW)
    retire_item(item=retired, by=None, now=NOW)
    attempt = begun(made)
    assert attempt.plan == [newest.pk]
    freeze(version=newest, now=NOW)
    revise_item(item=kept, content=content("Encore autrement ?"), by=None, now=NOW)
    assert begun(made, user=attempt.user).plan == [newest.pk]


def test_a_quiz_without_questions_cannot_begin() -> None:
    with pytest.raises(services.EmptyQuiz):
        begun(quiz(items=0))


def test_with_immediate_feedback_the_last_answer_ends_the_attempt() -> None:
    made = quiz(items=2)
    attempt = begun(made)
    assert answered(made, attempt, 0).outcome is None
    outcome = answered(made, attempt, 1).outcome
    assert outcome is not None
    assert (outcome.score_scaled, outcome.completion) == (1, True)


def test_with_feedback_at_the_end_the_attempt_stays_open() -> None:
    made = quiz(items=1)
    made.feedback = Quiz.Feedback.DEFERRED
    attempt = begun(made)
    assert answered(made, attempt, 0, "a").outcome is None
    assert answered(made, attempt, 0, "b").response.sequence == 2
    assert not Outcome.objects.exists()


def test_tries_are_counted() -> None:
    made = quiz(items=1, attempts_allowed=1)
    attempt = begun(made)
    answered(made, attempt, 0)
    with pytest.raises(AttemptsExhausted):
        begun(made, user=attempt.user)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_the_last_questions_answered_at_once_in_several_tabs_end_the_attempt_once() -> None:
    made = quiz(items=8)
    attempt = begun(made)
    done = at_once(8, lambda slot: answered(made, Attempt.objects.get(pk=attempt.pk), slot))
    ends = [each.outcome for each in done if isinstance(each, services.Answered) and each.outcome]
    assert Response.objects.count() == 8
    assert ends == [Outcome.objects.get()]
    assert ends[0].score_scaled == 1

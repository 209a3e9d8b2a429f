"""Quizzes that draw questions: what an attempt asks, in what order, and what it costs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from assessments.attempts.models import Attempt
from assessments.bank import filing
from assessments.bank.models import Item, ItemVersion, State
from assessments.bank.services import freeze, revise_item
from assessments.quizzes import queries, services
from assessments.quizzes.models import Quiz
from assessments.quizzes.planning import plan_of
from assessments.quizzes.services import Drawn, Placed
from assessments.skills.models import Framework, Skill
from courses.gradebook.queries import quiz_results
from lms.structures.models import Structure
from tests.assessments.bank.test_filing import category
from tests.assessments.bank.test_services import content
from tests.assessments.quizzes.conftest import Desk
from tests.assessments.quizzes.test_services import NOW, answered, begun
from tests.factories.outline import ItemFactory
from tests.factories.people import CohortFactory, CohortMembershipFactory, StructureFactory, UserFactory

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": None, "now": NOW}


@pytest.fixture
def place() -> Structure:
    return StructureFactory.create()


def made_of(place: Structure, *parts: services.Placed | services.Drawn) -> Quiz:
    services.create_quiz(structure=place, title="Quiz", items=parts, **WHO)
    found = queries.quiz_of(Quiz.objects.select_related("activity").get().activity.uuid)
    assert found is not None
    return found


def asked(attempt: Attempt) -> list[Item]:
    versions = ItemVersion.objects.select_related("item").in_bulk(attempt.plan)
    return [versions[pk].item for pk in attempt.plan]


def test_sections_stand_among_fixed_questions_in_the_order_of_the_quiz(place: Structure) -> None:
    mouse = category(place)
    first, last = ItemFactory.create_batch(2, structure=place)
    pool = ItemFactory.create_batch(4, structure=place, category=mouse)
    attempt = begun(made_of(place, Placed(item=first), Drawn(count=2, points=3, category=mouse), Placed(item=last)))
    items = asked(attempt)
    assert (items[0], items[3], attempt.points) == (first, last, [1, 3, 3, 1])
    assert set(items[1:3]) < set(pool)


def test_a_draw_takes_from_a_category_with_what_is_below_a_skill_and_a_level(place: Structure) -> None:
    skill = Skill.objects.create(framework=Framework.objects.create(slug="f"), code="1", label="Cliquer")
    mouse = category(place)
    click = category(place, "Le clic", parent=mouse)
    wanted = ItemFactory.create(structure=place, category=click, level="hard")
    wanted.skills.add(skill)
    for other in (
        {"level": "easy", "category": click},
        {"level": "hard", "category": click},
        {"level": "hard"},
        {"level": "hard", "category": click, "is_draft": True},
        {"level": "hard", "category": click, "retired_at": NOW},
    ):
        item = ItemFactory.create(structure=place, **other)
        if other != {"level": "hard", "category": click}:
            item.skills.add(skill)
    quiz = made_of(place, Drawn(count=1, category=mouse, skill=skill, level="hard"))
    assert {asked(begun(quiz, seed=seed))[0] for seed in range(8)} == {wanted}


def test_the_same_person_meets_every_question_before_one_comes_again(place: Structure) -> None:
    pool = ItemFactory.create_batch(5, structure=place)
    quiz, fatima = made_of(place, Drawn(count=2)), UserFactory.create()
    met: list[Item] = []
    for seed in range(3):
        attempt = begun(quiz, user=fatima, seed=seed)
        met += asked(attempt)
        for slot in range(2):
            answered(quiz, attempt, slot)
    assert set(met[:5]) == set(pool) or len(set(met[:4])) == 4
    assert set(met) == set(pool)
    assert len(met) == 6


def test_a_new_version_of_a_question_is_still_the_question_that_was_met(place: Structure) -> None:
    first, second = ItemFactory.create_batch(2, structure=place)
    quiz, fatima = made_of(place, Drawn(count=1)), UserFactory.create()
    attempt = begun(quiz, user=fatima)
    answered(quiz, attempt, 0)
    met = asked(attempt)[0]
    freeze(version=met.versions.get(), now=NOW)
    revise_item(item=met, content=content("Autrement ?"), **WHO)
    assert asked(begun(quiz, user=fatima)) == [second if met == first else first]


def test_the_seed_decides_and_an_attempt_that_goes_on_keeps_its_questions(place: Structure) -> None:
    ItemFactory.create_batch(9, structure=place)
    quiz, fatima = made_of(place, Drawn(count=3)), UserFactory.create()
    plan = [each.version_id for each in plan_of(quiz, learner=None, seed=5)]
    attempt = begun(quiz, user=fatima, seed=5)
    assert (attempt.plan, attempt.seed) == (plan, 5)
    assert begun(quiz, user=fatima, seed=6) == attempt
    assert begun(quiz, seed=6).plan != plan


def test_a_question_in_its_place_is_not_drawn_besides(place: Structure) -> None:
    fixed, other = ItemFactory.create_batch(2, structure=place)
    quiz = made_of(place, Drawn(count=1), Placed(item=fixed))
    assert {tuple(asked(begun(quiz, seed=seed))) for seed in range(6)} == {(other, fixed)}


def test_a_draw_larger_than_its_pool_is_refused_and_nothing_is_changed(place: Structure) -> None:
    mouse = category(place)
    ItemFactory.create_batch(2, structure=place, category=mouse)
    with pytest.raises(services.PoolTooSmall) as refused:
        made_of(place, Drawn(count=2), Drawn(count=2, category=mouse))
    assert sorted(refused.value.found) == [0, 2]
    assert not Quiz.objects.exists()
    quiz = made_of(place, Drawn(count=2))
    with pytest.raises(services.PoolTooSmall):
        services.set_quiz_items(quiz=quiz, items=[Drawn(count=3)], **WHO)
    assert [draw.count for draw in queries.draws_of(quiz)] == [2]


def test_overlapping_pools_share_out_their_questions(place: Structure) -> None:
    mouse = category(place)
    ItemFactory.create_batch(2, structure=place, category=mouse)
    ItemFactory.create_batch(2, structure=place)
    quiz = made_of(place, Drawn(count=2), Drawn(count=2, category=mouse))
    for seed in range(10):
        assert len(set(begun(quiz, seed=seed).plan)) == 4


def test_a_pool_that_shrank_gives_what_it_has_and_an_empty_one_no_attempt(place: Structure) -> None:
    items = ItemFactory.create_batch(2, structure=place)
    quiz = made_of(place, Drawn(count=2))
    filing.set_state(items=items[:1], state=State.DRAFT, **WHO)
    assert asked(begun(quiz)) == items[1:]
    filing.set_state(items=items[1:], state=State.RETIRED, **WHO)
    with pytest.raises(services.EmptyQuiz):
        begun(quiz)


def test_questions_of_others_are_drawn_from_what_they_share_only(place: Structure) -> None:
    other = StructureFactory.create()
    shared = category(other, shared=True)
    theirs = ItemFactory.create(structure=other, category=shared)
    own = ItemFactory.create(structure=place)
    quiz = made_of(place, Drawn(count=1), Drawn(count=1, category=shared))
    assert asked(begun(quiz)) == [own, theirs]
    filing.change_category(category=shared, name="Fermée", shared=False, **WHO)
    assert asked(begun(quiz)) == [own]


def test_a_category_that_a_quiz_draws_from_is_not_removed(place: Structure) -> None:
    mouse = category(place)
    item = ItemFactory.create(structure=place, category=mouse)
    made_of(place, Drawn(count=1, category=mouse))
    with pytest.raises(filing.CategoryNotEmpty):
        filing.remove_category(category=mouse, **WHO)
    item.refresh_from_db()
    assert item.category == mouse


def test_a_draw_adds_three_queries_whatever_its_size_and_none_where_nothing_is_drawn(
    place: Structure, assert_sql_budget: Any
) -> None:
    items = ItemFactory.create_batch(3, structure=place)
    fatima = UserFactory.create()
    fixed = made_of(place, *(Placed(item=item) for item in items))
    assert_sql_budget(2, plan_of, fixed, learner=fatima, seed=1)
    for number in (3, 60):
        ItemFactory.create_batch(number - Item.objects.count(), structure=place)
        services.set_quiz_items(quiz=fixed, items=[Drawn(count=1) for _draw in range(number // 3)], **WHO)
        drawing = queries.quiz_of(fixed.activity.uuid)
        assert len(assert_sql_budget(5, plan_of, drawing, learner=fatima, seed=1)) == number // 3


def test_the_introduction_counts_the_questions_drawn(before_quiz: Callable[..., Desk]) -> None:
    desk = before_quiz(items=2)
    services.set_quiz_items(quiz=desk.quiz, items=[Drawn(count=2)], **WHO)
    assert "2 questions" in desk.open().content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    assert queries.introduction(desk.user, desk.quiz, now=timezone.now()).questions == 2
    assert len(desk.start().plan) == 2


def test_the_gradebook_shows_the_questions_that_were_drawn_and_answered(place: Structure) -> None:
    cohort = CohortFactory.create(structure=place)
    fatima = CohortMembershipFactory.create(cohort=cohort).learner
    ItemFactory.create_batch(5, structure=place)
    quiz = made_of(place, Drawn(count=2))
    attempt = begun(quiz, user=fatima)
    for slot in range(2):
        answered(quiz, attempt, slot)
    rows = quiz_results(cohort, quiz.activity)
    assert [row.title for row in rows] == sorted(item.title for item in asked(attempt))
    assert [row.answered for row in rows] == [1, 1]

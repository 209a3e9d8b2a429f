"""The studio's form of a quiz that draws questions."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.activities.models import Activity
from assessments.bank.models import Item
from assessments.quizzes.models import Quiz
from assessments.quizzes.queries import draws_of, items_of
from assessments.quizzes.services import Drawn, set_quiz_items
from cms.pages.teachable import activity_problems
from lms.accounts.models import User
from lms.structures.models import Structure
from tests.assessments.bank.test_services import NOW
from tests.cms.authoring.test_bank_in_order import QUIZ, category
from tests.factories.outline import ItemFactory, quiz

pytestmark = pytest.mark.django_db


def rows(*sections: dict[str, Any]) -> dict[str, Any]:
    given = {f"draws-{number}-{name}": value for number, row in enumerate(sections) for name, value in row.items()}
    return {**QUIZ, "draws-TOTAL_FORMS": str(len(sections)), "draws-INITIAL_FORMS": "0"} | given


def test_a_section_is_added_moved_and_removed_by_its_place(karim: User, place: Structure, client: Client) -> None:
    mouse = category(place)
    ItemFactory.create_batch(3, structure=place, category=mouse, level="easy")
    fixed = ItemFactory.create(structure=place)
    section = {"place": "1", "count": "2", "category": mouse.pk, "level": "easy", "points": "2"}
    data = rows(section, {"place": ""}) | {f"place_{fixed.pk}": "2"}
    assert client.post(reverse("studio_quiz_add"), data).status_code == 302
    made = Quiz.objects.get()
    (draw,) = draws_of(made)
    assert (draw.position, draw.count, draw.category, draw.level, draw.points) == (0, 2, mouse, "easy", 2)
    assert [held.position for held in items_of(made)] == [1]
    address = reverse("studio_quiz", args=[made.activity.uuid])
    page = client.get(address)
    assert [form.initial.get("place") for form in page.context["draws"]] == [1, None, None]
    client.post(address, rows(section | {"place": "2"}) | {f"place_{fixed.pk}": "1"})
    assert [draw.position for draw in draws_of(made)] == [1]
    client.post(address, rows(section | {"place": ""}) | {f"place_{fixed.pk}": "1"})
    assert draws_of(made) == []
    assert "3" in client.get(reverse("studio_quizzes")).content.decode()


def test_a_pool_too_small_says_how_many_there_are_where_it_was_typed(
    karim: User, place: Structure, client: Client
) -> None:
    ItemFactory.create_batch(3, structure=place)
    answer = client.post(reverse("studio_quiz_add"), rows({"place": "1", "count": "5", "points": "1"}))
    assert answer.status_code == 422
    page = answer.content.decode().replace("\u00a0", " ")
    assert "Il y a 3 questions prêtes de ce genre" in page
    assert 'value="5"' in page
    assert not Quiz.objects.exists()


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ({"place": "1", "count": ""}, "Dites combien de questions tirer."),
        ({"place": "1", "count": "1", "category": "99999"}, "Sélectionnez un choix valide"),
        ({"place": "x", "count": "1"}, "Écrivez un nombre entier"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_row(
    karim: User, place: Structure, client: Client, section: dict[str, Any], words: str
) -> None:
    ItemFactory.create(structure=place)
    answer = client.post(reverse("studio_quiz_add"), rows(section))
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_draw_refused_leaves_the_quiz_as_it_was(karim: User, place: Structure, client: Client) -> None:
    made = quiz(items=2, structure=place, title="Avant")
    data = rows({"place": "1", "count": "9"}) | {"title": "Après"}
    assert client.post(reverse("studio_quiz", args=[made.activity.uuid]), data).status_code == 422
    assert Activity.objects.get().title == "Avant"
    assert items_of(made).count() == 2


def test_the_preview_shows_a_draw_and_writes_nothing(karim: User, place: Structure, client: Client) -> None:
    made = quiz(items=2, structure=place)
    set_quiz_items(quiz=made, items=[Drawn(count=2)], by=karim, now=NOW)
    page = client.get(reverse("quiz_preview", args=[made.activity.uuid]) + "?question=2").content.decode()
    assert "Question 2 sur 2" in page.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_lesson_is_not_published_with_a_draw_that_finds_too_few(place: Structure) -> None:
    made = quiz(items=2, structure=place)
    set_quiz_items(quiz=made, items=[Drawn(count=2)], by=None, now=NOW)
    assert list(activity_problems(made.activity, structure_id=place.pk)) == []
    place.items.update(is_draft=True)
    (problem,) = activity_problems(made.activity, structure_id=place.pk)
    assert "draws more questions" in str(problem) or "tire plus de questions" in str(problem)


def test_a_kept_section_says_how_many_questions_it_draws_from_and_when_they_are_too_few(
    karim: User, place: Structure, client: Client
) -> None:
    mouse = category(place)
    pool = ItemFactory.create_batch(3, structure=place, category=mouse)
    made = quiz(items=0, structure=place)
    set_quiz_items(quiz=made, items=[pool[0], Drawn(count=2, category=mouse)], by=None, now=NOW)
    address = reverse("studio_quiz", args=[made.activity.uuid])
    page = client.get(address).content.decode().replace("\u00a0", " ")
    assert "2 questions possibles" in page  # the third one is asked anyway
    assert "Moins que ce qui est tiré" not in page
    Item.objects.filter(pk=pool[1].pk).update(retired_at=NOW)
    page = client.get(address).content.decode().replace("\u00a0", " ")
    assert "1 question possible" in page
    assert "Moins que ce qui est tiré" in page

"""The studio's drawers: categories, and where each question is filed."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.bank.categories import Category
from assessments.bank.filing import create_category
from assessments.bank.models import Item, State
from assessments.quizzes.models import Quiz
from assessments.quizzes.queries import items_of
from lms.accounts.models import User
from lms.structures.models import Structure
from tests.cms.authoring.test_studio_screens import CHOICE, NO_DRAW
from tests.factories.outline import ItemFactory
from tests.factories.people import StructureFactory

pytestmark = pytest.mark.django_db
QUIZ = {"title": "La souris", "pass_mark": "60", "attempts_allowed": "0", "feedback": "immediate", **NO_DRAW}


def category(structure: Structure, name: str = "Matériel", **fields: object) -> Category:
    made: Category = create_category(structure=structure, name=name, by=None, now=timezone.now(), **fields)  # type: ignore[arg-type]
    return made


def test_a_trainer_makes_a_category_changes_it_and_removes_it(karim: User, place: Structure, client: Client) -> None:
    top = {"structure": place.pk, "name": "Matériel", "parent": "", "shared": "on"}
    assert client.post(reverse("studio_category_add"), top).status_code == 302
    made = Category.objects.get()
    inside = {"structure": place.pk, "name": "Souris", "parent": made.pk}
    assert client.post(reverse("studio_category_add"), inside).status_code == 302
    assert client.post(reverse("studio_category_add"), inside).status_code == 422
    page = client.get(reverse("studio_categories"))
    assert [row.category.path for row in page.context["rows"]] == ["Matériel", "Matériel › Souris"]
    client.post(reverse("studio_category_remove", args=[made.uuid]))
    assert Category.objects.count() == 2, "not while another is inside"
    address = reverse("studio_category", args=[made.uuid])
    assert client.get(address).status_code == 200
    client.post(address, {"name": "L’ordinateur"})
    assert not Category.objects.filter(shared=True).exists()
    for each in Category.objects.order_by("-pk"):
        client.post(reverse("studio_category_remove", args=[each.uuid]))
    assert not Category.objects.exists()


def test_another_structures_category_is_seen_when_it_is_offered_and_never_changed(karim: User, client: Client) -> None:
    theirs = category(StructureFactory.create(), shared=True)
    assert [row.category for row in client.get(reverse("studio_categories")).context["shared"]] == [theirs]
    for name in ("studio_category", "studio_category_remove"):
        assert client.post(reverse(name, args=[theirs.uuid]), {"name": "À moi"}).status_code == 404


def test_a_question_is_filed_where_it_is_written(karim: User, place: Structure, client: Client) -> None:
    mouse = category(place)
    data = {**CHOICE, "structure": place.pk, "category": mouse.pk, "tags": "Souris, papier", "level": "easy"}
    client.post(reverse("studio_item_add", args=["choice"]), data | {"is_draft": "on"})
    item = Item.objects.get()
    assert (item.category, item.level, item.state) == (mouse, "easy", State.DRAFT)
    address = reverse("studio_item", args=[item.uuid])
    assert 'value="papier, souris"' in client.get(address).content.decode()
    client.post(address, {**CHOICE, "tags": "papier"})
    item = Item.objects.get()
    assert (item.category, item.level, item.state) == (None, "", State.READY)
    assert [tag.name for tag in item.tags.all()] == ["papier"]


def test_too_many_tags_are_refused_in_words_and_nothing_typed_is_lost(
    karim: User, place: Structure, client: Client
) -> None:
    data = {**CHOICE, "structure": place.pk, "tags": ", ".join(f"mot{number}" for number in range(13))}
    answer = client.post(reverse("studio_item_add", args=["choice"]), data)
    assert answer.status_code == 422
    assert "mot12" in answer.content.decode()
    assert not Item.objects.exists()


def test_a_retired_question_comes_back(karim: User, place: Structure, client: Client) -> None:
    item = ItemFactory.create(structure=place)
    client.post(reverse("studio_item_retire", args=[item.uuid]))
    page = client.get(reverse("studio_item", args=[item.uuid])).content.decode()
    assert reverse("studio_item_restore", args=[item.uuid]) in page
    client.post(reverse("studio_item_restore", args=[item.uuid]))
    assert Item.objects.get().state == State.READY


def test_a_draft_enters_no_quiz_and_keeps_the_place_that_it_had(karim: User, place: Structure, client: Client) -> None:
    ready, draft = ItemFactory.create(structure=place), ItemFactory.create(structure=place, is_draft=True)
    client.post(reverse("studio_quiz_add"), {**QUIZ, f"place_{ready.pk}": "1", f"place_{draft.pk}": "2"})
    made = Quiz.objects.get()
    assert [held.item for held in items_of(made)] == [ready]
    Item.objects.filter(pk=ready.pk).update(is_draft=True)
    Item.objects.filter(pk=draft.pk).update(is_draft=False)
    address = reverse("studio_quiz", args=[made.activity.uuid])
    client.post(address, {**QUIZ, f"place_{ready.pk}": "1", f"place_{draft.pk}": "2"})
    assert [held.item for held in made.quiz_items.order_by("position")] == [ready, draft]
    assert [held.item for held in items_of(made)] == [draft]


def test_a_quiz_asks_what_another_structure_offers(karim: User, place: Structure, client: Client) -> None:
    other = StructureFactory.create()
    theirs = ItemFactory.create(structure=other, category=category(other, shared=True))
    hidden = ItemFactory.create(structure=other, category=category(other, "Fermé"))
    page = client.get(reverse("studio_quiz_add")).content.decode()
    assert theirs.title in page
    assert hidden.title not in page
    client.post(reverse("studio_quiz_add"), {**QUIZ, f"place_{theirs.pk}": "1"})
    assert [held.item for held in items_of(Quiz.objects.get())] == [theirs]
    assert client.get(reverse("item_preview", args=[theirs.uuid])).status_code == 200
    assert client.get(reverse("studio_item", args=[theirs.uuid])).status_code == 404

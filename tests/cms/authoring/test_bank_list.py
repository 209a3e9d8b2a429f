"""The list of questions in the studio: looked through, and put in order many at a time."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.bank.models import Item, State
from lms.accounts.models import User
from lms.structures.models import Structure
from tests.cms.authoring.test_bank_in_order import category
from tests.factories.outline import ItemFactory
from tests.factories.people import StructureFactory

pytestmark = pytest.mark.django_db
SCREEN = 21  # queries: ten of them ours (filters and list), the others the session’s and Wagtail’s


def listed(client: Client, address: str) -> list[Item]:
    return [row.item for row in client.get(address).context["page"].object_list]


def test_the_address_holds_what_is_looked_for(karim: User, place: Structure, client: Client) -> None:
    mouse = category(place)
    filed = ItemFactory.create(structure=place, category=mouse, title="Un dossier")
    other = ItemFactory.create(structure=place, title="Un fichier")
    address = reverse("studio_items")
    assert listed(client, f"{address}?q=dossier") == [filed]
    assert listed(client, f"{address}?category={mouse.pk}&kind=choice&state=ready") == [filed]
    assert listed(client, f"{address}?category=99999&state=perdu&kind=rien") == [filed, other], "nonsense is left out"
    assert "Aucune question" in client.get(f"{address}?q=introuvable").content.decode()


def test_ticked_questions_move_together_and_one_comes_back_to_the_same_list(
    karim: User, place: Structure, client: Client
) -> None:
    mouse = category(place)
    first, second, third = ItemFactory.create_batch(3, structure=place)
    address = f"{reverse('studio_items')}?kind=choice"
    sent = {"item": [str(first.uuid), str(second.uuid)], "act": "move", "to_category": mouse.pk}
    answer = client.post(address, sent)
    assert answer.headers["Location"] == address
    assert set(Item.objects.filter(category=mouse)) == {first, second}


@pytest.mark.parametrize(
    ("act", "given", "kept"),
    [
        ("state", {"to_state": "draft"}, lambda item: item.state == State.DRAFT),
        ("level", {"to_level": "easy"}, lambda item: item.level == "easy"),
        ("tag", {"tags": "Souris, papier"}, lambda item: item.tags.count() == 2),
        ("untag", {"tags": "souris"}, lambda item: item.tags.count() == 0),
    ],
)
def test_other_things_are_done_to_all_those_found(
    karim: User, place: Structure, client: Client, act: str, given: dict[str, str], kept: Any
) -> None:
    ItemFactory.create_batch(45, structure=place, title="Une souris")
    other = ItemFactory.create(structure=place, title="Un clavier")
    client.post(f"{reverse('studio_items')}?q=souris", {"everything": "on", "act": act, **given})
    assert all(kept(item) for item in Item.objects.exclude(pk=other.pk))
    assert act == "untag" or not kept(other)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"act": "state", "to_state": "draft"}, "Cochez d’abord les questions."),
        ({"act": "tag", "tags": ""}, "Écrivez d’abord les étiquettes."),
        ({"act": "move", "item": ["pas un identifiant"]}, "Cochez d’abord les questions."),
    ],
)
def test_what_cannot_be_done_is_said_and_what_was_typed_stays(
    karim: User, place: Structure, client: Client, sent: dict[str, Any], words: str
) -> None:
    item = ItemFactory.create(structure=place)
    answer = client.post(reverse("studio_items"), {"tags": "gardée", **sent})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Item.objects.get().state == item.state


def test_ticks_are_kept_when_something_has_to_be_put_right(karim: User, place: Structure, client: Client) -> None:
    item = ItemFactory.create(structure=place)
    page = client.post(reverse("studio_items"), {"act": "tag", "item": [str(item.uuid)]}).content.decode()
    assert f'value="{item.uuid}" id="item-{item.uuid}" aria-label="{item.title}" checked' in page


def test_questions_of_others_are_not_changed_even_when_they_are_offered(
    karim: User, place: Structure, client: Client
) -> None:
    other = StructureFactory.create()
    shared = category(other, shared=True)
    theirs = ItemFactory.create(structure=other, category=shared)
    for sent in ({"item": [str(theirs.uuid)]}, {"everything": "on"}):
        answer = client.post(
            f"{reverse('studio_items')}?category={shared.pk}", {"act": "state", "to_state": "retired", **sent}
        )
        assert answer.status_code == 422
    assert Item.objects.get().state == State.READY


def test_the_screen_costs_the_same_for_one_question_and_for_fifty(
    karim: User, place: Structure, client: Client, assert_sql_budget: Any
) -> None:
    client.get(reverse("studio_items"))
    for count in (1, 49):
        ItemFactory.create_batch(count, structure=place)
        assert_sql_budget(SCREEN, client.get, reverse("studio_items"))

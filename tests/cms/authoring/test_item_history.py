"""Where a question is used and what changed in it, on its own pages in the studio."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.bank.services import freeze, revise_item
from lms.accounts.models import User
from lms.structures.models import Structure
from tests.assessments.bank.test_services import NOW, content, created
from tests.factories.outline import ItemFactory, quiz

pytestmark = pytest.mark.django_db


def test_the_page_of_a_question_says_which_quizzes_ask_it(karim: User, place: Structure, client: Client) -> None:
    made, theirs = quiz(items=1, structure=place, title="Le quiz de la souris"), quiz(items=0, title="Chez eux")
    item = made.quiz_items.get().item
    theirs.quiz_items.create(item=item, position=0)
    page = client.get(reverse("studio_item", args=[item.uuid])).content.decode()
    assert "Le quiz de la souris" in page
    assert "1 quiz d’une autre structure" in page.replace("\u00a0", " ")
    assert "Chez eux" not in page, "how others name their quizzes is theirs"
    assert "Aucun de vos quiz" in client.get(reverse("studio_item", args=[_alone(place)])).content.decode()


def _alone(place: Structure) -> Any:
    return ItemFactory.create(structure=place).uuid


def test_two_versions_are_compared_word_by_word(karim: User, place: Structure, client: Client) -> None:
    item = created(structure=place)
    address = reverse("studio_item_versions", args=[item.uuid])
    assert "Il n’y a qu’une version" in client.get(address).content.decode()
    for number in (1, 2):
        freeze(version=item.versions.get(number=number), now=NOW)
        revise_item(item=item, content=content(f"Que faites-vous {number} fois ?"), by=karim, now=NOW)
    assert address in client.get(reverse("studio_item", args=[item.uuid])).content.decode()
    compared = client.get(address).context["compared"]
    assert (compared.before.number, compared.after.number) == (2, 3)
    page = client.get(f"{address}?before=1&after=2").content.decode()
    assert "De la version 1 à la version 2" in page
    assert "<ins>" in page
    for nonsense in ("?before=x&after=9", "?before=²", "?before=2&after=2"):
        assert client.get(address + nonsense).status_code == 200


def test_the_versions_of_others_do_not_exist(karim: User, client: Client) -> None:
    assert client.get(reverse("studio_item_versions", args=[ItemFactory.create().uuid])).status_code == 404


def test_the_comparison_costs_the_same_for_two_versions_and_for_ten(
    karim: User, place: Structure, client: Client, assert_sql_budget: Any
) -> None:
    item = created(structure=place)
    address = reverse("studio_item_versions", args=[item.uuid])
    client.get(address)
    for number in range(1, 10):
        freeze(version=item.versions.get(number=number), now=NOW)
        revise_item(item=item, content=content(f"Que faites-vous {number} fois ?"), by=None, now=NOW)
        if number in (1, 9):
            assert_sql_budget(14, client.get, address)

"""A question's picture is described where it is, without sending it again."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.bank.filing import set_state
from assessments.bank.models import Item, ItemMedia, State
from assessments.bank.queries import newest_versions
from assessments.bank.services import attach_media, freeze
from lms.accounts.models import User
from lms.structures.models import Structure
from tests.cms.authoring.test_studio_screens import CHOICE
from tests.factories.h5p import picture
from tests.factories.outline import ItemFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(place: Structure) -> Item:
    """A draft whose picture nobody has described yet."""
    made = ItemFactory.create(structure=place)
    set_state(items=[made], state=State.DRAFT, by=None, now=timezone.now())
    attach_media(
        version=newest_versions([made])[made.pk],
        kind=ItemMedia.Kind.IMAGE,
        file=io.BytesIO(picture()),
        description="",
        by=None,
        now=timezone.now(),
    )
    return Item.objects.get(pk=made.pk)


def _keep(client: Client, item: Item, description: str) -> Any:
    return client.post(reverse("studio_item", args=[item.uuid]), {**CHOICE, "image_description": description})


def test_it_must_be_described_before_the_question_is_kept(karim: User, item: Item, client: Client) -> None:
    answer = _keep(client, item, " ")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["image_description"])
    assert "Deux clics" in answer.content.decode()
    assert _keep(client, item, "Une souris").status_code == 302
    assert ItemMedia.objects.get().description == "Une souris"
    assert Item.objects.get().state == State.READY


def test_its_words_stand_in_the_form_and_other_words_take_their_place(karim: User, item: Item, client: Client) -> None:
    _keep(client, item, "Une souris")
    assert 'value="Une souris"' in client.get(reverse("studio_item", args=[item.uuid])).content.decode()
    _keep(client, item, "Une souris noire")
    assert ItemMedia.objects.get().description == "Une souris noire"


def test_who_has_answered_keeps_the_words_they_heard(karim: User, item: Item, client: Client) -> None:
    _keep(client, item, "Une souris")
    version = newest_versions([item])[item.pk]
    freeze(version=version, now=timezone.now())
    _keep(client, item, "Une souris noire")
    heard = ItemMedia.objects.order_by("version__number").values_list("version__number", "description")
    assert list(heard) == [(1, "Une souris"), (2, "Une souris noire")]

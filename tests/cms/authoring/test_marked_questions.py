"""Questions asked inside a text, written in the studio: an example explains the notation and can be typed as it is."""

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse

from assessments.bank.forms import FORMS
from assessments.bank.models import Item
from lms.accounts.models import User
from lms.structures.models import Structure
from tests.assessments.bank.test_marked_forms import SHARED, TYPED

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("interaction", TYPED)
def test_a_trainer_writes_one_finds_it_again_as_typed_and_sees_it_as_a_learner(
    karim: User, place: Structure, client: Client, interaction: str
) -> None:
    typed = SHARED | TYPED[interaction]
    made = client.post(reverse("studio_item_add", args=[interaction]), typed | {"structure": str(place.pk)})
    assert made.status_code == 302, made.context["form"].errors
    item = Item.objects.get()
    assert item.interaction == interaction
    shown = lxml.html.fromstring(client.get(made.headers["Location"]).content.decode())
    assert shown.xpath("//textarea[@name='text']")[0].text.strip("\r\n") == typed["text"]
    client.post(made.headers["Location"], typed)
    assert item.versions.get().number == 1, "the same again changes nothing"
    preview = client.get(reverse("item_preview", args=[item.uuid])).content.decode()
    assert 'class="inside"' in preview


@pytest.mark.parametrize("interaction", TYPED)
def test_the_example_of_the_form_is_itself_a_question(
    karim: User, place: Structure, client: Client, interaction: str
) -> None:
    shown = lxml.html.fromstring(client.get(reverse("studio_item_add", args=[interaction])).content.decode())
    example = shown.xpath("//fieldset//p/code")[0].text_content()
    form = FORMS[interaction](SHARED | {"text": example, "others": "Maj"})
    assert form.is_valid(), form.errors


@pytest.mark.parametrize("interaction", TYPED)
def test_a_text_refused_comes_back_as_typed(karim: User, place: Structure, client: Client, interaction: str) -> None:
    typed = SHARED | {"text": "Le [clavier", "structure": str(place.pk)}
    answer = client.post(reverse("studio_item_add", args=[interaction]), typed)
    assert answer.status_code == 422
    assert "Le [clavier</textarea>" in answer.content.decode()
    assert not Item.objects.exists()

"""The studio's own screens: questions, quizzes, H5P, each within one's structures."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.bank.models import Item
from assessments.h5p.models import H5PContent, H5PLibrary
from assessments.quizzes.models import Quiz
from lms.accounts.models import User
from lms.jobs import services as jobs
from lms.structures.models import Role, Structure
from lms.structures.services import give_membership
from tests.assessments.bank.test_services import picture
from tests.factories.h5p import h5p_package
from tests.factories.outline import ItemFactory, quiz
from tests.factories.people import StructureFactory, UserFactory, person

pytestmark = pytest.mark.django_db


def _staff(place: Structure, role: Role, client: Client) -> User:
    user = UserFactory.create()
    give_membership(user=user, structure=place, role=role, by=None, now=timezone.now())
    client.force_login(user)
    return user


NO_DRAW = {"draws-TOTAL_FORMS": "0", "draws-INITIAL_FORMS": "0"}
CHOICE = {
    "title": "Ouvrir un dossier",
    "prompt": "Que faites-vous ?",
    "rows": "4",
    "choice_0_text": "Un clic",
    "choice_1_text": "Deux clics",
    "choice_1_correct": "on",
}


def test_a_trainer_writes_a_question_and_finds_it_in_the_list(karim, place, client: Client):
    answer = client.post(reverse("studio_item_add", args=["choice"]), {**CHOICE, "structure": place.pk})
    assert answer.status_code == 302
    assert Item.objects.get().title == "Ouvrir un dossier"
    assert "Ouvrir un dossier" in client.get(reverse("studio_items")).content.decode()


def test_a_question_without_right_answer_is_refused_and_nothing_typed_is_lost(karim, place, client: Client):
    data = {**CHOICE, "structure": place.pk}
    del data["choice_1_correct"]
    answer = client.post(reverse("studio_item_add", args=["choice"]), data)
    assert answer.status_code == 422
    assert 'value="Deux clics"' in answer.content.decode()
    assert not Item.objects.exists()


def test_a_row_is_added_without_losing_what_was_typed(karim, place, client: Client):
    answer = client.post(reverse("studio_item_add", args=["choice"]), {**CHOICE, "structure": place.pk, "add_row": "1"})
    assert 'name="choice_4_text"' in answer.content.decode()
    assert 'value="Deux clics"' in answer.content.decode()


MORE_KINDS = {
    "matching": {
        "pairs_0_source": "Souris",
        "pairs_0_target": "Cliquer",
        "pairs_1_source": "Clavier",
        "pairs_1_target": "Écrire",
    },
    "sequencing": {"steps": "Ouvrir\nÉcrire\nEnregistrer"},
    "categorise": {
        "categories_0_name": "Matériel",
        "categories_0_things": "Souris\nÉcran",
        "categories_1_name": "Logiciel",
    },
}


@pytest.mark.parametrize("kind", MORE_KINDS)
def test_each_kind_of_question_is_written_kept_and_opened_again(karim, place, client: Client, kind: str):
    address = reverse("studio_item_add", args=[kind])
    assert client.get(address).status_code == 200
    refused = client.post(address, {"title": "Un", "prompt": "Deux ?", "structure": place.pk})
    assert refused.status_code == 422
    typed = {"title": "Un", "prompt": "Deux ?", "structure": place.pk} | MORE_KINDS[kind]
    assert client.post(address, typed).status_code == 302
    page = client.get(reverse("studio_item", args=[Item.objects.get().uuid])).content.decode()
    for words in " ".join(MORE_KINDS[kind].values()).split():
        assert words in page


HOTSPOT = {
    "title": "Envoyer", "prompt": "Où cliquez-vous ?", "margin": "usual", "image_description": "Un message",
    "areas_0_name": "Le bouton", "areas_0_correct": "on", "areas_0_shape": "rectangle", "areas_0_left": "10",
    "areas_0_top": "10", "areas_0_width": "20", "areas_0_height": "10,5",
}  # fmt: skip


def test_areas_are_written_in_numbers_on_a_picture_that_may_be_replaced(karim, place, client: Client):
    address = reverse("studio_item_add", args=["hotspot"])
    refused = client.post(address, {**HOTSPOT, "structure": place.pk})
    assert refused.status_code == 422
    assert "Ajoutez l’image sur laquelle on pose les repères." in refused.content.decode()
    assert 'value="10,5"' in refused.content.decode()
    file = SimpleUploadedFile("écran.png", picture((400, 200)).read())
    assert client.post(address, {**HOTSPOT, "structure": place.pk, "image": file}).status_code == 302
    kept = reverse("studio_item", args=[Item.objects.get().uuid])
    assert 'value="10,5"' in client.get(kept).content.decode()
    for size, warned in (((800, 400), False), ((400, 400), True)):
        file = SimpleUploadedFile("autre.png", picture(size).read())
        page = client.post(kept, {**HOTSPOT, "image": file}, follow=True)
        assert ("pas les mêmes proportions" in page.content.decode()) is warned


def test_a_question_of_another_place_does_not_exist(karim, client: Client):
    other = ItemFactory.create()
    assert client.get(reverse("studio_item", args=[other.uuid])).status_code == 404
    assert client.post(reverse("studio_item_retire", args=[other.uuid])).status_code == 404
    assert other.title not in client.get(reverse("studio_items")).content.decode()


def test_questions_are_put_in_a_quiz_in_the_order_of_their_numbers(karim, place, client: Client):
    first, second = ItemFactory.create(structure=place), ItemFactory.create(structure=place)
    data = {
        "title": "La souris", "pass_mark": "60", "attempts_allowed": "0", "feedback": "immediate", **NO_DRAW,
        f"place_{first.pk}": "2", f"place_{second.pk}": "1",
    }  # fmt: skip
    assert client.post(reverse("studio_quiz_add"), data).status_code == 302
    made = Quiz.objects.get()
    assert [held.item for held in made.quiz_items.order_by("position")] == [second, first]
    page = client.get(reverse("studio_quiz", args=[made.activity.uuid]))
    assert [item for item, _field in page.context["form"].places] == [second, first]


def test_a_quiz_without_question_is_refused(karim, place, client: Client):
    ItemFactory.create(structure=place)
    data = {"title": "Vide", "pass_mark": "60", "attempts_allowed": "0", "feedback": "immediate", **NO_DRAW}
    answer = client.post(reverse("studio_quiz_add"), data)
    assert answer.status_code == 422
    assert not Quiz.objects.exists()


def test_a_quiz_of_another_place_does_not_exist(karim, client: Client):
    other = quiz()
    assert client.get(reverse("studio_quiz", args=[other.activity.uuid])).status_code == 404
    assert other.activity.title not in client.get(reverse("studio_quizzes")).content.decode()


def test_an_h5p_file_comes_in_and_waits_for_an_administrator(karim, place, client: Client):
    file = SimpleUploadedFile("exercice.h5p", h5p_package().getvalue())
    answer = client.post(reverse("studio_exercise_add"), {"packages": file, "structure": place.pk}, follow=True)
    assert answer.status_code == 200
    assert "0 fichier lu sur 1" in answer.content.decode()
    jobs.run_due(now=timezone.now())
    page = client.get(answer.request["PATH_INFO"]).content.decode()
    assert "Declic.Card 1.2" in page
    assert client.get(reverse("studio_libraries")).status_code == 404
    administrator = Client()
    _staff(place, Role.ADMINISTRATOR, administrator)
    page = administrator.get(reverse("studio_libraries"))
    rows = [row.library.pk for row in page.context["rows"] if row.waits]
    administrator.post(reverse("studio_libraries_decide"), {"library": rows, "decision": "approve"})
    assert not H5PLibrary.objects.exclude(status=H5PLibrary.Status.APPROVED).exists()
    content = H5PContent.objects.get()
    assert not client.get(reverse("studio_exercise", args=[content.activity.uuid])).context["waits_for"]


@pytest.mark.parametrize("role", [Role.LEARNER, Role.COUNSELLOR])
@pytest.mark.parametrize("name", ["studio_items", "studio_quizzes", "studio_exercises", "studio_libraries"])
def test_only_studio_people_see_the_studio(role: Role, name: str, client: Client):
    client.force_login(person(role, StructureFactory.create()))
    assert client.get(reverse(name)).status_code in {302, 404}


def test_the_menu_is_short_and_in_french(karim, client: Client):
    page = client.get(reverse("studio_items")).content.decode()
    for label in ("Questions", "Quiz", "H5P", "Mes groupes", "Apprenants"):
        assert label in page

"""The studio's export page offers questions as an H5P exercise, once the libraries are approved."""

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.activities.models import Activity
from assessments.bank.models import Item
from assessments.bank.services import create_item
from assessments.h5p.package import Package, read_package
from assessments.quizzes.models import Quiz, QuizItem
from lms.journal.models import Entry
from lms.structures.models import Structure
from tests.assessments.exchange.made_exercises import CONTENTS
from tests.factories.h5p_types import approve_types, small_types
from tests.factories.outline import quiz
from tests.factories.people import StructureFactory

pytestmark = pytest.mark.django_db


def questions(place: Structure, *titles: str) -> list[Item]:
    return [
        create_item(structure=place, title=title, content=CONTENTS[title], by=None, now=timezone.now())
        for title in titles or CONTENTS
    ]


def held(place: Structure, *titles: str, introduction: str = "") -> Quiz:
    """A quiz that asks these questions, in this order."""
    made = quiz(items=0, structure=place)
    made.introduction = introduction
    made.save()
    Activity.objects.filter(pk=made.pk).update(title="Le « clavier »", pass_mark=70)
    for position, each in enumerate(questions(place, *titles), start=1):
        QuizItem.objects.create(quiz=made, item=each, position=position, points=position)
    return made


def page(client: Client, made: Quiz | None = None) -> Any:
    return client.get(reverse("studio_export"), {"quiz": str(made.activity.uuid)} if made else {})


def take(client: Client, shown: Any, **changes: str) -> Any:
    context = shown.context
    sent = {"format": "h5p", "items": context["items"], "quiz": str(context["quiz_uuid"])}
    return client.post(reverse("studio_export_file"), sent | changes)


def package_in(answer: Any) -> Package:
    return read_package(io.BytesIO(b"".join(answer.streaming_content)))


def test_a_quiz_leaves_in_its_order_with_its_introduction_and_pass_mark(karim, place: Structure, client: Client):
    approve_types(place)
    made = held(place, "Vrai ou faux", "Mots à placer", "Plusieurs choix", introduction="Prenez votre temps.")
    answer = take(client, page(client, made))
    assert answer["Content-Disposition"].startswith("attachment; ")
    package = package_in(answer)
    titles = [each["metadata"]["title"] for each in package.params["questions"]]
    assert titles == ["Vrai ou faux", "Mots à placer", "Plusieurs choix"]
    assert (package.title, package.params["passPercentage"]) == ("Le « clavier »", 70)
    assert package.params["introPage"]["introduction"] == "<p>Prenez votre temps.</p>"
    assert Entry.objects.get(verb="questions.exported").data == {"format": "h5p", "questions": 3}


def test_what_the_exercise_does_not_hold_is_said_before(karim, place: Structure, client: Client):
    approve_types(place)
    words = page(client, held(place, "Vrai ou faux", "Avec un indice", "Réponse courte")).content.decode()
    assert "Ses indices sont laissés de côté" in words
    assert "Les points de chaque question sont laissés de côté" in words
    assert "Télécharger en H5P" in words


def test_a_library_that_nobody_approved_is_named_with_what_to_do(karim, place: Structure, client: Client):
    made = held(place, "Vrai ou faux", "Un choix")
    shown = page(client, made)
    words = shown.content.decode()
    assert "Vrai ou faux (H5P.TrueFalse), " in words
    assert "(H5P.MultiChoice)" in words
    assert "Un administrateur apporte un fichier H5P" in words
    assert "Télécharger en H5P" not in words
    assert take(client, shown).status_code == 404
    assert not Entry.objects.filter(verb="questions.exported").exists()


def test_a_set_needs_its_own_library(karim, place: Structure, client: Client):
    approve_types(place, small_types(without=("H5P.QuestionSet",)))
    made = held(place, "Vrai ou faux", "Un choix")
    assert "(H5P.QuestionSet). Un administrateur" in page(client, made).content.decode()
    alone = page(client, held(place, "Mots à trouver"))
    assert package_in(take(client, alone)).main_library.machine_name == "H5P.MarkTheWords"


def test_questions_and_quizzes_of_others_never_leave(karim, place: Structure, client: Client):
    approve_types(place)
    theirs = held(StructureFactory.create(), "Vrai ou faux")
    mine = page(client, held(place, "Mots à trouver"))
    assert page(client, theirs).status_code == 404
    assert take(client, mine, quiz=str(theirs.activity.uuid)).status_code == 404
    secret = str(theirs.quiz_items.get().item.uuid)
    assert take(client, mine, items=secret, quiz="").status_code == 404
    both = package_in(take(client, mine, items=f"{secret} {mine.context['items']} x", quiz=""))
    assert both.main_library.machine_name == "H5P.MarkTheWords"


def test_a_title_becomes_a_name_that_any_system_takes(karim, place: Structure, client: Client):
    approve_types(place)
    made = held(place, "Un choix")
    Activity.objects.filter(pk=made.pk).update(title='a/b"\r\n\u202e: c')
    answer = take(client, page(client, made))
    assert answer["Content-Disposition"] == 'attachment; filename="a b c.h5p"'
    answer.getvalue()


def test_the_page_costs_the_same_whatever_the_number_of_questions(
    karim, place: Structure, client: Client, capture_sql: Any
):
    approve_types(place)
    counts = []
    for some in (["Un choix"], [title for title in CONTENTS if title != "Un choix"]):
        questions(place, *some, *["Plusieurs choix"] * len(counts))
        page(client)
        with capture_sql() as sql:
            page(client)
        counts.append(len(sql))
    assert counts[0] == counts[1]

"""A number to find, as a learner meets it, without JavaScript."""

import pytest

from assessments.attempts.models import Response
from assessments.bank.models import AnswerKey, Item, ItemVersion
from tests.assessments.quizzes.conftest import Desk
from tests.assessments.quizzes.test_drafts import form_of
from tests.assessments.quizzes.test_pages import Desks, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(before_quiz: Desks) -> Desk:
    """A learner before « 1,5 km », within 100 m."""
    desk = before_quiz(items=1)
    Item.objects.update(interaction="numeric")
    ItemVersion.objects.update(body={"unit": "required"})
    units = [{"name": "m", "factor": "1"}, {"name": "km", "factor": "1000"}]
    key = {"value": "1500", "tolerance": "100", "relative": False, "units": units, "feedback": {"correct": "CANARI"}}
    AnswerKey.objects.update(key=key)
    desk.start()
    return desk


def test_the_question_says_what_to_write_and_nothing_of_its_key(desk: Desk) -> None:
    page = text(desk.open())
    assert "Écrivez le nombre et son unité." in page
    assert 'name="answer"' in page
    assert "1500" not in page
    assert "CANARI" not in page


def test_a_number_near_enough_is_right_and_the_exact_one_is_shown(desk: Desk) -> None:
    said = text(desk.client.get(desk.answer("1,45 km").headers["Location"]))
    assert "votre réponse, elle est juste" in said
    assert "1 500 m" in said
    assert "CANARI" in said
    assert Response.objects.get().answer == "1,45 km"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Écrivez un nombre"),
        ("loin", "Écrivez un nombre"),
        ("1500", "Écrivez aussi l’unité après le nombre."),
        ("1" * 101, "trop longue"),
    ],
)
def test_what_cannot_be_marked_is_said_in_words_and_stays_typed(desk: Desk, typed: str, words: str) -> None:
    page = text(desk.answer(typed))
    assert words in page
    assert f'value="{typed}"' in page
    assert 'href="#answer"' in page
    assert not Response.objects.exists()


def test_a_unit_where_there_is_none_is_said_before_it_is_marked(desk: Desk) -> None:
    ItemVersion.objects.update(body={})
    assert "Écrivez seulement le nombre, sans unité." in text(desk.answer("1500 pas"))


def test_what_is_typed_is_kept_as_a_draft(desk: Desk) -> None:
    desk.client.post(desk.url("quiz_draft"), form_of(desk, answer="1,4"))
    assert 'value="1,4"' in text(desk.open())

"""A picture to mark as learners meet it: without a script, in numbers, by names; nothing is told before its time."""

import gzip
from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse

from assessments.attempts.models import Draft, Response
from assessments.bank.content import ItemContent, Spot, hotspot_content
from assessments.bank.models import Item, ItemVersion
from assessments.grading.hotspot import MOST_PLACES
from assessments.quizzes.answers import Fields, NoAnswer, NotYet, hotspot
from assessments.quizzes.answers.places import Place, places_in
from tests.assessments.bank.test_services import attach, picture
from tests.assessments.quizzes.conftest import Desk
from tests.assessments.quizzes.test_drafts import form_of
from tests.assessments.quizzes.test_pages import Desks, text
from tests.assessments.quizzes.test_rows import asked
from tests.factories.people import trainer

AREAS = [
    Spot(name="Le bouton", points=[(0.7153, 0.1), (0.9, 0.2)], right=True, feedback="CANARI"),
    Spot(name="La corbeille", shape="ellipse", points=[(0.1, 0.8), (0.2, 0.9)]),
    Spot(name="Le menu", shape="polygon", points=[(0, 0), (0.1, 0), (0.05, 0.1)], right=True),
]


def content(**more: Any) -> ItemContent:
    return hotspot_content(prompt="Où cliqueriez-vous ?", areas=AREAS, **({"listed": True} | more))


ONE, SEVERAL = content(), content(several=True)
NAMES = {row["text"]: row["id"] for row in ONE.body["places"]}


def before(before_quiz: Desks, made: ItemContent = ONE, **quiz: Any) -> Desk:
    desk = asked(before_quiz, made, **quiz)
    attach(ItemVersion.objects.get(), file=picture((1000, 500)), description="Un message ouvert")
    return desk


def marks(response: Any) -> list[str]:
    page = lxml.html.fromstring(response.content.decode())
    return [str(each) for each in page.xpath("//main//ol/li/input[@name='answer']/@value")]


def press(desk: Desk, across: int, down: int, **more: Any) -> Any:
    """A press on the picture, as a browser sends it, and the page that follows."""
    changes = {"answer_480x240.x": across, "answer_480x240.y": down} | more
    answer = desk.answer(more.pop("answer", marks(desk.open())), **changes)
    return desk.client.get(answer.headers["Location"]) if answer.status_code == 302 else answer


@pytest.mark.django_db
def test_the_page_tells_neither_where_nor_which(before_quiz: Desks) -> None:
    response = before(before_quiz).open()
    html = response.content.decode()
    page = lxml.html.fromstring(html)
    assert len(page.xpath("//main//input[@type='image' and @alt='Un message ouvert']")) == 3
    assert page.xpath("//main//fieldset/@data-module")
    assert response.context["question"].item.details.first in page.xpath("//main//@id")
    assert not page.xpath("//@style | //@onclick | //main//script")
    assert not [told for told in ("CANARI", "71.53", "71,53", "0.7153", "polygon") if told in html]
    assert len(gzip.compress(response.content)) < 10_000


@pytest.mark.django_db
def test_without_a_script_a_press_puts_a_mark_that_waits_to_be_validated(before_quiz: Desks) -> None:
    desk = before(before_quiz)
    page = press(desk, 384, 36)
    assert marks(page) == ["80,15"]
    assert "80 % vers la droite, 15 % vers le bas" in text(page)
    assert "Brouillon gardé, pas encore validé" in text(page)
    assert not Response.objects.exists()
    assert marks(press(desk, 48, 204)) == ["10,85"]  # the mark moves
    assert marks(press(desk, 384, 36)) == ["80,15"]
    answer = desk.answer(marks(desk.open()))
    assert "C’est juste !" in text(desk.client.get(answer.headers["Location"]))
    assert Response.objects.get().answer == [[0.8, 0.15]]
    assert not Draft.objects.exists()


@pytest.mark.django_db
def test_several_marks_are_put_and_taken_back_one_by_one(before_quiz: Desks) -> None:
    desk = before(before_quiz, SEVERAL)
    press(desk, 384, 36)
    press(desk, 240, 120)
    assert marks(press(desk, 24, 6)) == ["80,15", "50,50", "5,2.5"]
    assert desk.answer(marks(desk.open()), answer_remove="2").status_code == 302
    assert marks(desk.open()) == ["80,15", "5,2.5"]
    desk.answer(marks(desk.open()))
    assert Response.objects.get().success


@pytest.mark.django_db
def test_a_place_may_be_told_in_numbers(before_quiz: Desks) -> None:
    desk = before(before_quiz)
    assert desk.answer([], answer_across="80", answer_down="12,5 %").status_code == 302
    assert marks(desk.open()) == ["80,12.5"]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [("80", ""), ("", "20"), ("douze", "20"), ("101", "20"), ("-1", "20")])
def test_numbers_that_are_no_place_are_told_and_stay_as_they_were(before_quiz: Desks, typed: tuple[str, str]) -> None:
    page = before(before_quiz).answer(["80,15"], answer_across=typed[0], answer_down=typed[1])
    assert "Écrivez deux nombres de 0 à 100." in text(page)
    fields = lxml.html.fromstring(page.content.decode())
    assert [fields.get_element_by_id(f"answer_{name}").get("value") for name in ("across", "down")] == list(typed)
    assert marks(page) == ["80,15"]


@pytest.mark.django_db
def test_a_key_pressed_on_the_picture_is_told_another_way(before_quiz: Desks) -> None:
    page = press(before(before_quiz), 0, 0)
    assert "Pour poser un repère au clavier" in text(page)
    assert marks(page) == []


@pytest.mark.django_db
def test_names_may_be_chosen_instead_of_the_picture(before_quiz: Desks) -> None:
    desk = before(before_quiz)
    answer = desk.answer(["80,15", NAMES["La corbeille"]])  # the list came last, and counts alone
    page = text(desk.client.get(answer.headers["Location"]))
    assert Response.objects.get().answer == {"named": [NAMES["La corbeille"]]}
    assert "Pas tout à fait" in page
    assert "CANARI" in page


@pytest.mark.django_db
def test_nothing_marked_is_asked_for(before_quiz: Desks) -> None:
    page = before(before_quiz).answer([])
    assert "Posez d’abord un repère sur l’image." in text(page)
    assert not Response.objects.exists()


@pytest.mark.django_db
def test_the_review_draws_the_marks_and_the_right_areas_and_says_them(before_quiz: Desks) -> None:
    desk = before(before_quiz, SEVERAL)
    page = desk.client.get(desk.answer(["80,15", "15,85"]).headers["Location"])
    drawn = lxml.html.fromstring(page.content.decode())
    assert len(drawn.xpath("//main//*[name()='rect'] | //main//*[name()='polygon']")) == 4  # each with its edge
    assert [each.text for each in drawn.xpath("//main//*[name()='text']")] == ["1", "2"]
    assert not drawn.xpath("//@style")
    words = " ".join(drawn.xpath("string(//main[@id='main'])").split())  # its non-breaking spaces too
    assert "La corbeille – votre réponse" in words
    assert "Le menu – la bonne réponse" in words


@pytest.mark.django_db
def test_an_answer_that_may_still_be_changed_is_shown_as_it_was_given(before_quiz: Desks) -> None:
    desk = before(before_quiz, feedback="deferred")
    attempt = desk.open().context["question"].attempt
    desk.answer(["33.33,66.67"])
    page = desk.client.get(desk.url("quiz_question", attempt, 1))
    assert marks(page) == ["33.33,66.67"]
    assert "CANARI" not in page.content.decode()


@pytest.mark.django_db
def test_a_draft_kept_by_a_script_is_found_again(before_quiz: Desks) -> None:
    desk = before(before_quiz, SEVERAL)
    form = form_of(desk, answer=["10,20", "30,40.5"])
    assert desk.client.post(desk.url("quiz_draft"), form).status_code == 204
    assert marks(desk.open()) == ["10,20", "30,40.5"]


@pytest.mark.django_db
def test_a_press_that_comes_once_answered_changes_nothing(before_quiz: Desks) -> None:
    desk = before(before_quiz)
    desk.answer(["80,15"])
    again = desk.send(**{"answer_480x240.x": 10, "answer_480x240.y": 10})
    assert again.status_code == 302
    assert not Draft.objects.exists()
    assert Response.objects.get().answer == [[0.8, 0.15]]


@pytest.mark.django_db
def test_its_author_marks_it_in_the_preview_and_nothing_is_recorded(before_quiz: Desks) -> None:
    before(before_quiz)
    item = Item.objects.get()
    client = Client()
    client.force_login(trainer(item.structure), backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("item_preview", args=[item.uuid])
    assert marks(client.post(address, {"answer_480x240.x": "384", "answer_480x240.y": "36"})) == ["80,15"]
    assert "C’est juste !" in text(client.post(address, {"answer": ["80,15"]}))
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "parts",
    [
        {"480x240.x": "5"}, {"480x240.x": "x", "480x240.y": "5"}, {"480x240.x": "0", "480x240.y": "0"},
        {"480x240.x": "-5", "480x240.y": "5"}, {"480x240.x": "٥", "480x240.y": "5.5"},
    ],
)  # fmt: skip
def test_a_press_that_no_browser_sends_is_refused_in_words(parts: dict[str, str]) -> None:
    with pytest.raises(NoAnswer):
        hotspot.read(ONE.body, Fields(parts=parts))


def test_a_press_beyond_the_edge_is_brought_back_to_it() -> None:
    with pytest.raises(NotYet) as moved:
        hotspot.read(ONE.body, Fields(parts={"480x240.x": "999", "480x240.y": "0"}))
    assert moved.value.fields.values == ("100,0",)


def test_no_more_marks_than_can_be_looked_at() -> None:
    full = Fields(values=("1,1",) * MOST_PLACES, parts={"across": "5", "down": "5"})
    with pytest.raises(NoAnswer):
        hotspot.read(SEVERAL.body, full)


def test_of_what_is_sent_only_places_on_the_picture_are_read() -> None:
    values = ["10,20", "0,100", "100.5,3", "1e1,2", "nan,1", "10,20,30", "-1,2", "a", "", "5;6", "10.123,4"]
    assert places_in(values) == (Place(across=10, down=20), Place(across=0, down=100))

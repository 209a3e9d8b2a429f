"""Pairs, orders and categories as learners meet them: plain controls, nothing lost, nothing told before its time."""

import gzip
from typing import Any

import lxml.html
import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from assessments.attempts.models import Response
from assessments.bank.content import (
    Category,
    ItemContent,
    Pair,
    categorise_content,
    matching_content,
    sequencing_content,
)
from assessments.bank.models import AnswerKey, Item, ItemVersion
from assessments.bank.queries import with_keys
from assessments.bank.reviews import review
from tests.assessments.quizzes.conftest import Desk
from tests.assessments.quizzes.test_drafts import form_of
from tests.assessments.quizzes.test_pages import Desks, text
from tests.factories.people import trainer

pytestmark = pytest.mark.django_db

MATCHING = matching_content(
    prompt="À quoi cela sert ?",
    pairs=[
        Pair(source="Souris", target="Cliquer", feedback="CANARI"),
        Pair(source="Clavier", target="Écrire"),
        Pair(source="", target="Imprimer"),
    ],
)
SEQUENCING = sequencing_content(
    prompt="Dans quel ordre ?", steps=["Ouvrir", "Écrire", "Enregistrer"], feedback_incorrect="CANARI"
)
CATEGORISE = categorise_content(
    prompt="Rangez.",
    categories=[
        Category(name="Matériel", things=["Souris", "Écran"], feedback="CANARI"),
        Category(name="Logiciel", things=["Navigateur"]),
    ],
)
CONTENTS = pytest.mark.parametrize("content", [MATCHING, SEQUENCING, CATEGORISE], ids=lambda made: made.interaction)


def asked(before_quiz: Desks, content: ItemContent, **quiz: Any) -> Desk:
    """A quiz of this one question."""
    desk = before_quiz(items=1, **quiz)
    Item.objects.update(interaction=content.interaction)
    ItemVersion.objects.update(prompt=content.prompt, body=content.body)
    AnswerKey.objects.update(key=content.key)
    desk.start()
    return desk


def given(content: ItemContent, *, wrong: int = 0) -> dict[str, Any]:
    """The fields of the right answer, or of one with so many rows wrong."""
    key = content.key
    if content is SEQUENCING:
        order = key["order"][:wrong][::-1] + key["order"][wrong:]
        return {"answer": [f"{step}:{place}" for place, step in enumerate(order, start=1)]}
    if content is MATCHING:
        spare = next(each["id"] for each in content.body["targets"] if each["id"] not in key["pairs"].values())
        pairs = [(row, spare if place < wrong else right) for place, (row, right) in enumerate(key["pairs"].items())]
        return {"answer": [f"{row}:{choice}" for row, choice in pairs]}
    device, software = key["places"]
    things = {f"answer_{thing}": place for place, placed in key["places"].items() for thing in placed}
    moved = [f"answer_{thing}" for thing in key["places"][device][:wrong]]
    return things | dict.fromkeys(moved, software)


def answer(desk: Desk, fields: dict[str, Any]) -> Any:
    return desk.answer(fields.get("answer"), **{name: value for name, value in fields.items() if name != "answer"})


def chosen(response: Any) -> set[str]:
    page = lxml.html.fromstring(response.content.decode())
    lists = page.xpath("//main//select/option[@selected]/@value")
    return set(lists) | {f"{box.get('name')}={box.get('value')}" for box in page.xpath("//main//input[@checked]")}


def values(fields: dict[str, Any]) -> set[str]:
    """The same, of what was sent."""
    ticked = {f"{name}={value}" for name, value in fields.items() if name != "answer"}
    return ticked | {value for value in fields.get("answer", []) if not value.endswith(":")}


def amiss(response: Any) -> int:
    """How many rows are said to be wrong: a list each, or ticks that share their name."""
    page = lxml.html.fromstring(response.content.decode())
    controls = page.xpath("//main//*[@aria-invalid='true']")
    return len({each.get("id") if each.tag == "select" else each.get("name") for each in controls})


def all_but_one(fields: dict[str, Any]) -> dict[str, Any]:
    """The same fields, nothing chosen in the first row."""
    if "answer" in fields:
        return {"answer": [fields["answer"][0].partition(":")[0] + ":", *fields["answer"][1:]]}
    return dict(list(fields.items())[1:])


@CONTENTS
def test_the_page_has_plain_named_controls_and_tells_nothing(before_quiz: Desks, content: ItemContent) -> None:
    response = asked(before_quiz, content).open()
    page = lxml.html.fromstring(response.content.decode())
    form = page.xpath("//form[@data-quiz]")[0]
    controls = form.xpath(".//select | .//input[@type='radio']")
    assert controls
    for control in controls:
        assert control.xpath("ancestor::label") or form.xpath(f".//label[@for='{control.get('id')}']")
    assert controls[0].get("id") == response.context["question"].item.details.first
    assert not page.xpath("//@style | //@onclick | //main//script")
    assert "CANARI" not in response.content.decode()
    assert len(gzip.compress(response.content)) < 10_000


@CONTENTS
def test_the_right_answer_is_recorded_and_said_to_be_right(before_quiz: Desks, content: ItemContent) -> None:
    desk = asked(before_quiz, content)
    page = text(desk.client.get(answer(desk, given(content)).headers["Location"]))
    assert Response.objects.get().success
    assert "C’est juste !" in page
    assert "votre réponse, elle est juste" in page
    assert "CANARI" not in page


@CONTENTS
def test_part_of_an_answer_earns_part_and_each_row_says_what_was_right(
    before_quiz: Desks, content: ItemContent
) -> None:
    desk = asked(before_quiz, content)
    wrong = 2 if content is SEQUENCING else 1
    page = text(desk.client.get(answer(desk, given(content, wrong=wrong)).headers["Location"]))
    assert 0 < Response.objects.get().score_scaled < 1
    assert "C’est en partie juste." in page
    assert "CANARI" in page
    assert "votre réponse, elle est juste" in page


@CONTENTS
def test_a_row_left_out_is_asked_for_and_the_others_are_kept(before_quiz: Desks, content: ItemContent) -> None:
    desk = asked(before_quiz, content)
    fields = all_but_one(given(content))
    page = answer(desk, fields)
    assert "Choisissez une réponse pour chaque ligne." in text(page)
    assert chosen(page) == values(fields)
    assert amiss(page) == 1
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (MATCHING, {"answer": ["zz:zz"]}),
        (MATCHING, {"answer": [f"{next(iter(MATCHING.key['pairs']))}:zz"]}),
        (SEQUENCING, {"answer": [f"{step}:4" for step in SEQUENCING.key["order"]]}),
        (CATEGORISE, given(CATEGORISE) | {"answer_zz": "zz"}),
    ],
)
def test_what_the_page_does_not_offer_is_refused_in_words(
    before_quiz: Desks, content: ItemContent, fields: dict[str, Any]
) -> None:
    assert "n’est pas dans la liste" in text(answer(asked(before_quiz, content), fields))
    assert not Response.objects.exists()


def test_two_steps_with_one_number_are_told_which_and_stay_as_they_were(before_quiz: Desks) -> None:
    desk = asked(before_quiz, SEQUENCING)
    fields = {"answer": [f"{step}:{place}" for step, place in zip(SEQUENCING.key["order"], (1, 2, 2), strict=True)]}
    page = answer(desk, fields)
    assert "Plusieurs étapes ont le numéro 2. Donnez à chaque étape son propre numéro." in text(page)
    assert chosen(page) == values(fields)
    assert amiss(page) == 2


@CONTENTS
def test_what_was_begun_is_found_again_as_a_draft(before_quiz: Desks, content: ItemContent) -> None:
    desk = asked(before_quiz, content)
    fields = all_but_one(given(content))
    form = {name: value for name, value in form_of(desk).items() if name != "answer"} | fields
    assert desk.client.post(desk.url("quiz_draft"), form).status_code == 204
    page = desk.open()
    assert chosen(page) == values(fields)
    assert "Brouillon gardé, pas encore validé" in text(page)


@CONTENTS
def test_an_answer_that_may_still_be_changed_is_shown_as_it_was_given(before_quiz: Desks, content: ItemContent) -> None:
    desk = asked(before_quiz, content, feedback="deferred")
    attempt = desk.open().context["question"].attempt
    fields = given(content, wrong=1)
    answer(desk, fields)
    page = desk.client.get(desk.url("quiz_question", attempt, 1))
    assert chosen(page) == values(fields)
    assert "CANARI" not in page.content.decode()


@CONTENTS
def test_its_author_tries_it_in_the_preview_and_nothing_is_recorded(before_quiz: Desks, content: ItemContent) -> None:
    asked(before_quiz, content)
    item = Item.objects.get()
    client = Client()
    client.force_login(trainer(item.structure), backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("item_preview", args=[item.uuid])
    assert chosen(client.post(address, all_but_one(given(content)))) == values(all_but_one(given(content)))
    assert "C’est juste !" in text(client.post(address, given(content)))
    assert not Response.objects.exists()


@CONTENTS
def test_who_did_not_answer_is_told_the_right_one(before_quiz: Desks, content: ItemContent) -> None:
    asked(before_quiz, content)
    version = with_keys([ItemVersion.objects.get().pk]).popitem()[1]
    shown = render_to_string("assessments/quizzes/_review.html", {"review": review(version, None, answered=False)})
    assert "Pas de réponse." in shown.replace("\u00a0", " ")
    assert lxml.html.fromstring(shown).xpath("//li")

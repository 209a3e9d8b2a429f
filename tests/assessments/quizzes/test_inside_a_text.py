"""Questions asked inside a text, as learners meet them: without JavaScript, by the keyboard, on any seat."""

import gzip
import re
import uuid
from typing import Any

import pytest
from django.utils import timezone

from assessments.attempts.models import Attempt, Draft, Response
from assessments.bank.content import ItemContent, cloze_content, drag_text_content, select_words_content
from assessments.bank.models import AnswerKey, Item, ItemVersion
from assessments.quizzes.services import finish_quiz
from tests.assessments.quizzes.conftest import Desk
from tests.assessments.quizzes.test_pages import Desks, text
from tests.assessments.quizzes.test_templates import page

pytestmark = pytest.mark.django_db

CLOZE = cloze_content(
    prompt="Complétez la phrase.",
    text="Le [clavier|le clavier # Il a des touches.] sert à {*écrire|dessiner|peindre} et la [souris] à pointer.",
    feedback_incorrect="Presque.",
)
DRAG = drag_text_content(
    prompt="Placez les mots.",
    text="Pour copier : [Ctrl] + [C # Comme « copier ».], pour coller : [Ctrl] + [V].",
    others=["Maj", "Alt", "Entrée"],
)
WORDS = select_words_content(
    prompt="Touchez le matériel.", text="Sur la {table # C’est un meuble.}, un [écran] et une [souris]."
)


def desk_with(before_quiz: Desks, content: ItemContent, **fields: Any) -> Desk:
    """A learner before a quiz of this one question, begun."""
    desk = before_quiz(items=1, **fields)
    Item.objects.update(interaction=content.interaction)
    ItemVersion.objects.update(prompt=content.prompt, body=content.body)
    AnswerKey.objects.update(key=content.key)
    desk.start()
    Attempt.objects.update(seed=3)
    return desk


def draft_of(desk: Desk, **answers: Any) -> dict[str, Any]:
    question = desk.open().context["question"]
    form = {"attempt": question.attempt, "question": 1, "submission": uuid.uuid4(), "sequence": 2**41}
    return form | answers


def controls(response: Any) -> Any:
    return page(response).xpath("//form[@data-quiz]//*[self::input[not(@type='hidden')] or self::select]")


def words_of(element: Any) -> str:
    return re.sub(r"\s+", " ", element.text_content()).replace("\u202f", " ").replace("\u00a0", " ").strip()


def review_of(response: Any) -> list[tuple[str, str]]:
    """What stands in each gap or word that the review marks, and how."""
    marked = page(response).xpath("//*[@class='inside']/span")
    return [(each.get("class").split()[1], words_of(each)) for each in marked]


def said_in(response: Any) -> list[str]:
    return [words_of(each) for each in page(response).xpath("//main//*[contains(@class,'notice')]//p")]


@pytest.mark.parametrize(("content", "total"), [(CLOZE, 3), (DRAG, 4)])
def test_each_gap_is_a_field_named_by_its_place(before_quiz: Desks, content: ItemContent, total: int) -> None:
    shown = page(desk_with(before_quiz, content).open())
    labels = {label.get("for"): label.text for label in shown.xpath("//fieldset//label")}
    fields = shown.xpath("//fieldset//select | //fieldset//input")
    assert [labels[each.get("id")] for each in fields] == [f"trou {n} sur {total}" for n in range(1, total + 1)]
    assert words_of(shown.xpath("//fieldset/legend")[0]) == content.prompt


@pytest.mark.parametrize("content", [CLOZE, DRAG, WORDS], ids=lambda content: content.interaction)
def test_nothing_of_the_key_is_in_the_page(before_quiz: Desks, content: ItemContent) -> None:
    shown = text(desk_with(before_quiz, content).open())
    for secret in ("le clavier", "souris à", "touches", "Presque", "Comme", "meuble", "*", "correct", "decoys"):
        assert secret not in shown.split("<form")[1].split("</form>")[0]


def test_a_text_with_gaps_is_filled_by_typing_and_choosing_and_marked_gap_by_gap(before_quiz: Desks) -> None:
    desk = desk_with(before_quiz, CLOZE)
    said = desk.client.get(desk.answer(["g2:c1"], answer_g1=" Le  CLAVIER", answer_g3="").headers["Location"])
    response = Response.objects.get()
    assert response.answer == {"g1": "Le  CLAVIER", "g2": "c1"}
    assert response.score_scaled == pytest.approx(1 / 3)
    assert review_of(said) == [
        ("right", "Le CLAVIER – votre réponse, elle est juste"),
        ("wrong", "dessiner – votre réponse"),
        ("right", "écrire – la bonne réponse"),
        ("wrong", "vide – votre réponse"),
        ("right", "souris – la bonne réponse"),
    ]
    assert said_in(said)[1:] == ["Presque."]


def test_a_gap_that_is_wrong_hears_its_own_words_by_its_name(before_quiz: Desks) -> None:
    desk = desk_with(before_quiz, CLOZE)
    said = desk.client.get(desk.answer([""], answer_g1="souris").headers["Location"])
    assert said_in(said)[1:] == ["Presque.", "Trou 1 : Il a des touches."]


def test_the_list_of_words_is_the_same_in_every_gap_and_on_every_page(before_quiz: Desks) -> None:
    desk = desk_with(before_quiz, DRAG)
    lists = [[each.text for each in one.xpath("option")] for one in controls(desk.open())]
    assert lists == [lists[0]] * 4
    assert sorted(lists[0]) == ["Alt", "C", "Ctrl", "Entrée", "Maj", "V", "…"]
    assert lists[0] != ["…", *sorted(lists[0][1:])]
    assert [[each.text for each in one.xpath("option")] for one in controls(desk.open())] == lists


def test_words_are_placed_and_marked_gap_by_gap(before_quiz: Desks) -> None:
    desk = desk_with(before_quiz, DRAG)
    words = {word["text"]: word["id"] for word in DRAG.body["words"]}
    picked = [f"g1:{words['Ctrl']}", f"g2:{words['V']}", "", f"g4:{words['V']}"]
    said = desk.client.get(desk.answer(picked).headers["Location"])
    assert Response.objects.get().score_scaled == 0.5
    assert [how for how, _words in review_of(said)] == ["right", "wrong", "right", "wrong", "right", "right"]
    assert said_in(said)[1:] == ["Trou 2 : Comme « copier »."]


def test_words_of_a_text_are_boxes_to_tick_and_wrong_ones_take_away(before_quiz: Desks) -> None:
    desk = desk_with(before_quiz, WORDS)
    boxes = page(desk.open()).xpath("//label[@class='word']")
    assert [words_of(each) for each in boxes] == ["Sur", "la", "table", "un", "écran", "et", "une", "souris"]
    ids = {words_of(each): each.xpath("input/@value")[0] for each in boxes}
    said = desk.client.get(desk.answer([ids["table"], ids["écran"]]).headers["Location"])
    assert Response.objects.get().score_scaled == 0
    assert review_of(said) == [
        ("wrong", "table – votre réponse"),
        ("right", "écran – votre réponse, elle est juste"),
        ("right", "souris (oublié)"),
    ]
    assert said_in(said)[1:] == ["table : C’est un meuble."]


@pytest.mark.parametrize(
    ("content", "sent", "message"),
    [
        (CLOZE, {"answer": "", "answer_g1": " "}, "Remplissez au moins un trou."),
        (CLOZE, {"answer": "g2:c9", "answer_g1": "abc"}, "Cette réponse n’est pas dans la liste."),
        (CLOZE, {"answer": "", "answer_g1": "x" * 101}, "Votre réponse est trop longue."),
        (DRAG, {"answer": ["", ""]}, "Remplissez au moins un trou."),
        (DRAG, {"answer": "g1:w99"}, "Cette réponse n’est pas dans la liste."),
        (WORDS, {"answer": []}, "Choisissez au moins un mot."),
        (WORDS, {"answer": "w99"}, "Cette réponse n’est pas dans la liste."),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(
    before_quiz: Desks, content: ItemContent, sent: dict[str, Any], message: str
) -> None:
    desk = desk_with(before_quiz, content)
    again = desk.answer(sent.pop("answer"), **sent)
    assert again.status_code == 200
    assert message in text(again)
    first = page(again).xpath("//p[@id='answer_error']/a/@href")[0]
    assert page(again).xpath(f"//*[@id='{first[1:]}']")
    if "answer_g1" in sent:
        assert page(again).xpath("//input[@name='answer_g1']/@value") == [sent["answer_g1"]]
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (CLOZE, {"answer": "g2:c3", "answer_g1": "clav=ier", "answer_g3": ""}),
        (DRAG, {"answer": ["g1:w2", "", "g3:w1", ""]}),
        (WORDS, {"answer": ["w2", "w5"]}),
    ],
    ids=lambda value: getattr(value, "interaction", ""),
)
def test_what_is_half_done_is_found_again_from_its_draft(
    before_quiz: Desks, content: ItemContent, kept: dict[str, Any]
) -> None:
    desk = desk_with(before_quiz, content)
    assert desk.client.post(desk.url("quiz_draft"), draft_of(desk, **kept)).status_code == 204
    assert Draft.objects.exists()
    shown = page(desk.open())
    again = shown.xpath("//fieldset//option[@selected]/@value | //fieldset//input[@checked]/@value")
    wanted = kept["answer"] if isinstance(kept["answer"], list) else [kept["answer"]]
    assert again == [each for each in wanted if each]
    typed = {each.get("name"): each.get("value") for each in shown.xpath("//fieldset//input[@type='text']")}
    assert typed == {name: value for name, value in kept.items() if name != "answer"}


@pytest.mark.parametrize(
    ("content", "answer", "parts"),
    [(CLOZE, ["g2:c3"], {"answer_g1": "clavier"}), (DRAG, ["g1:w2"], {}), (WORDS, ["w2"], {})],
    ids=lambda value: getattr(value, "interaction", ""),
)
def test_an_answer_that_may_still_change_is_shown_again_in_the_form(
    before_quiz: Desks, content: ItemContent, answer: list[str], parts: dict[str, str]
) -> None:
    desk = desk_with(before_quiz, content, feedback="deferred")
    desk.answer(answer, **parts)
    attempt = Attempt.objects.get()
    shown = page(desk.client.get(desk.url("quiz_question", attempt.uuid, 1)))
    assert shown.xpath("//fieldset//option[@selected]/@value | //fieldset//input[@checked]/@value") == answer
    assert shown.xpath("//input[@name='answer_g1']/@value") == list(parts.values())


@pytest.mark.parametrize("content", [CLOZE, DRAG, WORDS], ids=lambda content: content.interaction)
def test_who_did_not_answer_is_shown_what_was_right_in_the_result(before_quiz: Desks, content: ItemContent) -> None:
    desk = desk_with(before_quiz, content, feedback="deferred")
    attempt = Attempt.objects.get()
    finish_quiz(attempt=attempt, now=timezone.now())
    result = page(desk.client.get(desk.url("quiz_result", attempt.uuid)))
    marked = result.xpath("//*[@class='inside']/span/@class")
    assert marked
    assert set(marked) == {"put right"}


@pytest.mark.parametrize("content", [CLOZE, DRAG, WORDS], ids=lambda content: content.interaction)
def test_a_text_to_work_in_is_as_light_as_any_question_and_has_no_script(
    before_quiz: Desks, content: ItemContent
) -> None:
    shown = desk_with(before_quiz, content).open()
    assert len(gzip.compress(shown.content)) < 10_000
    assert not page(shown).xpath("//@style | //@onclick | //main//script")

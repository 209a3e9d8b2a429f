"""One seat, several people: leaving in the middle, a cut line, nobody there. Nothing is lost, and nothing is left."""

import json
import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import learning
from tests.browser.conftest import Seat, Site

TakeSeat = Callable[..., Seat]
CARDS = {name: learning.card_of(name) for name in ("Ousmane E.", "Yvette G.")}
SECONDS_TO_CHANGE = 10
UNSAVED = "Pas encore enregistré – pas de réseau. Ne fermez pas cette page."
COUNT_TONES = """window.tones = 0;
AudioContext.prototype.createOscillator = new Proxy(AudioContext.prototype.createOscillator, {
  apply(made, me, given) { tones++; return Reflect.apply(made, me, given); }});
if (window.speechSynthesis) speechSynthesis.getVoices = () => [];"""
# A person of the test's own, alone in a quiz of three questions with choices, the last one typed.
MAKE = """
import json, uuid
from django.utils import timezone
from assessments.bank.content import ItemContent
from assessments.bank.services import create_item
from assessments.quizzes.services import create_quiz
from courses.enrolments.models import Enrolment
from courses.outline.models import Lesson, LessonActivity
from lms.accounts.models import User
from lms.signin.services import issue_card, set_pin
from lms.structures.models import Membership
now = timezone.now()
links = LessonActivity.objects.current().filter(activity__quiz__isnull=False).select_related("lesson", "activity")
link = links.order_by("-pk")[0]
place = Membership.objects.filter(role="learner")[0].structure
made = User.objects.create(username=uuid.uuid4().hex[:12], first_name="Canarine", last_name="Zz")
made.set_unusable_password(); made.save()
Membership.objects.create(user=made, structure=place, role="learner", started_at=now)
Enrolment.objects.create(user=made, course=link.lesson.course, enrolled_at=now)
set_pin(user=made, pin="2075", by=None, now=now)
card = issue_card(user=made, by=None, now=now)
def item(kind, body, key):
    content = ItemContent(interaction=kind, prompt="Que faites-vous ?", body=body, key=key)
    return create_item(structure=link.activity.structure, title="Canari", content=content, by=None, now=now)
choices = {"choices": [{"id": "a", "text": "Un clic"}, {"id": "b", "text": "Deux clics"}]}
items = [item("choice", choices, {"correct": ["b"], "feedback": {}}) for _ in range(%d)]
items.append(item("fill-in", {}, {"accepted": ["souris"], "feedback": {}}))
quiz = create_quiz(structure=link.activity.structure, title="Quiz du poste", by=None, now=now, items=items)
LessonActivity.objects.create(lesson=link.lesson, activity=quiz.activity, position=90, required=False)
where = f"/activites/{quiz.activity.uuid}/{link.lesson.uuid}/quiz/"
print("MADE" + json.dumps({"card": card.code, "pin": "2075", "name": "Canarine Zz", "user": made.pk, "quiz": where}))
"""
ANSWERS = """
from assessments.attempts.models import Response
print("ANSWERS", [(each.slot, each.answer) for each in
      Response.objects.filter(attempt__user_id=%d).order_by("attempt", "slot", "sequence")])
"""


@pytest.fixture
def someone(site: Site) -> dict[str, str]:
    return made(site, choices=2)


def made(site: Site, *, choices: int) -> dict[str, str]:
    """A learner of this test's own, with a quiz of so many choices and a typed answer."""
    return json.loads(site.python(MAKE % choices).split("MADE")[1])


def answers_of(site: Site, someone: dict[str, str]) -> str:
    return site.python(ANSWERS % int(someone["user"])).split("ANSWERS")[1].strip()


def begin(seat: Seat, someone: dict[str, str]) -> Page:
    """Signed in, at the first question."""
    seat.sign_in_with_card(someone)
    expect(seat.page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    seat.go(someone["quiz"])
    seat.page.get_by_role("button", name="Commencer").click()
    expect(seat.page.locator("h1.step")).to_contain_text("Question 1")
    return seat.page


def answer_choice(page: Page, label: str) -> None:
    page.get_by_label(label, exact=True).check()
    page.get_by_role("button", name="Valider").click()
    expect(page.locator("[data-focus]")).to_be_visible()


def to_typed(page: Page) -> None:
    """Through the two choices, to the question where words are typed."""
    for _ in range(2):
        answer_choice(page, "Deux clics")
        page.get_by_role("link", name="Question suivante").click()
    expect(page.locator("input#answer")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_seat_is_handed_on_in_the_middle_of_a_word_in_less_than_ten_seconds(
    take_seat: TakeSeat, someone: dict[str, str], javascript: bool
):
    seat = take_seat(javascript=javascript)
    page = begin(seat, someone)
    to_typed(page)
    page.locator("input#answer").fill("sou")
    begun = time.monotonic()
    page.get_by_role("button", name="Changer de personne").click()
    expect(page.get_by_label("Le code de la carte")).to_be_visible()
    assert "Canarine" not in page.content()
    page.get_by_label("Le code de la carte").press_sequentially(CARDS["Yvette G."]["card"])
    page.get_by_label("4 chiffres").press_sequentially(CARDS["Yvette G."]["pin"])
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Yvette")
    assert time.monotonic() - begun < SECONDS_TO_CHANGE
    assert "Canarine" not in page.content()

    elsewhere = take_seat(javascript=javascript)
    elsewhere.sign_in_with_card(someone)
    elsewhere.go(someone["quiz"])
    expect(elsewhere.page.locator("input#answer")).to_have_value("sou")
    expect(elsewhere.page.locator("[data-state]")).to_contain_text("Brouillon gardé, pas encore validé")
    if javascript:
        elsewhere.assert_accessible()
    for each in (seat, elsewhere):
        each.assert_no_fault()


def test_a_whole_quiz_asks_once_to_start_once_an_answer_and_once_for_the_result(take_seat: TakeSeat, site: Site):
    someone = made(site, choices=9)
    seat = take_seat()
    seat.sign_in_with_card(someone)
    expect(seat.page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    seat.go(someone["quiz"])
    page = seat.page
    expect(page.get_by_role("button", name="Commencer")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.get_by_role("button", name="Commencer").click()
    for _ in range(9):
        answer_choice(page, "Deux clics")
        page.get_by_role("link", name="Question suivante").click()
    page.locator("input#answer").fill("souris")
    page.get_by_role("button", name="Valider").click()
    page.get_by_role("link", name="Voir mon résultat").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("10 réponses justes sur 10")
    told = [each for each in asked if "/static/" not in each]
    assert len(told) <= 12, "\n".join(told)
    seat.assert_no_fault()


def cut(page: Page) -> None:
    page.context.set_offline(True)


def test_a_cut_line_says_so_and_everything_is_saved_when_it_is_back(
    take_seat: TakeSeat, site: Site, someone: dict[str, str]
):
    seat = take_seat()
    page = begin(seat, someone)
    cut(page)
    page.get_by_label("Deux clics").check()
    page.get_by_role("button", name="Valider").click()
    expect(page.locator("[data-state]")).to_have_text(
        "Pas encore enregistré – pas de réseau. Ne fermez pas cette page."
    )
    page.wait_for_timeout(3000)
    page.context.set_offline(False)
    expect(page.get_by_text("C’est juste").first).to_be_visible()
    assert answers_of(site, someone) == "[(0, ['b'])]"


def test_what_is_left_unvalidated_is_kept_after_five_seconds(take_seat: TakeSeat, someone: dict[str, str]):
    seat = take_seat()
    page = begin(seat, someone)
    page.get_by_label("Un clic").check()
    with page.expect_response(re.compile("/brouillon/")) as kept:
        pass
    assert kept.value.status == 204
    expect(page.locator("[data-state]")).to_have_text("Brouillon gardé, pas encore validé")
    page.reload()
    expect(page.get_by_label("Un clic")).to_be_checked()


def test_finishing_while_the_line_is_down_blanks_the_screen_and_waits_or_leaves(
    take_seat: TakeSeat, site: Site, someone: dict[str, str], keep_screenshot: Callable[[Page, str], None]
):
    seat = take_seat()
    page = begin(seat, someone)
    page.get_by_label("Deux clics").check()
    cut(page)
    page.get_by_role("button", name="Valider").click()
    expect(page.locator("[data-state]")).to_contain_text("Pas encore enregistré")
    page.get_by_role("button", name="J’ai fini").click()
    expect(page.get_by_text("n’est pas encore enregistrée")).to_be_visible()
    assert "Canarine" not in page.content()
    seat.assert_accessible()
    keep_screenshot(page, "not-saved")
    page.get_by_role("button", name="Attendre").click()
    expect(page.get_by_text("Nous attendons le réseau")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est fini", timeout=30_000)
    assert answers_of(site, someone) == "[(0, ['b'])]"


def test_leaving_without_what_is_not_saved_leaves_nothing_and_ends_the_session_later(
    take_seat: TakeSeat, site: Site, someone: dict[str, str]
):
    seat = take_seat()
    page = begin(seat, someone)
    page.get_by_label("Deux clics").check()
    cut(page)
    page.get_by_role("button", name="Valider").click()
    expect(page.locator("[data-state]")).to_contain_text("Pas encore enregistré")
    page.get_by_role("button", name="Changer de personne").click()
    page.get_by_role("button", name="Partir sans l’enregistrer").click()
    expect(page.get_by_text("L’écran ne montre plus rien de vous")).to_be_visible()
    assert "Canarine" not in page.content()
    page.context.set_offline(False)
    expect(page.get_by_label("Le code de la carte")).to_be_visible(timeout=30_000)
    assert answers_of(site, someone) == "[]"


@pytest.fixture
def watched(take_seat: TakeSeat, someone: dict[str, str]) -> Seat:
    """A seat whose page's clock is the test's, at the typed question, with half a word."""
    seat = take_seat()
    seat.page.clock.install()
    page = begin(seat, someone)
    page.evaluate(COUNT_TONES)
    page.get_by_label("Un clic").check()
    return seat


def test_nobody_there_is_said_a_minute_before_and_one_key_goes_on(
    watched: Seat, keep_screenshot: Callable[[Page, str], None]
):
    page = watched.page
    page.clock.fast_forward("09:05")
    warning = page.get_by_role("alertdialog", name="Êtes-vous encore là")
    expect(warning).to_be_visible()
    expect(page.get_by_role("button", name="C’est encore moi")).to_be_focused()
    assert page.evaluate("tones") == 1
    watched.assert_accessible()
    keep_screenshot(page, "still-there")
    page.keyboard.press("a")
    expect(warning).to_be_hidden()
    expect(page.get_by_label("Un clic")).to_be_checked()
    watched.assert_no_fault()


def test_at_the_end_the_session_is_frozen_and_the_digits_find_the_same_half_typed_answer(
    watched: Seat, keep_screenshot: Callable[[Page, str], None]
):
    page = watched.page
    page.clock.fast_forward("09:05")
    page.clock.fast_forward("01:05")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vous étiez en train de travailler ici")
    assert "Canarine" not in page.content()
    watched.assert_accessible()
    keep_screenshot(page, "locked")
    page.get_by_label("4 chiffres").fill("2075")
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator("h1.step")).to_contain_text("Question 1")
    expect(page.get_by_label("Un clic")).to_be_checked()
    expect(page.locator("[data-state]")).to_contain_text("Brouillon gardé")


END_ALL = "from django.contrib.sessions.models import Session; Session.objects.all().delete()"


@pytest.mark.parametrize("same", [True, False])
def test_a_session_that_ended_during_a_cut_is_opened_again_by_the_same_person_only(
    take_seat: TakeSeat, site: Site, someone: dict[str, str], same: bool
):
    seat = take_seat()
    page = begin(seat, someone)
    cut(page)
    page.get_by_label("Deux clics").check()
    page.get_by_role("button", name="Valider").click()
    expect(page.locator("[data-state]")).to_contain_text("Pas encore enregistré")
    site.python(END_ALL)
    page.context.set_offline(False)
    card = someone if same else CARDS["Ousmane E."]
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Le code de la carte")).to_be_visible(timeout=30_000)
    expect(page.locator("h1.step")).to_be_hidden()
    dialog.get_by_label("Le code de la carte").fill(card["card"])
    dialog.get_by_label("4 chiffres").fill(card["pin"])
    dialog.get_by_role("button", name="Entrer").click()
    if same:
        expect(page.get_by_text("C’est juste").first).to_be_visible()
        assert answers_of(site, someone) == "[(0, ['b'])]"
    else:
        expect(page.get_by_role("heading", level=1)).to_contain_text("Ousmane")
        assert answers_of(site, someone) == "[]"

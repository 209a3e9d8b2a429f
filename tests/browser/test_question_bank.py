"""A trainer's afternoon in the bank: questions put in order, a file brought in, a draw, a wrong question corrected.

The pictures of docs/questions-en-images.md are taken on the way: `GUIDE_PICTURES=1` writes them again.
"""

import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Seat, Site
from tests.browser.guide import take_picture

TakeSeat = Callable[..., Seat]

# A small group of their trainer, a quiz whose second question has a wrong key, and who answered what.
_MAKE = """
import json, uuid
from django.utils import timezone
from assessments.attempts.services import submit_attempt
from assessments.bank.content import Choice, choice_content, true_false_content
from assessments.bank.services import create_item
from assessments.quizzes.services import answer_question, begin_quiz, create_quiz
from assessments.bank.models import ItemVersion
from lms.accounts.models import User
from lms.cohorts.services import add_people, create_cohort, create_learner
from lms.structures.models import Structure
now = timezone.now()
place = Structure.objects.get(memberships__user__username="karim", memberships__role="trainer")
karim = User.objects.get(username="karim")
people = [create_learner(first_name=first, last_name=last, structure=place, by=karim, now=now)
          for first, last in (("Inès", "Morel"), ("Paulo", "Reis"), ("Halima", "Said"))]
add_people(cohort=create_cohort(name=f"Atelier {now:%H:%M:%S}", structure=place, by=karim, now=now), learners=people,
           by=karim, now=now)
close = create_item(structure=place, title="Fermer une fenêtre", by=karim, now=now,
    content=true_false_content(prompt="La croix ferme la fenêtre.", answer=True))
copy = create_item(structure=place, title="Copier au clavier", by=karim, now=now, content=choice_content(
    prompt="Quelles touches copient un texte ?", choices=[Choice(text="Ctrl et V", correct=True),
    Choice(text="Ctrl et C"), Choice(text="Alt et F4")], multiple=False))
quiz = create_quiz(structure=place, title="Clavier et fenêtres", by=karim, now=now, pass_mark=60,
                   items=[close, copy])
for person, place in zip(people, (1, 1, 0)):
    attempt = begin_quiz(user=person, quiz=quiz, context=uuid.uuid4(), now=now, seed=1)
    asked = [ItemVersion.objects.get(pk=pk) for pk in attempt.plan]
    for slot, answer in enumerate([True, [asked[1].body["choices"][place]["id"]]]):
        answer_question(quiz=quiz, attempt=attempt, version=asked[slot], slot=slot, answer=answer,
            submission=uuid.uuid4(), now=now)
    submit_attempt(attempt=attempt, now=now)
print("TOLD" + json.dumps({"copy": str(copy.uuid), "quiz": str(quiz.activity.uuid)}))
"""

AT = time.strftime("%H h %M")  # not the same questions at each run: the bank knows what it has
GIFT = f"""// trois questions, dont une qui ne peut pas entrer
$CATEGORY: Clavier/Raccourcis

::Coller ({AT}):: Quelles touches collent un texte ? {{=Ctrl et V#Oui. ~Ctrl et C#Ctrl et C copie.}}

::Annuler ({AT}):: Après avoir collé, Ctrl et Z annule. {{T}}

::Sans réponse juste:: Que fait F5 ? {{~Rien ~Tout}}
"""


@pytest.fixture(scope="module")
def class_(site: Site) -> dict[str, str]:
    """The addresses of what was made for this afternoon."""
    made: dict[str, str] = json.loads(site.python(_MAKE).rsplit("TOLD", 1)[1])
    return made


@pytest.fixture
def trainer(site: Site, take_seat: TakeSeat) -> Seat:
    seat = take_seat()
    seat.sign_in_as_staff(site.accounts["trainer"])
    expect(seat.page.get_by_role("heading", level=1)).to_be_visible()
    return seat


def test_a_file_of_questions_is_read_then_brought_in(trainer: Seat) -> None:
    page = trainer.page
    trainer.go("/admin/questions/importer/")
    trainer.assert_accessible()
    page.locator("input[type=file]").set_input_files(
        {"name": "clavier.gift", "mimeType": "text/plain", "buffer": GIFT.encode()}
    )
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_role("heading", name="2 questions entreraient")).to_be_visible()
    expect(page.get_by_text("clavier.gift, ligne")).to_be_visible()
    trainer.assert_accessible()
    take_picture(page, "importer")
    page.get_by_role("button", name="Importer 2 questions").click()
    expect(page.get_by_text("2 questions")).to_be_visible()
    trainer.go(f"/admin/questions/?q={AT}")
    expect(page.get_by_role("link", name=f"Coller ({AT})", exact=True)).to_be_visible()
    trainer.assert_accessible()
    trainer.assert_no_fault()


def test_the_bank_is_searched_and_a_question_is_written_where_it_belongs(trainer: Seat) -> None:
    page = trainer.page
    trainer.go("/admin/questions/")
    trainer.assert_accessible()
    take_picture(page, "banque")
    page.get_by_text("Écrire une question").click()
    page.get_by_role("link", name="paires à associer").click()
    page.get_by_label("Titre").fill("À quoi sert quoi")
    page.get_by_role("textbox", name="Question", exact=True).fill("Avec quoi fait-on quoi ?")
    trainer.assert_accessible()
    take_picture(page, "ecrire")
    trainer.assert_no_fault()


def test_a_wrong_question_is_corrected_with_all_that_follows_then_put_back(
    trainer: Seat, class_: dict[str, str]
) -> None:
    page = trainer.page
    trainer.go(f"/admin/questions/{class_['copy']}/")
    page.get_by_role("link", name="Corriger cette question").click()
    expect(page.get_by_text("3 personnes ont répondu à cette version")).to_be_visible()
    page.get_by_role("group", name="Choix 1").get_by_role("checkbox").first.uncheck()
    page.get_by_role("group", name="Choix 2").get_by_role("checkbox").first.check()
    page.locator("[name=correction-kind]").first.check()
    page.locator("[name=correction-explanation]").fill("Ctrl et C copie ; Ctrl et V colle.")
    trainer.assert_accessible()
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.get_by_text("2 personnes gagnent")).to_be_visible()
    expect(page.get_by_text("1 personne perd")).to_be_visible()
    trainer.assert_accessible()
    foreseen = page.locator("section", has=page.get_by_role("heading", name="Ce qui changerait"))
    take_picture(foreseen, "ce-qui-changerait")
    page.get_by_role("button", name="Appliquer la correction").click()
    applied = page.get_by_role("button", name="Annuler la correction")
    _wait_for_the_work(trainer, applied)
    expect(page.get_by_text("Inès Morel")).to_be_visible()
    trainer.assert_accessible()
    take_picture(page, "correction")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Imprimer les lettres").click()
    letters = opened.value
    expect(letters.get_by_text("Paulo Reis").first).to_be_visible()
    letters.close()
    applied.click()
    _wait_for_the_work(trainer, page.get_by_role("link", name="Corriger cette question"))
    trainer.assert_no_fault()


def _wait_for_the_work(seat: Seat, sign: Locator) -> None:
    """The page says where the work is each time it is opened."""
    for _look in range(60):
        if sign.count():
            break
        seat.page.wait_for_timeout(500)
        seat.page.reload()
    expect(sign).to_be_visible()


def test_a_quiz_draws_its_questions(trainer: Seat, class_: dict[str, str]) -> None:
    page = trainer.page
    trainer.go(f"/admin/quiz/{class_['quiz']}/")
    trainer.assert_accessible()
    draws = page.locator("section", has=page.get_by_role("heading", name="Questions tirées au hasard"))
    take_picture(draws, "tirages")
    row = draws.locator("tbody tr").first
    row.locator("input").nth(0).fill("3")
    row.locator("input").nth(1).fill("500")
    page.get_by_role("button", name="Enregistrer le quiz").click()
    expect(draws.locator(".error-message, .errorlist").first).to_be_visible()
    row.locator("input").nth(1).fill("2")
    page.get_by_role("button", name="Enregistrer le quiz").click()
    expect(page.get_by_text("Le quiz est enregistré")).to_be_visible()
    trainer.assert_no_fault()

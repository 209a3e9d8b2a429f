"""A wrong question corrected from the studio: what would change, the correction, its letters, its undoing."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.attempts.corrections import Correction
from assessments.attempts.models import Outcome
from assessments.bank.forms import initial_of
from cms.authoring.services import open_studio_for
from lms.jobs.models import Job
from lms.structures.models import Role
from tests.courses.corrections.conftest import WORDS, Class, group, work
from tests.courses.corrections.test_following import BOTH, LOSES, everything
from tests.factories.pages import member, studio

__all__ = ["group"]
pytestmark = pytest.mark.django_db


def _staff(group: Class, role: Role, client: Client) -> None:
    open_studio_for(group.structure)
    client.force_login(member(group.structure, role))


@pytest.fixture
def desk(group: Class, client: Client) -> Client:
    _staff(group, Role.TRAINER, client)
    return client


def typed(group: Class, **changes: Any) -> dict[str, Any]:
    """What the page's form sends, once « a » is ticked in place of « b »."""
    shown = {name: value for name, value in initial_of(group.version).items() if value not in (False, None, [])}
    del shown["choice_1_correct"]
    shown |= {"choice_0_correct": "on", "correction-kind": "key", "correction-explanation": WORDS}
    return {name: value for name, value in (shown | changes).items() if value is not None}


def address(group: Class) -> str:
    return reverse("studio_item_correct", args=[group.version.item.uuid])


def plain(page: Any) -> str:
    return re.sub(r"\s+", " ", page.content.decode().replace("\u202f", " ").replace("\u00a0", " "))


def test_the_page_of_an_answered_question_leads_to_its_correction(group: Class, desk: Client) -> None:
    question = reverse("studio_item", args=[group.version.item.uuid])
    assert "Corriger cette question" not in plain(desk.get(question))
    assert desk.get(address(group)).status_code == 302
    group.takes(BOTH)
    assert "Corriger cette question" in plain(desk.get(question))
    assert "1 personne a répondu à cette version" in plain(desk.get(address(group)))


def test_what_would_change_is_shown_in_words_and_nothing_is_written(group: Class, desk: Client) -> None:
    gains = group.takes(BOTH).user
    group.takes(LOSES)
    before = everything()
    page = plain(desk.post(address(group), typed(group)))
    assert "1 personne gagne" in page
    assert "1 personne perd" in page
    assert str(gains) in page
    assert "Appliquer la correction" in page
    assert everything() == before
    assert not Correction.objects.exists()


def test_a_correction_is_applied_followed_printed_and_undone(group: Class, desk: Client) -> None:
    person = group.takes(BOTH).user
    before = everything()
    there = desk.post(address(group), typed(group, apply="1"))["Location"]
    assert "en cours d’application" in plain(desk.get(there))
    work()
    assert Outcome.objects.get().success
    assert str(person) in plain(desk.get(there))
    letter = plain(desk.get(reverse("studio_correction_letters", args=[Correction.objects.get().uuid])))
    assert "votre résultat passe de 33 % à 67 %" in letter
    assert "Un clic" in letter
    desk.post(reverse("studio_correction_undo", args=[Correction.objects.get().uuid]))
    work()
    assert everything() == before
    assert "annulée" in plain(desk.get(there))


def test_a_question_that_counts_for_nobody_needs_no_other_answers(group: Class, desk: Client) -> None:
    group.takes(BOTH)
    sent = {"correction-kind": "neutral", "correction-explanation": WORDS, "apply": "1"}
    assert desk.post(address(group), sent).status_code == 302
    assert Correction.objects.get().kind == Correction.Kind.NEUTRAL
    assert desk.get(address(group))["Location"] == reverse("studio_correction", args=[Correction.objects.get().uuid])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"correction-explanation": ""}, "Dites pourquoi, en une phrase</a>"),
        ({"choice_0_text": "Trois clics"}, "Changez seulement les bonnes réponses"),
        ({"choice_0_correct": None}, "bonne réponse"),
        ({"choice_0_correct": None, "choice_1_correct": "on", "apply": "1"}, "rien ne changerait"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    group: Class, desk: Client, changes: dict[str, Any], said: str
) -> None:
    group.takes(BOTH)
    answer = desk.post(address(group), typed(group, **changes))
    assert answer.status_code == 422
    assert said in plain(answer)
    if "correction-explanation" not in changes:
        assert "La bonne réponse est « Un clic »" in plain(answer)
    assert not Correction.objects.exists()


def test_work_that_stopped_is_said_and_goes_on(group: Class, desk: Client) -> None:
    group.takes(BOTH)
    there = desk.post(address(group), typed(group, apply="1"))["Location"]
    Job.objects.filter(kind="corrections.follow").update(state=Job.State.FAILED)
    assert "s’est arrêté avant la fin" in plain(desk.get(there))
    desk.post(reverse("studio_correction_go_on", args=[Correction.objects.get().uuid]))
    work()
    assert Correction.objects.get().state == Correction.State.APPLIED


def test_corrections_do_not_exist_for_authors_nor_for_others(group: Class, client: Client) -> None:
    group.takes(BOTH)
    correction = group.corrects()
    pages = [address(group)] + [
        reverse(name, args=[correction.uuid]) for name in ("studio_correction", "studio_correction_letters")
    ]
    _staff(group, Role.AUTHOR_EDITOR, client)
    assert {client.get(page).status_code for page in pages} == {404}
    group.structure = studio("ailleurs").structure
    _staff(group, Role.TRAINER, client)
    assert {client.get(page).status_code for page in pages} == {404}
    assert client.post(reverse("studio_correction_undo", args=[correction.uuid])).status_code == 404


def test_a_correction_leaves_hints_and_words_to_everybody_as_they_were(group: Class, desk: Client) -> None:
    """The page does not show them: what it does not send is not taken away."""
    version = group.version
    version.body["hints"] = [25]
    version.save()
    version.answer_key.key |= {"hints": ["Regardez la souris."], "general": "Retenez-le."}
    version.answer_key.save()
    group.takes(BOTH)
    sent = {name: value for name, value in typed(group).items() if not name.startswith(("hint_", "general"))}
    desk.post(address(group), sent | {"apply": "1"})
    after = Correction.objects.get().key_after
    assert (after["hints"], after["general"]) == (["Regardez la souris."], "Retenez-le.")

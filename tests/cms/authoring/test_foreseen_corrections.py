"""A question that many people answered: what its correction would change is worked out beside the page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.attempts.corrections import Correction
from courses.corrections import foresight
from courses.corrections.models import FORESEE, Foresight
from lms.jobs.models import Job
from lms.structures.models import Role
from tests.cms.authoring.test_corrections import _staff, address, desk, plain, typed
from tests.courses.corrections.conftest import WORDS, Class, group, work
from tests.courses.corrections.test_following import BOTH, LOSES, everything
from tests.factories.pages import studio

__all__ = ["desk", "group"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foresight, "AT_ONCE", 1)


@pytest.fixture
def there(group: Class, desk: Client) -> str:
    """The page of what would change, for two people: one gains, one loses."""
    group.takes(BOTH)
    group.takes(LOSES)
    work()
    return str(desk.post(address(group), typed(group))["Location"])


def test_the_page_says_that_it_is_being_worked_out_then_shows_it(group: Class, desk: Client, there: str) -> None:
    before = everything()
    page = plain(desk.get(there))
    assert "en train de calculer ce qui changerait" in page
    assert f'href="{there}"' in page
    assert "Appliquer la correction" not in page
    Job.objects.filter(kind=FORESEE).update(progress_done=1, progress_total=2)
    assert "1 personne sur 2" in plain(desk.get(there))
    work()
    page = plain(desk.get(there))
    assert "1 personne gagne" in page
    assert "1 personne perd" in page
    assert str(Job.objects.get(kind=FORESEE).progress_done) == "2"
    assert "en train de calculer" not in page
    assert everything() == before


def test_what_was_typed_stands_there_and_can_be_applied(group: Class, desk: Client, there: str) -> None:
    work()
    page = desk.get(there).content.decode()
    assert WORDS in page.replace("\u00a0", " ").replace("&#x27;", "'")
    ticked = [tag for tag in re.findall(r'<input[^>]*name="choice_[^>]*>', page) if "checked" in tag]
    assert len(ticked) == 1
    assert "choice_0_correct" in ticked[0]
    assert f'action="{address(group)}?version=1"' in page
    desk.post(f"{address(group)}?version=1", typed(group, apply="1"))
    work()
    assert Correction.objects.get().state == Correction.State.APPLIED
    assert desk.get(there)["Location"] == reverse("studio_correction", args=[Correction.objects.get().uuid])


def test_a_question_that_few_people_answered_is_looked_at_at_once(
    group: Class, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foresight, "AT_ONCE", 300)
    group.takes(BOTH)
    assert "1 personne gagne" in plain(desk.post(address(group), typed(group)))
    assert not Foresight.objects.exists()


def test_old_figures_are_said_to_be_old_and_looked_at_again(group: Class, desk: Client, there: str) -> None:
    work()
    assert "ont peut-être changé" not in plain(desk.get(there))
    group.takes(LOSES)
    work()
    assert "ont peut-être changé" in plain(desk.get(there))
    again = desk.post(address(group), typed(group))["Location"]
    work()
    assert "2 personnes perdent" in plain(desk.get(again))
    assert "plus gardé ici" in plain(desk.get(there, follow=True))


def test_work_that_stopped_is_said(desk: Client, there: str) -> None:
    Job.objects.filter(kind=FORESEE).update(state=Job.State.FAILED)
    assert "s’est arrêté avant la fin" in plain(desk.get(there))


def test_it_exists_for_whoever_asked_and_may_correct(group: Class, client: Client, there: str) -> None:
    work()
    _staff(group, Role.TRAINER, client)
    page = client.get(there)
    assert page.status_code == 302
    assert "1 personne gagne" not in plain(client.get(there, follow=True))
    _staff(group, Role.AUTHOR_EDITOR, client)
    assert client.get(there).status_code == 404
    group.structure = studio("ailleurs").structure
    _staff(group, Role.TRAINER, client)
    assert client.get(there).status_code == 404

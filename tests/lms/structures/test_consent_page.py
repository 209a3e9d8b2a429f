"""« Qui peut voir mon parcours », without JavaScript."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lms.journal.services import record_refusal, record_view
from lms.structures.models import Structure, Support
from tests.doors import enter, enter_as_staff
from tests.factories.people import StructureFactory, SupportFactory, counsellor, learner

pytestmark = pytest.mark.django_db
PAGE = "/qui-peut-voir-mon-parcours/"


@pytest.fixture
def here() -> Structure:
    return StructureFactory.create()


def _fields(counsellor_id: int, **changes: Any) -> dict[str, Any]:
    until = timezone.localdate() + datetime.timedelta(days=90)
    return {"counsellor": counsellor_id, "scope": "progress", "until": until.isoformat()} | changes


def test_a_learner_gives_sees_and_ends_consent(client: Client, here: Structure) -> None:
    someone, nadia = learner(here), counsellor(here, first_name="Nadia", last_name="B.")
    enter(client, someone)
    assert "Nadia B." in client.get(PAGE).content.decode()
    client.post(PAGE, _fields(nadia.pk))
    support = Support.objects.get()
    page = client.get(PAGE).content.decode()
    assert "Votre accord est gardé" in page
    assert "Jusqu’au" in page
    client.post(f"{PAGE}{support.uuid}/fin/")
    support.refresh_from_db()
    assert support.withdrawn_at is not None
    assert "Vous n’avez donné aucun accord" in client.get(PAGE).content.decode()


def test_only_counsellors_of_the_learners_structure_are_offered(client: Client, here: Structure) -> None:
    elsewhere = counsellor(first_name="Ailleurs")
    enter(client, learner(here))
    assert "Ailleurs" not in client.get(PAGE).content.decode()
    response = client.post(PAGE, _fields(elsewhere.pk))
    assert response.status_code == 422
    assert not Support.objects.exists()


def test_a_day_too_far_is_refused_and_what_was_chosen_stays(client: Client, here: Structure) -> None:
    nadia = counsellor(here)
    enter(client, learner(here))
    response = client.post(PAGE, _fields(nadia.pk, until="2099-01-01"))
    page = response.content.decode()
    assert response.status_code == 422
    assert "dans un an" in page
    assert "2099-01-01" in page
    assert "checked" in page


def test_a_learner_cannot_end_anothers_consent(client: Client, here: Structure) -> None:
    theirs = SupportFactory.create(learner=learner(here), counsellor=counsellor(here))
    enter(client, learner(here))
    assert client.post(f"{PAGE}{theirs.uuid}/fin/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.withdrawn_at is None


def test_consent_is_not_ended_by_reading(client: Client, here: Structure) -> None:
    someone = learner(here)
    support = SupportFactory.create(learner=someone, counsellor=counsellor(here))
    enter(client, someone)
    assert client.get(f"{PAGE}{support.uuid}/fin/").status_code == 405


def test_the_page_shows_who_looked_and_not_what_was_refused(client: Client, here: Structure) -> None:
    someone = learner(here)
    saw, refused = counsellor(here, first_name="Nadia"), counsellor(here, first_name="Bruno")
    Support.objects.all().delete()
    now = timezone.now()
    record_view(verb="caseload.viewed", now=now, by=saw, subject=someone)
    record_refusal(verb="caseload.refused", now=now, by=refused, subject=someone, reason="no consent")
    enter(client, someone)
    looks = client.get(PAGE).content.decode().split("Qui a regardé mon parcours")[1]
    assert "Nadia" in looks
    assert "Bruno" not in looks


def test_the_page_is_for_learners(client: Client, here: Structure) -> None:
    enter_as_staff(client, counsellor(here))
    assert client.get(PAGE).status_code == 404


def test_the_page_costs_the_same_whatever_was_given_and_seen(
    client: Client, here: Structure, assert_sql_budget: Any
) -> None:
    someone = learner(here)
    enter(client, someone)
    for _other in range(8):
        SupportFactory.create(learner=someone, counsellor=counsellor(here))
        record_view(verb="caseload.viewed", now=timezone.now(), by=counsellor(here), subject=someone)
    assert_sql_budget(8, client.get, PAGE)

"""The trainer's desk, as Karim uses it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.accounts.models import User
from lms.cohorts.models import ClassSession
from lms.cohorts.queries import people_of
from lms.signin.models import Card
from tests.factories.people import CohortFactory, CohortMembershipFactory, learner, trainer

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return CohortFactory.create()


@pytest.fixture
def karim(group, client: Client) -> User:
    user = trainer(group.structure)
    client.force_login(user)
    return user


def test_the_first_pin_is_shown_once_and_the_learner_is_there(karim, client: Client):
    answer = client.post(
        reverse("learner_new"),
        {"first_name": "Fatima", "last_name": "B.", "structure": karim.memberships.get().structure_id},
    )
    assert re.search(r"<strong>\d{4}</strong>", answer.content.decode())
    assert "Fatima B." in client.get(reverse("learners")).content.decode()


def test_a_missing_name_is_asked_for_and_what_was_typed_stays(karim, client: Client):
    answer = client.post(
        reverse("learner_new"),
        {"first_name": "Fatima", "last_name": "", "structure": karim.memberships.get().structure_id},
    )
    assert answer.status_code == 422
    assert 'value="Fatima"' in answer.content.decode()


def test_a_list_is_looked_at_first_and_written_after_the_confirmation(karim, client: Client):
    file = SimpleUploadedFile("liste.csv", "prénom;nom\nAmina;B.\n;C.\n".encode())
    place = karim.memberships.get().structure_id
    look = client.post(reverse("learners_import"), {"file": file, "structure": place})
    assert "Le prénom manque" in look.content.decode()
    assert not User.objects.filter(first_name="Amina").exists()
    done = client.post(reverse("learners_import"), {"text": look.context["text"], "structure": place, "confirm": "1"})
    assert User.objects.filter(first_name="Amina").count() == 1
    assert "Amina B." in done.content.decode()


def test_the_same_list_sent_twice_creates_nobody_twice(karim, client: Client):
    data = {
        "text": "prénom;nom\nAmina;B.\n", "structure": karim.memberships.get().structure_id, "confirm": "1"
    }  # fmt: skip
    client.post(reverse("learners_import"), data)
    client.post(reverse("learners_import"), data)
    assert User.objects.filter(first_name="Amina").count() == 1


def test_a_file_that_is_no_list_gets_a_clear_message(karim, client: Client):
    file = SimpleUploadedFile("liste.csv", b"\x00\x01\x02")
    answer = client.post(reverse("learners_import"), {"file": file, "structure": karim.memberships.get().structure_id})
    assert answer.status_code == 422
    assert "n’est pas du texte" in answer.content.decode()


def test_each_print_makes_a_new_code_and_ends_the_old_card(karim, group, client: Client):
    fatima = learner(group.structure)
    first = client.post(reverse("cards_print"), {"people": [fatima.uuid]})
    second = client.post(reverse("cards_print"), {"people": [fatima.uuid]})
    codes = [re.findall(r'class="code">([^<]+)<', page.content.decode()) for page in (first, second)]
    assert len(codes[0]) == 1
    assert codes[0] != codes[1]
    assert Card.objects.filter(user=fatima, revoked_at=None).count() == 1
    assert "no-store" in first.headers["Cache-Control"]


def test_cards_of_another_place_are_not_printed(karim, client: Client):
    stranger = learner()
    client.post(reverse("cards_print"), {"people": [stranger.uuid]})
    assert not Card.objects.filter(user=stranger).exists()


def test_a_pin_is_reset_in_two_clicks(karim, group, client: Client):
    fatima = learner(group.structure)
    page = client.get(reverse("pin_reset", args=[fatima.uuid]))
    assert "secret" not in page.context or not page.context["pin"]
    done = client.post(reverse("pin_reset", args=[fatima.uuid]))
    assert re.fullmatch(r"\d{4}", done.context["pin"])


def test_a_group_is_filled_and_its_session_opened_and_closed(karim, group, client: Client):
    fatima = learner(group.structure)
    client.post(reverse("cohort_add", args=[group.uuid]), {"people": [fatima.uuid]})
    assert list(people_of(group)) == [fatima]
    client.post(reverse("session_open", args=[group.uuid]))
    assert ClassSession.objects.filter(cohort=group, closed_at=None).exists()
    assert "Ouverte depuis" in client.get(reverse("cohort", args=[group.uuid])).content.decode()
    client.post(reverse("session_close", args=[group.uuid]))
    assert not ClassSession.objects.filter(cohort=group, closed_at=None).exists()


def test_a_group_of_another_place_does_not_exist(karim, client: Client):
    other = CohortFactory.create()
    for name in ("cohort", "cohort_add"):
        assert client.get(reverse(name, args=[other.uuid])).status_code == 404
    for name in ("session_open", "session_close", "cohort_remove"):
        assert client.post(reverse(name, args=[other.uuid])).status_code == 404


@pytest.mark.parametrize("name", ["cohort_add", "cohort_remove", "session_open"])
def test_an_archived_group_is_no_longer_changed(name: str, karim, group, client: Client):
    group.archived_at = timezone.now()
    group.save()
    assert client.post(reverse(name, args=[group.uuid])).status_code == 404
    assert not ClassSession.objects.filter(cohort=group).exists()


@pytest.mark.parametrize("name", ["cohorts", "learners", "learner_new", "learners_import", "cohort_new"])
def test_a_learner_has_no_desk(name: str, client: Client):
    client.force_login(learner())
    assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("people", [3, 30])
def test_the_group_page_asks_the_same_few_queries_whatever_its_size(
    people: int, karim, group, client: Client, assert_sql_budget
):
    for _ in range(people):
        CohortMembershipFactory.create(cohort=group, learner=learner(group.structure))
    client.get(reverse("cohorts"))
    assert_sql_budget(7, client.get, reverse("cohort", args=[group.uuid]))
    assert_sql_budget(5, client.get, reverse("learners"))

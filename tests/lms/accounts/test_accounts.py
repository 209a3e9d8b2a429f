"""Accounts, links and settings."""

import datetime
import random

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from lms.accounts import services
from lms.accounts.models import User
from lms.journal.models import Entry
from tests.doors import enter
from tests.factories.people import UserFactory, learner

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)


def test_a_learner_needs_neither_e_mail_nor_password() -> None:
    someone = services.create_learner(first_name=" Fatima ", last_name="", by=None, now=NOW)
    assert someone.email == ""
    assert someone.first_name == "Fatima"
    assert not someone.has_usable_password()
    assert Entry.objects.about(someone.pk).get().verb == "account.created"


def test_two_learners_of_the_same_name_have_different_user_names() -> None:
    one, two = (services.create_learner(first_name="Ana", last_name="L.", by=None, now=NOW) for _time in range(2))
    assert one.username != two.username


def test_the_same_seed_gives_the_same_user_name() -> None:
    first = services.create_learner(first_name="A", last_name="B", by=None, now=NOW, choice=random.Random(1).choice)
    name = first.username
    first.delete()
    again = services.create_learner(first_name="A", last_name="B", by=None, now=NOW, choice=random.Random(1).choice)
    assert again.username == name


def test_two_people_may_have_no_address_and_never_the_same_one() -> None:
    for number in range(2):
        services.create_staff_account(username=f"p{number}", first_name="A", last_name="B", by=None, now=NOW)
    services.create_staff_account(username="c", first_name="A", last_name="B", email="C@example.org", by=None, now=NOW)
    with pytest.raises(ValidationError):
        services.create_staff_account(
            username="d", first_name="A", last_name="B", email="c@example.org", by=None, now=NOW
        )


def test_a_link_works_for_seven_days(client: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        link = services.issue_password_link(user=UserFactory.create(), by=None, now=NOW).partition("8000")[2]
        clock.shift(datetime.timedelta(days=6, hours=23))
        client.get(link)
        assert client.get("/connexion/lien/").status_code == 200
        clock.shift(datetime.timedelta(hours=2))
        assert client.get("/connexion/lien/").status_code == 410


@pytest.mark.parametrize("uid", ["MQ", "zz", "é", "OTk5OTk5"])
def test_a_link_that_nobody_made_opens_nothing(client: Client, uid: str) -> None:
    client.get(f"/connexion/lien/{uid}/abc-def/")
    assert client.get("/connexion/lien/").status_code == 410


def test_without_a_link_there_is_no_password_page(client: Client) -> None:
    assert client.get("/connexion/lien/").status_code == 404


def test_the_token_does_not_stay_in_the_address(client: Client) -> None:
    link = services.issue_password_link(user=UserFactory.create(), by=None, now=NOW).partition("8000")[2]
    response = client.get(link)
    assert response.status_code == 302
    assert response.url == "/connexion/lien/"


def test_settings_are_kept_on_the_person_and_apply_at_once(client: Client) -> None:
    someone = learner()
    enter(client, someone)
    client.post("/mes-reglages/", {"text_size": "large", "contrast": "more", "language": "en"})
    someone.refresh_from_db()
    assert someone.display == {"text_size": "large", "contrast": "more"}
    assert someone.language == "en"
    page = client.get("/mes-reglages/").content.decode()
    assert '<html lang="en"' in page
    assert "My settings" in page


def test_settings_follow_the_person_to_another_seat(client: Client) -> None:
    someone = learner(language="en")
    enter(client, someone)
    assert client.get("/mes-reglages/").headers["Content-Language"] == "en"
    client.post("/fini/")
    assert client.get("/entrer/").headers["Content-Language"] == "fr"


def test_a_setting_that_does_not_exist_is_refused(client: Client) -> None:
    someone = learner()
    enter(client, someone)
    assert client.post("/mes-reglages/", {"text_size": "huge", "language": "fr"}).status_code == 422
    assert User.objects.get(pk=someone.pk).display == {}


def test_settings_are_in_the_first_byte_at_another_seat() -> None:
    """The first page after the card carries them as attributes of <html>, before any script."""
    someone = learner()
    here, elsewhere = Client(), Client()
    enter(here, someone)
    chosen = {"text_size": "largest", "contrast": "black", "spacing": "wide", "sound": "off", "view": "simple"}
    here.post("/mes-reglages/", chosen | {"language": "fr"})
    enter(elsewhere, someone)
    head = elsewhere.get("/mes-reglages/").content.decode().partition("<head")[0]
    for name, value in chosen.items():
        assert f'data-{name.replace("_", "-")}="{value}"' in head


def test_one_button_goes_back_to_the_usual_settings(client: Client) -> None:
    someone = learner()
    enter(client, someone)
    client.post("/mes-reglages/", {"text_size": "large", "sound": "off", "language": "en"})
    assert client.post("/mes-reglages/", {"usual": "1"}).status_code == 302
    someone.refresh_from_db()
    assert someone.display == {}
    assert someone.language == "en"  # whoever reads English goes on reading English

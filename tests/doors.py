"""Signing in as people do, through the real doors."""

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils import timezone

from lms.accounts.models import User
from lms.signin.services import issue_card, set_pin

PIN = "2075"
PASSWORD = "une phrase longue et sans rapport"
FORM = "f0123456789ab"


@dataclass(frozen=True)
class Card:
    """What a learner holds in the hand and in mind."""

    code: str
    token: str
    pin: str = PIN


def card_of(person: User) -> Card:
    """A card just printed for the person, whose PIN is `PIN`."""
    now = timezone.now()
    set_pin(user=person, pin=PIN, by=None, now=now)
    issued = issue_card(user=person, by=None, now=now)
    return Card(code=issued.code, token=issued.token)


def show_card(client: Client, *, code: str = "", pin: str = PIN, token: str = "", where: str = "/aide/") -> Any:
    """Post the learners' door, as the page's form does."""
    fields = {f"{FORM}-code": code, f"{FORM}-pin": pin, f"{FORM}-token": token}
    return client.post("/entrer/", fields | {"form": FORM, "next": where})


def enter(client: Client, person: User) -> None:
    """Sign a learner in with a new card."""
    response = show_card(client, code=card_of(person).code)
    assert response.status_code == 302, response.content.decode()


def enter_as_staff(client: Client, person: User) -> Any:
    """Sign a member of staff in with a password."""
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return client.post("/connexion/equipe/", {"login": person.username, "password": PASSWORD})

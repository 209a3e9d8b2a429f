"""What the tests of the player do as a page would: begin, report, save."""

import json
import uuid
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lms.accounts.models import User
from tests.assessments.h5p.conftest import Exercise


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, address: str, body: object, method: str = "post") -> HttpResponse:
    data = body if isinstance(body, str) else json.dumps(body)
    return getattr(client, method)(address, data, content_type="application/json")


def play(client: Client, exercise: Exercise, lesson: uuid.UUID | None = None) -> HttpResponse:
    address = reverse("h5p_play", args=[exercise.content.activity.uuid])
    return post(client, address, {"context": str(lesson or exercise.lesson)})


def statement(
    raw: float | None = 2, maximum: float = 2, *, verb: str = "answered", part: str = "", **result: Any
) -> dict[str, Any]:
    """A statement as H5P's core makes it."""
    about = "http://testserver/h5p/x" + (f"?subContentId={part}" if part else "")
    scored = {} if raw is None else {"score": {"min": 0, "max": maximum, "raw": raw, "scaled": 77}}
    return {
        "actor": {"name": "–", "mbox": "mailto:personne@invalid", "objectType": "Agent"},
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
        "object": {"id": about, "objectType": "Activity"},
        "context": {"contextActivities": {"parent": [{"id": "x"}]} if part else {}},
        "result": scored | result,
    }


def send(
    client: Client, played: dict[str, Any], *statements: dict[str, Any], key: uuid.UUID | None = None
) -> HttpResponse:
    listed = [{"key": str(key or uuid.uuid4()), "statement": each} for each in statements]
    return post(client, played["statements"], {"statements": listed})

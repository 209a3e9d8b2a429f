"""Unfinished work, kept to go on from any seat."""

import uuid
from typing import Any

import pytest
from django.utils import timezone

from assessments.h5p import services
from assessments.h5p.models import H5PState
from lms.accounts.models import User
from tests.assessments.h5p.conftest import Exercise
from tests.assessments.h5p.pages import play, post, send, signed_in, statement
from tests.factories.h5p import h5p_package
from tests.factories.people import trainer

pytestmark = pytest.mark.django_db


def test_work_is_resumed_from_what_was_saved(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    saved = {"type": "state", "part": "0", "version": 1, "value": '{"answer":"right"}'}
    assert post(client, played["state"], saved, "put").status_code == 204
    assert post(client, played["state"], saved | {"value": '{"answer":"wrong"}'}, "put").status_code == 204
    part = str(uuid.uuid4())
    assert post(client, played["state"], saved | {"part": part}, "put").status_code == 204

    again = play(signed_in(pupil), exercise).json()
    states = again["integration"]["contents"]["cid-1"]["contentUserData"]
    assert states == {"0": {"state": '{"answer":"wrong"}'}, part: {"state": '{"answer":"right"}'}}


def test_a_finished_exercise_starts_again_from_nothing(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    saved = {"type": "state", "part": "0", "version": 1, "value": "{}"}
    post(client, played["state"], saved, "put")
    send(client, played, statement())
    assert post(client, played["state"], saved | {"value": '{"late":1}'}, "put").status_code == 204
    again = play(client, exercise).json()
    assert again["integration"]["contents"]["cid-1"]["contentUserData"] == {}
    assert not H5PState.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"type": "state", "part": "0", "version": 1, "value": "x" * 70_000}, 413),
        ({"type": "state", "part": "0", "version": 1, "value": 3}, 400),
        ({"type": "state", "part": "0\n", "version": 1, "value": "{}"}, 400),
        ({"type": "state", "part": "0", "version": 7, "value": "{}"}, 400),
        ({"type": "state", "part": "0", "version": 2**80, "value": "{}"}, 400),
        ({"type": "", "part": "0", "version": 1, "value": "{}"}, 400),
        ({"type": "s" * 61, "part": "0", "version": 1, "value": "{}"}, 400),
        ({"type": "state", "part": "p" * 65, "version": 1, "value": "{}"}, 400),
        ({"type": "state", "part": "0", "version": 1, "value": None}, 204),
    ],
)
def test_a_state_that_is_none_is_refused(exercise: Exercise, pupil: User, body: dict[str, Any], status: int) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    assert post(client, played["state"], body, "put").status_code == status
    assert not H5PState.objects.exists()


def test_the_state_of_an_earlier_version_is_left_aside(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    post(client, played["state"], {"type": "state", "part": "0", "version": 1, "value": "{}"}, "put")
    services.receive_package(
        file=h5p_package(),
        name="x.h5p",
        structure=exercise.structure,
        by=trainer(),
        now=timezone.now(),
        replaces=exercise.content,
    )
    again = play(client, exercise).json()
    assert again["integration"]["contents"]["cid-1"]["contentUserData"] == {}

"""Who may play an exercise, and what begins with it."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessments.attempts.models import Attempt, Outcome
from assessments.h5p.models import H5PContent
from lms.accounts.models import User
from tests.assessments.h5p.conftest import Exercise
from tests.assessments.h5p.pages import play, post, send, signed_in, statement
from tests.factories.h5p import FOLDER, h5p_json, h5p_package
from tests.factories.people import learner, trainer

pytestmark = pytest.mark.django_db


def test_a_learner_whose_lesson_holds_the_exercise_plays_it(exercise: Exercise, pupil: User) -> None:
    answer = play(signed_in(pupil), exercise)
    assert answer.status_code == 200
    data = answer.json()
    content = data["integration"]["contents"]["cid-1"]
    assert content["library"] == "Declic.Card 1.2"
    assert json.loads(content["jsonContent"])["labels"]["right"] == "Juste"
    attempt = Attempt.objects.get()
    assert (attempt.user, attempt.context, attempt.state) == (pupil, exercise.lesson, "open")
    assert pupil.first_name not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"


def test_the_same_attempt_goes_on_when_the_page_is_opened_again(exercise: Exercise, pupil: User) -> None:
    first, second = (play(signed_in(pupil), exercise).json() for _ in range(2))
    assert first["statements"] == second["statements"]
    assert Attempt.objects.count() == 1


def test_nobody_else_plays_it(exercise: Exercise, pupil: User) -> None:
    assert play(signed_in(learner(exercise.structure)), exercise).status_code == 404
    assert play(signed_in(trainer()), exercise).status_code == 404
    assert play(signed_in(pupil), exercise, lesson=uuid.uuid4()).status_code == 404
    assert play(Client(), exercise).status_code in (302, 403)
    assert not Attempt.objects.exists()


def test_an_author_of_the_structure_has_a_look_without_an_attempt(exercise: Exercise, pupil: User) -> None:
    data = play(signed_in(trainer(exercise.structure)), exercise).json()
    assert data["statements"] == data["state"] == data["finish"] == ""
    assert not Attempt.objects.exists()


def test_an_exercise_whose_libraries_wait_says_so(make_exercise: Callable[..., Exercise], allowed: set[Any]) -> None:
    exercise = make_exercise(approved=False)
    user = learner()
    allowed.add((user.pk, exercise.content.pk, exercise.lesson))
    answer = play(signed_in(user), exercise)
    assert answer.status_code == 409
    assert "pas encore prêt" in answer.json()["said"]


def test_used_up_tries_are_said(exercise: Exercise, pupil: User) -> None:
    exercise.content.activity.attempts_allowed = 1
    exercise.content.activity.save()
    client = signed_in(pupil)
    send(client, play(client, exercise).json(), statement())
    answer = play(client, exercise)
    assert answer.status_code == 409
    assert "tous vos essais" in answer.json()["said"]


def test_saying_that_one_has_finished_counts_where_the_exercise_cannot_say_it(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    assert played["finish"] == ""
    assert post(client, played["state"].replace("state", "finish"), {}).status_code == 409
    assert not Outcome.objects.exists()

    H5PContent.objects.update(completion_rule="declared")
    played = play(client, exercise).json()
    assert post(client, played["finish"], {}).status_code == 200
    outcome = Outcome.objects.get()
    assert (outcome.score_max, outcome.completion, outcome.success) == (0, True, True)


def test_an_exercise_that_counts_as_seen_is_done_when_opened(exercise: Exercise, pupil: User) -> None:
    H5PContent.objects.update(completion_rule="viewed")
    play(signed_in(pupil), exercise)
    assert Outcome.objects.get().completion


def test_opening_takes_a_number_of_queries_that_does_not_grow(
    make_exercise: Callable[..., Exercise], allowed: set[Any], capture_sql: Callable[[], Any]
) -> None:
    exercise = make_exercise(h5p_package(**{"h5p.json": h5p_json(title="B"), f"{FOLDER}/extra.css": "b{}"}))
    client = signed_in(trainer(exercise.structure))
    play(client, exercise)
    with capture_sql() as sql:
        play(client, exercise)
    assert len(sql) <= 9, sql.shapes

"""The player: who may play, what is handed over, what the browser's word is worth, and what stays inside the frame."""

import datetime
import gzip
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.attempts.models import Attempt, Outcome, Statement
from assessments.h5p import services
from assessments.h5p.models import H5PContent, H5PLibrary, H5PState
from lms.accounts.models import User
from tests.assessments.h5p.conftest import Exercise
from tests.factories.h5p import FOLDER, h5p_json, h5p_package, picture
from tests.factories.people import learner, trainer

pytestmark = pytest.mark.django_db
KEY = "8d1c6d2e-6b3b-4a57-9a4f-0123456789ab"


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


def test_a_learner_whose_lesson_holds_the_exercise_plays_it(exercise: Exercise, pupil: User) -> None:
    answer = play(signed_in(pupil), exercise)
    assert answer.status_code == 200
    data = answer.json()
    content = data["integration"]["contents"]["cid-1"]
    assert content["library"] == "Declic.Card 1.2"
    assert json.loads(content["jsonContent"])["labels"]["right"] == "Juste"
    assert data["integration"]["l10n"]["H5P"]["fullscreen"] == "Plein écran"
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


def test_a_root_score_becomes_the_outcome_as_self_assessment(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    answer = send(client, play(client, exercise).json(), statement(1, 2, duration="PT0.4S", success=False))
    assert answer.json()["said"] == "Enregistré\u00a0: 1 sur 2 (auto-évaluation)."
    outcome = Outcome.objects.get()
    assert (outcome.score_raw, outcome.score_max, outcome.score_scaled) == (1, 2, 0.5)
    assert (outcome.success, outcome.completion, outcome.self_assessed) == (False, True, True)
    assert Statement.objects.get().body.keys() == {"verb", "object", "result", "context"}, "the actor is not kept"


@pytest.mark.parametrize(("raw", "maximum", "scaled"), [(1e9, 2, 1.0), (-5, 2, 0.0), (2, 2, 1.0), (1, 4, 0.25)])
def test_a_score_is_computed_again_and_kept_within_its_bounds(
    exercise: Exercise, pupil: User, raw: float, maximum: float, scaled: float
) -> None:
    client = signed_in(pupil)
    send(client, play(client, exercise).json(), statement(raw, maximum))
    assert Outcome.objects.get().score_scaled == scaled


@pytest.mark.parametrize(
    "forged",
    [
        statement(1, 1, part="1b2c"),
        statement(None, verb="interacted"),
        statement(None, verb="attempted"),
        statement("2", 2),  # type: ignore[arg-type]
        statement(True, 2),
        statement(2, 0),
        statement(2, -1),
        statement(0.5, 10**9),
    ],
)
def test_what_is_no_score_of_the_whole_ends_nothing(exercise: Exercise, pupil: User, forged: dict[str, Any]) -> None:
    client = signed_in(pupil)
    assert send(client, play(client, exercise).json(), forged).status_code == 200
    assert Statement.objects.count() == 1
    assert not Outcome.objects.exists()


def test_a_part_after_the_whole_does_not_replace_the_score(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    send(client, played, statement(2, 3, verb="completed"), statement(1, 1, part="x"))
    assert [outcome.score_max for outcome in Outcome.objects.order_by("pk")] == [3]


def test_the_same_message_twice_is_recorded_once(exercise: Exercise, pupil: User) -> None:
    client, key = signed_in(pupil), uuid.uuid4()
    played = play(client, exercise).json()
    for _ in range(3):
        assert send(client, played, statement(), key=key).status_code == 200
    assert (Statement.objects.count(), Outcome.objects.count(), Attempt.objects.count()) == (1, 1, 1)


def test_trying_again_in_the_frame_is_another_attempt_and_the_same_score_is_not(
    exercise: Exercise, pupil: User
) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    send(client, played, statement(0, 2), statement(0, 2, verb="completed"))
    assert Attempt.objects.count() == 1
    answer = send(client, played, statement(2, 2)).json()
    assert Attempt.objects.count() == 2
    latest = Attempt.objects.order_by("number").last()
    assert latest is not None
    assert str(latest.uuid) in answer["statements"], "the page reports to the new attempt from now on"
    assert [outcome.score_raw for outcome in Outcome.objects.order_by("pk")] == [0, 2]


def test_time_spent_is_never_more_than_the_clock_says(exercise: Exercise, pupil: User) -> None:
    start = timezone.now()
    client = signed_in(pupil)
    with time_machine.travel(start, tick=False):
        played = play(client, exercise).json()
    with time_machine.travel(start + datetime.timedelta(seconds=30), tick=False):
        send(client, played, statement(duration="PT99H"))
    assert Outcome.objects.get().duration == 30


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        '{"statements": []}',
        '{"statements": [{}]}',
        '{"statements": [{"key": "x", "statement": {}}]}',
        '{"statements": [{"key": "8d1c6d2e-6b3b-4a57-9a4f-000000000000", "statement": {"verb": {"id": 3}}}]}',
        '{"statements": [{"key": "8d1c6d2e-6b3b-4a57-9a4f-000000000000", "statement": {"verb": {"id": "x/%00"}}}]}',
        '{"statements": [{"key": "8d1c6d2e-6b3b-4a57-9a4f-000000000000", "statement": {"verb": {"id": "answered"}, '
        '"result": {"score": {"raw": NaN, "max": 1}}}}]}',
        '{"statements": ' + "[" * 200 + "]" * 200 + "}",
        pytest.param(json.dumps({"statements": [{"key": KEY, "statement": statement()}] * 51}), id="too many"),
        pytest.param(
            json.dumps({"statements": [{"key": KEY, "statement": statement(response="x" * 33_000)}]}), id="too long"
        ),
    ],
)
def test_what_cannot_be_read_is_refused_whole(exercise: Exercise, pupil: User, body: str) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    assert post(client, played["statements"], body).status_code == 400
    assert not Statement.objects.exists()


def test_too_many_statements_in_an_hour_are_refused(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    answers = [send(client, played, *[statement(None, verb="interacted")] * 50).status_code for _ in range(13)]
    assert answers == [200] * 12 + [429]
    assert Statement.objects.count() == 600


def test_nobody_reports_to_the_attempt_of_another(exercise: Exercise, pupil: User) -> None:
    played = play(signed_in(pupil), exercise).json()
    other = signed_in(trainer(exercise.structure))
    assert send(other, played, statement()).status_code == 404
    assert (
        post(other, played["state"], {"type": "state", "part": "0", "version": 1, "value": "{}"}, "put").status_code
        == 404
    )
    assert post(other, played["statements"].replace("statements", "finish"), {}).status_code == 404
    assert not Statement.objects.exists()
    assert not H5PState.objects.exists()


def test_a_page_of_another_site_cannot_report(exercise: Exercise, pupil: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(pupil)
    attempt = Attempt.objects.create(
        user=pupil, activity=exercise.content.activity, number=1, started_at=timezone.now()
    )
    address = reverse("h5p_statements", args=[attempt.uuid])
    assert post(client, address, {"statements": []}).status_code == 403


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


def test_the_two_bundles_hold_core_and_libraries_in_order_and_stay_in_the_browser(
    exercise: Exercise, pupil: User
) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    scripts, styles = client.get(played["scripts"]), client.get(played["styles"])
    for answer in (scripts, styles):
        assert answer["Content-Type"].startswith("text/plain"), "a page of ours can never run it"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in answer["Cache-Control"]
    assert scripts["Content-Encoding"] == "gzip"
    assert client.get(played["scripts"], headers={"Accept-Encoding": "br"})["Content-Encoding"] == "br"
    whole = gzip.decompress(scripts.content).decode()
    assert whole.index("H5P.EventDispatcher") < whole.index("Declic.Card = ")
    assert client.get(played["scripts"].replace(played["scripts"][-10:-3], "0" * 7)).status_code == 404


def test_fonts_are_inside_the_style_bundle(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    css = gzip.decompress(client.get(play(client, exercise).json()["styles"]).content).decode()
    assert 'url("data:font/woff2;base64,' in css
    assert "paper.woff2" not in css
    assert len(css) < 150_000, "the core's text fonts, 1.6 MB, are left out"


def test_the_frame_is_locked_in_wherever_it_is_opened(client: Client) -> None:
    answer = client.get(reverse("h5p_shell"))
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-scripts; default-src 'none'")
    for part in ("form-action 'none'", "frame-src 'none'", "frame-ancestors http://testserver"):
        assert part in policy
    assert "allow-same-origin" not in policy
    assert "'self'" not in policy
    assert not answer.has_header("X-Frame-Options")
    assert not answer.cookies
    assert len(answer.content) < 7000


def test_files_of_the_exercise_lie_under_an_unguessable_address(
    exercise: Exercise, pupil: User, client: Client
) -> None:
    played = play(signed_in(pupil), exercise).json()
    address = played["integration"]["contents"]["cid-1"]["contentUrl"].removeprefix("http://testserver")
    answer = client.get(f"{address}/images/photo.png")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert answer["Access-Control-Allow-Origin"] == "null"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert b"".join(answer.streaming_content)[:4] == picture()[:4]  # type: ignore[attr-defined]

    assert client.get(f"{address[:-3]}AAA/images/photo.png").status_code == 404
    assert client.get(f"{address}/images/../images/photo.png").status_code == 404
    assert client.get(f"{address}/content.json").status_code == 404
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=13)):
        assert client.get(f"{address}/images/photo.png").status_code == 404


def test_a_part_of_a_long_file_can_be_asked_for(
    make_exercise: Callable[..., Exercise], allowed: set[Any], client: Client
) -> None:
    sound = b"ID3" + bytes(range(256)) * 40
    exercise = make_exercise(h5p_package(**{"content/a.mp3": sound}))
    data = play(signed_in(trainer(exercise.structure)), exercise).json()
    address = data["integration"]["contents"]["cid-1"]["contentUrl"].removeprefix("http://testserver") + "/a.mp3"
    part = client.get(address, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 100-199/{len(sound)}")
    assert b"".join(part.streaming_content) == sound[100:200]  # type: ignore[attr-defined]
    tail = client.get(address, headers={"Range": "bytes=-50"})
    assert b"".join(tail.streaming_content) == sound[-50:]  # type: ignore[attr-defined]
    assert client.get(address, headers={"Range": "bytes=999999-"}).status_code == 416
    assert b"".join(client.get(address).streaming_content) == sound  # type: ignore[attr-defined]


def test_library_files_are_served_only_when_approved_and_never_run_on_our_pages(
    exercise: Exercise, client: Client
) -> None:
    card = H5PLibrary.objects.get(machine_name="Declic.Card")
    address = reverse("h5p_library_file", args=[card.tree_sha256, "card.js"])
    assert client.get(address).status_code == 200
    here = {"Sec-Fetch-Dest": "script", "Sec-Fetch-Site": "same-origin"}
    assert client.get(address, headers=here).status_code == 404
    assert client.get(reverse("h5p_library_file", args=[card.tree_sha256, "absent.js"])).status_code == 404
    services.block_library(library=card, by=trainer(), now=timezone.now())
    assert client.get(address).status_code == 404


def test_opening_takes_a_number_of_queries_that_does_not_grow(
    make_exercise: Callable[..., Exercise], allowed: set[Any], capture_sql: Callable[[], Any]
) -> None:
    exercise = make_exercise(h5p_package(**{"h5p.json": h5p_json(title="B"), f"{FOLDER}/extra.css": "b{}"}))
    client = signed_in(trainer(exercise.structure))
    play(client, exercise)
    with capture_sql() as sql:
        play(client, exercise)
    assert len(sql) <= 9, sql.shapes

"""What the frame is made of, and what keeps it locked in."""

import datetime
import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.h5p import services
from assessments.h5p.models import H5PLibrary
from lms.accounts.models import User
from tests.assessments.h5p.conftest import Exercise
from tests.assessments.h5p.pages import play, signed_in
from tests.factories.h5p import HELPER_FOLDER, h5p_package, picture
from tests.factories.people import trainer

pytestmark = pytest.mark.django_db


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
    assert whole.index("declicFrame") < whole.index("H5P.EventDispatcher") < whole.index("Declic.Card = ")
    assert client.get(played["scripts"].replace(played["scripts"][-10:-3], "0" * 7)).status_code == 404


def test_fonts_are_inside_the_style_bundle(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    css = gzip.decompress(client.get(play(client, exercise).json()["styles"]).content).decode()
    assert 'url("data:font/woff2;base64,' in css
    assert "paper.woff2" not in css
    assert len(css) < 60_000, "the core's text fonts, 1.6 MB, are left out"


LONG = b"wOF2" + bytes(7000)


def test_a_long_font_waits_until_the_exercise_draws_with_it(
    make_exercise: Callable[..., Exercise], allowed: set[Any]
) -> None:
    exercise = make_exercise(h5p_package(**{f"{HELPER_FOLDER}/paper.woff2": LONG}))
    client = signed_in(trainer(exercise.structure))
    css = gzip.decompress(client.get(play(client, exercise).json()["styles"]).content).decode()
    paper = H5PLibrary.objects.get(machine_name="Declic.Paper")
    address = f"/h5p/l/{paper.tree_sha256}/paper.woff2"
    assert f'url("data:font/woff2,{address}")' in css
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == LONG  # type: ignore[attr-defined]
    assert "immutable" in answer["Cache-Control"]


def test_fonts_of_the_core_wait_too(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    css = gzip.decompress(client.get(play(client, exercise).json()["styles"]).content).decode()
    named = re.findall(r'data:font/woff2,(/h5p/core/[^"]+)', css)
    assert len(set(named)) == 2
    for address in named:
        answer = client.get(address)
        assert answer.content[:4] == b"wOF2"
        assert "immutable" in answer["Cache-Control"]
        assert client.get(address.replace("h5p-", "other-")).status_code == 404
    assert client.get(re.sub("[0-9a-f]{64}", "0" * 64, named[0])).status_code == 404


# Behind what the exercise's frame never shows: licences, embedding, reuse.
NEVER_SHOWN = re.compile(r"licen[cs]e|copyright|contentCopied|embed|reuse|size|width|Advanced|advanced", re.IGNORECASE)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_core_finds_every_word_that_it_can_show(exercise: Exercise, pupil: User, language: str) -> None:
    client = signed_in(pupil)
    scripts = gzip.decompress(client.get(play(client, exercise).json()["scripts"]).content).decode()
    core = (Path(settings.H5P_CORE_DIR) / "frame.bundle.js").read_text()
    asked = {name for name in re.findall(r'\bt\("([a-zA-Z]+)"', core) if not NEVER_SHOWN.search(name)}
    found = re.search(r"declicFrame\.words=(\{.*?\}\});", scripts)
    assert found
    words = json.loads(found[1])
    assert asked <= words[language].keys()
    assert words["fr"]["fullscreen"] == "Plein écran"
    assert all(words[language][name] != words["en"][name] for name in asked)


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
    assert len(answer.content) < 4000, "an opaque frame keeps nothing: it may come anew each time"


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

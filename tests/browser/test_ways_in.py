"""The other ways in: a reader that types, the camera, a phone that passes its sign-in on. The token leaves no trace."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import segno
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser.conftest import CHROMIUM_ARGS, ROOT, Seat, Site, _listen, _wait_until_up, chromium_path, free_port

TakeSeat = Callable[..., Seat]
NARROW = 320

NEW_CARD = """
import json
from django.utils import timezone
from lms.cohorts.services import create_learner
from lms.signin.services import issue_card, set_pin
from lms.structures.models import Structure
now = timezone.now()
place = Structure.objects.get(slug="centre-social-du-tilleul")
person = create_learner(first_name="%s", last_name="T.", structure=place, by=None, now=now)
set_pin(user=person, pin="2075", by=None, now=now)
card = issue_card(user=person, by=None, now=now)
print(json.dumps({"address": card.address, "token": card.token, "code": card.printed_code}))
"""


@pytest.fixture
def new_card(site: Site) -> Callable[[str], dict[str, str]]:
    """A card just printed for somebody new, whose PIN is 2075."""

    def make(first_name: str) -> dict[str, str]:
        made: dict[str, str] = json.loads(site.python(NEW_CARD % first_name).strip().splitlines()[-1])
        made["address"] = f"{site.url}/entrer/#{made['token']}"
        return made

    return make


def _type_pin(page: Page) -> None:
    page.get_by_label("4 chiffres").fill("2075")
    page.get_by_role("button", name="Entrer", exact=True).click()


def _assert_welcome(page: Page, first_name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Bonjour {first_name}")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_reader_types_the_address_and_the_pin_alone_is_asked(
    take_seat: TakeSeat, new_card: Callable[[str], dict[str, str]], keep_screenshot: Any, javascript: bool
):
    card, seat = new_card("Lectrice"), take_seat(javascript=javascript, width=NARROW)
    page = seat.page
    seat.go("/entrer/")
    if not javascript:  # Chromium gives the focus by itself only where scripts run
        page.get_by_label("Le code de la carte").focus()
    expect(page.get_by_label("Le code de la carte")).to_be_focused()
    page.keyboard.type(card["address"] + "\n")
    expect(page.get_by_text("Votre carte est lue")).to_be_visible()
    expect(page.get_by_label("Le code de la carte")).to_be_hidden()
    if javascript:
        seat.assert_accessible()
        keep_screenshot(page, "read")
    _type_pin(page)
    _assert_welcome(page, "Lectrice")
    seat.assert_no_fault()


def test_what_a_wrongly_set_reader_types_is_told_kindly(take_seat: TakeSeat):
    seat = take_seat()
    seat.go("/entrer/")
    seat.page.keyboard.type("http:§§127:0:0:1!entrer!3K7M2QX9RTDK7M2QX9RTDK7M2QX\n")
    expect(seat.page.get_by_role("alert")).to_contain_text("Tapez le code vous-même")


# The request line, where it came from, who asked and with which cookies: all that a careless operator may write down.
TALKATIVE = "%(r)s %(s)s from=%(f)s agent=%(a)s cookies=%({cookie}i)s query=%(q)s"
# What the database holds: sessions as they are read, the journal, and the queue of work.
HELD = """
from django.apps import apps
from django.contrib.sessions.models import Session
print([session.get_decoded() for session in Session.objects.all()])
for model in apps.get_models():
    print(list(model._default_manager.order_by("pk").values()))
"""


@dataclass
class Logged:
    """A web server of the demo that writes down all it can."""

    site: Site
    url: str
    log: Path

    def everything(self) -> str:
        """Its logs, and each row of the database."""
        return self.log.read_text(errors="replace") + self.site.python(HELD)


@pytest.fixture
def logged(site: Site, tmp_path: Path) -> Iterator[Logged]:
    url, log = f"http://127.0.0.1:{free_port()}", tmp_path / "web.log"
    command = [sys.executable, "-m", "gunicorn", "lms.wsgi", "--bind", url.removeprefix("http://"), "--threads", "2"]
    command += ["--access-logfile", "-", "--access-logformat", TALKATIVE, "--error-logfile", "-"]
    command += ["--log-level", "debug", "--capture-output"]
    environment = {**site.environment, "BASE_URL": url, "LOG_LEVEL": "DEBUG"}
    with log.open("wb") as said:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said)
        try:
            _wait_until_up(url, server, log)
            yield Logged(site, url, log)
        finally:
            server.terminate()
            server.wait(timeout=30)


@pytest.mark.parametrize("way", ["scanned", "typed by a reader", "typed without script"])
def test_the_token_is_in_no_address_referer_history_log_or_row(
    take_seat: TakeSeat, logged: Logged, new_card: Callable[[str], dict[str, str]], way: str
):
    """History: what Back and Forward lead to. The phone's own list of visited pages keeps it (docs/decisions/0018)."""
    card, seat = new_card("Discrète"), take_seat(javascript=way != "typed without script")
    page, told = seat.page, []
    address = f"{logged.url}/entrer/#{card['token']}"
    page.on("request", lambda request: told.append(request.url + json.dumps(request.headers)))
    if way == "scanned":
        page.goto(address)
        told.pop(0)  # Playwright shows the fragment of the page asked for; the line does not carry it
    else:
        page.goto(f"{logged.url}/entrer/?temoin=journal")
        page.get_by_label("Le code de la carte").focus()
        page.keyboard.type(address + "\n")
    expect(page.get_by_text("Votre carte est lue")).to_be_visible()
    assert "#" not in page.url
    _type_pin(page)
    _assert_welcome(page, "Discrète")
    page.goto(f"{logged.url}/mes-reglages/")
    assert not [asked for asked in told if card["token"] in asked]
    line = seat.context.new_cdp_session(page)
    history = [entry["url"] for entry in line.send("Page.getNavigationHistory")["entries"]]
    assert any("/entrer/" in visited for visited in history)
    assert not [visited for visited in history if card["token"] in visited]
    everything = logged.everything()
    for witness in ("POST /entrer/", f"from={logged.url}/entrer/", "session.opened", "Discrète", "_auth_user_id"):
        assert witness in everything, f"{witness}: what should hold it is not written, and proves nothing"
    assert way == "scanned" or "temoin=journal" in everything
    assert card["token"] not in everything
    seat.assert_no_fault()


def _film_of(address: str, folder: Path) -> Path:
    """What a camera sees of the card: its square on grey, as a film of one repeated picture (MJPEG)."""
    square = folder / "square.png"
    segno.make(address, error="q", boost_error=False).save(square, scale=8, border=4)
    picture = Image.new("RGB", (640, 480), (150, 150, 150))
    with Image.open(square) as drawn:
        drawn = drawn.convert("RGB").resize((400, 400))
        picture.paste(drawn, (120, 40))
    film = folder / "camera.mjpeg"
    picture.save(folder / "frame.jpg", quality=90)
    film.write_bytes((folder / "frame.jpg").read_bytes() * 3)
    return film


@pytest.fixture
def with_camera(playwright_running: Playwright, site: Site) -> Iterator[Callable[..., Seat]]:
    """A seat whose camera films a file; `allowed=False`: the person says no when the browser asks."""
    browsers = []

    def take(film: Path | None, *, allowed: bool = True) -> Seat:
        devices = ["--use-fake-device-for-media-stream"] if film else []
        devices += [f"--use-file-for-fake-video-capture={film}"] if film else []
        answer = ["--use-fake-ui-for-media-stream"] if allowed else ["--deny-permission-prompts"]
        browser = playwright_running.chromium.launch(
            executable_path=chromium_path(), args=[*CHROMIUM_ARGS, *devices, *answer]
        )
        browsers.append(browser)
        context: BrowserContext = browser.new_context(locale="fr-FR", viewport={"width": NARROW, "height": 900})
        context.set_default_timeout(15_000)
        seat = Seat(context, context.new_page(), site.url, [])
        _listen(seat.page, seat.faults)
        return seat

    yield take
    for browser in browsers:
        browser.close()


def test_the_camera_reads_the_card_then_stops(
    with_camera: Callable[..., Seat], new_card: Callable[[str], dict[str, str]], tmp_path: Path, keep_screenshot: Any
):
    card = new_card("Filmée")
    seat = with_camera(_film_of(card["address"], tmp_path))
    page, fetched = seat.page, []
    page.on("request", lambda request: fetched.append(request.url))
    seat.go("/entrer/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in fetched if "camera" in url or "jsQR" in url], "nothing of it before it is asked for"
    seat.assert_accessible()
    keep_screenshot(page, "door")
    page.get_by_role("button", name="Utiliser la caméra").click()
    expect(page.get_by_text("Votre carte est lue")).to_be_visible()
    assert [url for url in fetched if "jsQR" in url]
    expect(page.locator("video")).to_have_count(0)
    assert card["token"] not in page.url
    _type_pin(page)
    _assert_welcome(page, "Filmée")
    seat.assert_no_fault()


def test_a_camera_that_is_refused_is_told_so(with_camera: Callable[..., Seat], tmp_path: Path):
    seat = with_camera(_film_of("rien", tmp_path), allowed=False)
    seat.go("/entrer/")
    seat.page.get_by_role("button", name="Utiliser la caméra").click()
    expect(seat.page.get_by_role("status").filter(has_text="pas autorisée")).to_be_visible()
    seat.assert_no_fault()


def test_a_computer_without_camera_is_told_so(with_camera: Callable[..., Seat]):
    seat = with_camera(None)
    seat.go("/entrer/")
    seat.page.get_by_role("button", name="Utiliser la caméra").click()
    expect(seat.page.get_by_role("status").filter(has_text="Il n’y a pas de caméra")).to_be_visible()
    seat.assert_no_fault()


def test_after_half_a_minute_without_a_card_the_camera_gives_up(with_camera: Callable[..., Seat], tmp_path: Path):
    blank = tmp_path / "blank.mjpeg"
    Image.new("RGB", (640, 480), (90, 90, 90)).save(tmp_path / "blank.jpg")
    blank.write_bytes((tmp_path / "blank.jpg").read_bytes() * 3)
    seat = with_camera(blank)
    seat.go("/entrer/")
    seat.page.get_by_role("button", name="Utiliser la caméra").click()
    expect(seat.page.locator("video")).to_be_visible()
    expect(seat.page.get_by_role("status").filter(has_text="n’a rien lu")).to_be_visible(timeout=45_000)
    expect(seat.page.locator("video")).to_have_count(0)
    expect(seat.page.get_by_role("button", name="Utiliser la caméra")).to_be_enabled()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_phone_passes_its_sign_in_on(
    take_seat: TakeSeat, new_card: Callable[[str], dict[str, str]], keep_screenshot: Any, javascript: bool
):
    card = new_card("Samira")
    computer, phone = take_seat(javascript=javascript, width=NARROW), take_seat(width=NARROW)
    computer.go("/entrer/")
    computer.page.get_by_role("button", name="Avec mon téléphone").click()
    digits = computer.page.locator(".digits").inner_text()
    keep_screenshot(computer.page, "computer")
    phone.go(card["address"])
    _type_pin(phone.page)
    _assert_welcome(phone.page, "Samira")
    phone.page.get_by_role("link", name="Continuer sur un ordinateur").click()
    phone.assert_accessible()
    phone.page.get_by_label("Les 6 chiffres").fill(digits)
    phone.page.get_by_role("button", name="Continuer").click()
    expect(phone.page.get_by_role("heading", level=1)).to_contain_text("devant vous")
    expect(phone.page.get_by_text(digits)).to_be_visible()
    phone.assert_accessible()
    keep_screenshot(phone.page, "confirm")
    phone.page.get_by_role("button", name="Oui, c’est cet ordinateur").click()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Regardez l’ordinateur")
    if not javascript:
        computer.page.get_by_role("button", name="Entrer", exact=True).click()
    _assert_welcome(computer.page, "Samira")
    phone.go("/accueil/")
    expect(phone.page.get_by_label("Le code de la carte")).to_be_visible()
    for seat in (computer, phone):
        seat.assert_no_fault()


def test_the_seat_that_waits_is_accessible_and_asks_no_more_when_hidden(take_seat: TakeSeat):
    seat = take_seat(width=NARROW)
    seat.go("/entrer/")
    seat.page.get_by_role("button", name="Avec mon téléphone").click()
    expect(seat.page.locator(".digits")).to_be_visible()
    seat.assert_accessible()
    asked: list[str] = []
    seat.page.on("request", lambda request: asked.append(request.url))
    seat.page.wait_for_timeout(3500)
    assert len([url for url in asked if url.endswith("/etat/")]) == 1
    seat.page.evaluate("Object.defineProperty(document, 'hidden', {value: true})")
    asked.clear()
    seat.page.wait_for_timeout(3500)
    assert asked == []

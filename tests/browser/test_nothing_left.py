"""Nothing of a person is left at a shared computer, however their session ended.

A real Chromium with a profile of its own on the disk, whose Back button keeps whole pages as people's browsers do.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect

from tests.browser import learning
from tests.browser.conftest import CHROMIUM_ARGS, Seat, Site, chromium_path
from tests.browser.test_handing_on import begin, made

TakeSeat = Callable[..., Seat]
NAME, TYPED = "Canarine", "souricanari"
SECOND = learning.card_of("Yvette G.")
STORED = """async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length,
  (await indexedDB.databases()).length, (await navigator.serviceWorker.getRegistrations()).length]"""
# Said by a page that came back whole from the Back button's cache, once its own script has seen it.
TELL_RESTORED = """addEventListener("DOMContentLoaded", () => addEventListener("pageshow", ({ persisted }) => {
  if (persisted) console.log(`restored ${document.documentElement.hidden ? "hidden" : "IN SIGHT"}`); }));"""


@dataclass
class Computer:
    """One shared computer: its browser, and the folder where that browser keeps what it keeps."""

    seat: Seat
    profile: Path
    restored: list[str]  # what the pages that came back whole said, in order

    def hear(self, line: str) -> None:
        if line.startswith("restored"):
            self.restored.append(line)

    @property
    def page(self) -> Page:
        return self.seat.page


SitDown = Callable[[], Computer]


@pytest.fixture
def sit_down(site: Site, playwright_running: Playwright, tmp_path: Path) -> Iterator[Callable[[], Computer]]:
    """`computer = sit_down()`: the same computer each time, its browser started anew."""
    opened: list[BrowserContext] = []

    def start() -> Computer:
        profile = tmp_path / "profile"
        context = playwright_running.chromium.launch_persistent_context(
            profile,
            executable_path=chromium_path(),
            args=CHROMIUM_ARGS,
            ignore_default_args=["--disable-back-forward-cache"],
            locale="fr-FR",
        )
        opened.append(context)
        context.set_default_timeout(15_000)
        context.add_init_script(TELL_RESTORED)
        computer = Computer(Seat(context, context.pages[0], site.url, []), profile, [])
        computer.page.on("console", lambda line: computer.hear(line.text))
        return computer

    yield start
    for context in opened:
        context.close()


def _learn(computer: Computer, someone: dict[str, str]) -> list[str]:
    """Signed in, in a few pages, half a word typed. Returns the addresses that were open."""
    seat, page = computer.seat, computer.page
    seat.sign_in_with_card(someone)
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    visited = [page.url]
    seat.go(someone["quiz"])
    start = page.get_by_role("button", name="Commencer")  # the first time only
    if start.count():
        start.click()
    expect(page.locator("input#answer")).to_be_visible()
    page.locator("input#answer").fill(TYPED)
    visited.append(page.url)
    seat.go("/mes-reglages/")
    return [*visited, page.url]


def _press(words: str, then: str) -> Callable[[Computer, Site, dict[str, str]], None]:
    def end(computer: Computer, site: Site, someone: dict[str, str]) -> None:
        computer.page.get_by_role("button", name=words, exact=True).click()
        expect(computer.page.get_by_role("heading", level=1)).to_contain_text(then)

    return end


def _on_the_server(code: str) -> Callable[[Computer, Site, dict[str, str]], None]:
    """The session ends far from this computer, whose browser keeps the person's last page for its Back button."""

    def end(computer: Computer, site: Site, someone: dict[str, str]) -> None:
        computer.page.route("**/mes-reglages/", _in_spite_of_us)
        computer.seat.go("/mes-reglages/")
        computer.page.unroute("**/mes-reglages/")
        computer.page.goto("about:blank")
        site.python(MINE % int(someone["user"]) + code)

    return end


def _in_spite_of_us(route: Route) -> None:
    """As for a browser that keeps whole pages whatever they say; a cookie that is written again also forbids it."""
    answer = route.fetch()
    kept = {name: value for name, value in answer.headers.items() if name not in ("cache-control", "set-cookie")}
    route.fulfill(response=answer, headers=kept)


MINE = """
from django.contrib.sessions.models import Session
from django.utils import timezone
from lms.accounts.models import User
from lms.signin.elsewhere import end_own, open_now
now, user = timezone.now(), User.objects.get(pk=%d)
mine = list(open_now(now=now).filter(user=user))
rows = Session.objects.filter(session_key__in=[one.session_key for one in mine])
assert mine and len(rows) == len(mine)
"""
NOBODY_THERE = """
store = Session.get_session_store_class()
for row in rows:
    session = store(row.session_key)
    session["seen_at"] -= 3600
    session.save()
"""
ENDS = {
    "finished": _press("J’ai fini", "C’est fini"),
    "handed on": _press("Changer de personne", "Bonjour"),
    "not the person": _press("Ce n’est pas moi", "Bonjour"),
    "idle": _on_the_server(NOBODY_THERE),
    "ended elsewhere": _on_the_server("for one in mine: assert end_own(user=user, session=one.uuid, now=now)"),
    "deleted": _on_the_server("rows.delete()"),
}
BY_ITSELF = ("idle", "ended elsewhere", "deleted")


def _assert_nobody(page: Page, how: str) -> None:
    page.wait_for_load_state()
    expect(page.locator("html")).to_be_visible()
    expect(page.locator("[data-signed-in]")).to_have_count(0)
    for word in (NAME, TYPED):
        assert word not in page.content(), f"{how}: {word} is on {page.url}"


def _assert_nothing_kept(computer: Computer, held: list[str], how: str) -> None:
    """Nothing in the stores that scripts reach; of the cookies, none that the person's session held."""
    assert computer.page.evaluate(STORED) == [0] * 5, how
    cookies = {cookie["name"]: cookie["value"] for cookie in computer.seat.context.cookies()}
    allowed = {"csrftoken", "scripted"} | ({"sessionid"} if how == "idle" else set())  # frozen: asks for its digits
    assert set(cookies) <= allowed, f"{how}: {set(cookies)}"
    assert not set(held) & set(cookies.values()), how


def _secrets(computer: Computer) -> list[str]:
    """The cookies that stand for the person's session."""
    return [each["value"] for each in computer.seat.context.cookies() if each["name"] in ("sessionid", "csrftoken")]


def test_however_a_session_ended_no_key_of_the_browser_brings_it_back(sit_down: SitDown, site: Site):
    someone = made(site, choices=0)
    computer = sit_down()
    page = computer.page
    for how, end in ENDS.items():
        visited, held = _learn(computer, someone), _secrets(computer)
        end(computer, site, someone)
        computer.restored.clear()
        page.go_back()
        _assert_nobody(page, how)
        if how in BY_ITSELF:
            assert computer.restored == ["restored hidden"], f"{how}: the Back button's cache was not put to the test"
        for move in (page.go_back, page.go_back, page.go_forward, page.reload, page.go_forward):
            move()
            _assert_nobody(page, how)
        for address in visited:
            page.goto(address)
            _assert_nobody(page, how)
        _assert_nothing_kept(computer, held, how)
        if how == "idle":
            page.goto(f"{site.url}/session-terminee/")
            _assert_nobody(page, how)
            page.locator("button[name=another]").click()
            expect(page.get_by_label("Le code de la carte")).to_be_visible()
            _assert_nothing_kept(computer, held, "handed on")


def test_a_window_closed_without_a_word_leaves_neither_session_nor_page(sit_down: SitDown, site: Site):
    """Nothing told the browser to empty its cache: the pages themselves were never kept."""
    someone = made(site, choices=0)
    computer = sit_down()
    visited = _learn(computer, someone)
    computer.page.context.close()
    cached = _assert_disk_is_clean(computer, someone)
    assert any(each.startswith("/static/") for each in cached), "the cache was not found where it was looked for"
    computer = sit_down()
    for address in visited:
        computer.page.goto(address)
        _assert_nobody(computer.page, "closed")


def _assert_disk_is_clean(computer: Computer, someone: dict[str, str]) -> set[str]:
    """No name, no answer, no code in any file of the profile. Returns what its cache holds, anybody's files."""
    files = {path: path.read_bytes() for path in computer.profile.rglob("*") if path.is_file()}
    for word in (NAME, TYPED, someone["card"]):
        for form in (word.encode(), word.encode("utf-16-le")):
            found = [str(path.relative_to(computer.profile)) for path, content in files.items() if form in content]
            assert not found, f"{word} is in {found}"
    cached = {
        address.decode()
        for path, content in files.items()
        if "Cache_Data" in path.parts
        for address in re.findall(rb"https?://[\w.]+:\d+(/[!-~]*)", content)
    }
    assert {each for each in cached if not each.startswith(("/static/", "/media/"))} == set()
    with sqlite3.connect(computer.profile / "Default" / "History") as history:
        addresses = [row[0] for row in history.execute("SELECT url FROM urls")]
    assert any("/quiz/" in address for address in addresses), "the history was not found where it was looked for"
    assert not [address for address in addresses if "#" in address]
    _assert_no_row(computer.profile / "Default" / "Web Data", "autofill")
    _assert_no_row(computer.profile / "Default" / "Login Data", "logins")
    return cached


def _assert_no_row(database: Path, table: str) -> None:
    with sqlite3.connect(database) as kept:
        assert kept.execute(f"SELECT * FROM {table}").fetchall() == [], table


def test_the_door_gives_the_browser_nothing_to_remember_or_to_offer(take_seat: TakeSeat):
    seat = take_seat()
    names: list[set[str]] = []
    for _load in range(2):
        seat.go("/entrer/")
        fields = seat.page.locator("form[data-card] input:not([type=hidden])").all()
        assert len(fields) == 2
        assert {field.get_attribute("autocomplete") for field in fields} == {"off"}
        assert "password" not in {field.get_attribute("type") for field in fields}
        names.append({field.get_attribute("name") or "" for field in fields})
    assert not names[0] & names[1]


def test_the_next_person_meets_nothing_of_the_one_before(take_seat: TakeSeat, site: Site):
    someone, page_of = made(site, choices=0), {}
    seat, elsewhere = take_seat(), take_seat()
    page = begin(seat, someone)
    question = page.url
    page.locator("input#answer").fill(TYPED)
    seat.go("/mes-reglages/")
    page.evaluate(CHOOSE_AND_LEAVE_THE_MESSAGE)
    page.locator("button[name=leave][value=change]").click()
    expect(page.get_by_label("Le code de la carte")).to_be_visible()
    for each in (seat, elsewhere):
        each.sign_in_with_card(SECOND)
        expect(each.page.get_by_role("heading", level=1)).to_contain_text("Yvette")
        page_of[each is seat] = each.page.locator("html").evaluate(ATTRIBUTES), each.page.locator("main").inner_text()
    assert page_of[True][0] == page_of[False][0]
    assert "settings are kept" not in page_of[True][1]
    for path in ("/accueil/", "/mes-reglages/", "/mes-certificats/", "/mes-reglages/ou-suis-je-connecte/", question):
        seat.go(path)
        assert NAME not in page.content()
        assert TYPED not in page.content()
        assert page.locator("html").get_attribute("lang") == "fr"


CHOOSE_AND_LEAVE_THE_MESSAGE = """async () => {
  const form = document.querySelector("main form:has([name=language])"),
    fields = new URLSearchParams(new FormData(form));
  fields.set("theme", "dark");
  fields.set("text_size", "largest");
  fields.set("language", "en");
  const told = await fetch(form.action, { method: "POST", body: fields, redirect: "manual" });
  if (told.type !== "opaqueredirect") throw new Error("not kept");
}"""
ATTRIBUTES = "(root) => [...root.attributes].map((each) => [each.name, each.value])"


def test_the_words_a_trainer_searched_go_with_her_session(take_seat: TakeSeat, site: Site):
    seat = take_seat()
    trainer = site.accounts["trainer"]
    for last in (False, True):
        seat.sign_in_as_staff(trainer)
        seat.go("/equipe/apprenants/")
        search = seat.page.get_by_role("searchbox", name="Chercher")
        expect(search).to_have_value("")
        expect(search).to_have_attribute("autocomplete", "off")
        if last:
            break
        search.fill(NAME)
        search.press("Enter")
        expect(search).to_have_value(NAME)
        seat.page.get_by_role("button", name="Se déconnecter").click()
        expect(seat.page.get_by_role("heading", level=1)).to_contain_text("C’est fini")


KEPT_IN = ("assessments_response", "assessments_draft")


def _count(site: Site) -> list[int]:
    with sqlite3.connect(site.data_dir / "declic.sqlite3") as base:
        return [base.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in KEPT_IN]


def test_a_form_of_the_one_before_counts_for_nobody(take_seat: TakeSeat, site: Site):
    someone = made(site, choices=0)
    seat = take_seat()
    page = begin(seat, someone)
    form = page.locator("form[data-quiz]")
    kept, address, draft = form.evaluate(FIELDS), form.get_attribute("action"), form.get_attribute("data-quiz")
    page.get_by_role("button", name="Changer de personne").click()
    expect(page.get_by_label("Le code de la carte")).to_be_visible()
    seat.sign_in_with_card(SECOND)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Yvette")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    before = _count(site)
    for fields in (kept, kept | {"csrfmiddlewaretoken": token}):
        for where in (address, draft):
            told = page.request.post(f"{seat.url}{where}", form=fields | {"answer": TYPED})
            assert told.status in {403, 404}
            assert NAME not in told.text()
            expect_words = "ouverte depuis trop longtemps" if fields is kept else "introuvable"
            assert expect_words in told.text()
    assert _count(site) == before


FIELDS = "(form) => Object.fromEntries(new FormData(form))"


def test_a_certificate_is_shown_by_the_browser_and_not_kept(take_seat: TakeSeat):
    holder = learning.card_of("Rosa D.")
    seat = take_seat()
    page = seat.page
    seat.sign_in_with_card(holder)
    seat.go("/mes-certificats/")
    file = page.locator("main a[href$='.pdf']").first
    assert file.get_attribute("download") is None
    address = seat.url + (file.get_attribute("href") or "")
    shown = page.request.get(address)
    assert shown.body().startswith(b"%PDF")
    assert shown.headers["content-disposition"] == 'inline; filename="certificat.pdf"'
    assert "no-store" in shown.headers["cache-control"]
    page.get_by_role("button", name="J’ai fini", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est fini")
    page.goto(address)
    expect(page.get_by_label("Le code de la carte")).to_be_visible()

"""The pages' script by itself, in a real browser: what it adds, and that it never loses or doubles anything."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Route

from lms.web.assets import build_script

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "http://declic.test"
BAR = (
    '<button type="button" data-listen data-stop="Arrêter" data-none="Pas de voix"'
    ' data-mute="Écouter (pas de voix ici)"><span data-label>Écouter</span>'
    "</button><p data-said></p>"
)
QUESTION = (
    '<section data-question data-url="/question?n={n}" data-title="Question {n}" data-saving="Enregistrement…"'
    ' data-unsaved="Pas de réseau"><p data-state></p><form method="post" action="/answer" data-quiz>'
    '<input type="hidden" name="csrfmiddlewaretoken" value="token"><fieldset>'
    '<legend data-focus>Question {n}</legend><input name="answer" value="{n}"></fieldset>'
    '<button name="go" value="next">Valider</button></form></section>'
)
ANSWER = {"csrfmiddlewaretoken": ["token"], "answer": ["1"], "go": ["next"]}


@dataclass
class Server:
    """Answers for the made-up site; keeps what it was sent."""

    posts: list[dict[str, list[str]]] = field(default_factory=list)
    fetched: list[bool] = field(default_factory=list)
    broken: bool = False

    def answer(self, route: Route) -> None:
        request = route.request
        path = request.url.removeprefix(ADDRESS)
        if path == "/declic.js":
            route.fulfill(content_type="text/javascript", body=build_script(ROOT / "static" / "js"))
        elif request.method == "POST":
            self._posted(route)
        elif path.endswith(".ogg"):
            route.fulfill(status=404)
        else:
            route.fulfill(content_type="text/html; charset=utf-8", body=page_at(path))

    def _posted(self, route: Route) -> None:
        by_script = route.request.headers.get("x-requested-with") == "fetch"
        if by_script and self.broken:
            route.fulfill(status=500)
            return
        self.posts.append(parse_qs(route.request.post_data or ""))
        self.fetched.append(by_script)
        body = QUESTION.format(n=2) if by_script else page_at("/question?n=2")
        route.fulfill(content_type="text/html; charset=utf-8", body=body)


def page_at(path: str) -> str:
    inside = {
        "/question": QUESTION.format(n=path[-1]),
        "/sound": '<h1>Titre</h1><p data-audio="/one.ogg">Un</p><div data-audio="/two.ogg"><p>Deux</p></div>',
        "/text": "<h1>Titre</h1><p>Un</p><ul><li>Deux</li></ul><p data-silent>Rien</p><p hidden>Rien</p>",
        "/long": (
            "<p>Bonjour à <b>tous</b>. Voici 2,5 heures<br>de cours ! <span lang='en'>Click here.</span> Fin</p>"
            "<details><summary>Plus</summary><p>Caché</p></details><p class='tall'>Bas</p>"
        ),
        "/errors": '<div tabindex="-1" data-errors>Une case est à remplir</div>',
        "/card": (
            '<p data-card-words>Carte</p><p data-card-read hidden>Lue</p><form><input data-card-token type="hidden">'
            "<div data-card-field><input></div><input data-card-pin></form>"
        ),
    }.get(path.split("?")[0].split("#")[0], "<h1>Page</h1>")
    state = " data-signed-in" if path.startswith("/question") else " data-session-ended" if path == "/ended" else ""
    script = '<script src="/declic.js" defer></script>'
    return f'<!doctype html><html lang="fr"><title>Page</title>{script}<body{state}>{BAR}<main>{inside}</main></html>'


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(10_000)
    context.route(f"{ADDRESS}/**", server.answer)
    yield context.new_page()
    context.close()


def test_a_double_click_sends_an_answer_once(page: Page, server: Server) -> None:
    page.goto(f"{ADDRESS}/question?n=1")
    page.get_by_role("button", name="Valider").dblclick()
    page.get_by_text("Question 2").wait_for()

    assert server.fetched == [True]
    assert server.posts == [ANSWER]
    assert page.title() == "Question 2"
    assert page.url.endswith("?n=2")
    assert page.evaluate("document.activeElement.tagName") == "LEGEND"


def test_an_answer_waits_while_the_line_is_cut_and_goes_when_it_is_back(page: Page, server: Server) -> None:
    page.goto(f"{ADDRESS}/question?n=1")
    page.route(f"{ADDRESS}/answer", lambda route: route.abort())
    page.get_by_role("button", name="Valider").click()
    page.get_by_text("Pas de réseau").wait_for()
    page.unroute(f"{ADDRESS}/answer")
    page.get_by_text("Question 2").wait_for()

    assert server.fetched == [True]


def test_when_the_server_refuses_the_form_goes_the_ordinary_way(page: Page, server: Server) -> None:
    server.broken = True
    page.goto(f"{ADDRESS}/question?n=1")
    page.get_by_role("button", name="Valider").click()
    page.get_by_text("Question 2").wait_for()

    assert server.posts == [ANSWER]
    assert server.fetched == [False]


def test_a_session_ended_in_one_tab_blanks_the_others(page: Page) -> None:
    page.goto(f"{ADDRESS}/question?n=1")
    other = page.context.new_page()
    other.goto(f"{ADDRESS}/ended")

    page.wait_for_function("document.documentElement.hidden")


def test_a_page_brought_back_from_memory_is_hidden_and_asked_again(page: Page) -> None:
    page.goto(f"{ADDRESS}/question?n=1")
    page.evaluate("window.before = true")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    page.wait_for_function("!window.before && !document.documentElement.hidden")


def test_recordings_are_played_in_order_and_a_missing_voice_is_said(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(ADDRESS)))
    page.goto(f"{ADDRESS}/sound")
    page.evaluate("speechSynthesis.getVoices = () => []")
    page.get_by_role("button", name="Écouter").click()
    page.wait_for_function("document.querySelector('[data-label]').textContent === 'Écouter'")
    assert [address for address in asked if address.endswith(".ogg")] == ["/one.ogg", "/two.ogg"]

    page.goto(f"{ADDRESS}/text")
    page.evaluate("speechSynthesis.getVoices = () => []")
    page.get_by_role("button", name="Écouter").click()
    page.get_by_text("Pas de voix", exact=True).wait_for()


def test_without_recording_the_browsers_voice_reads_each_text_once(page: Page) -> None:
    page.goto(f"{ADDRESS}/text")
    page.evaluate(
        """() => {
            window.read = [];
            window.SpeechSynthesisUtterance = function (text) { this.text = text; };
            speechSynthesis.getVoices = () => [{lang: "fr-FR"}];
            speechSynthesis.speak = (line) => { read.push(line.text); setTimeout(() => line.onend(), 5); };
        }"""
    )
    page.get_by_role("button", name="Écouter").click()
    page.wait_for_function("document.querySelector('[data-label]').textContent === 'Écouter' && read.length")

    assert page.evaluate("read") == ["Titre", "Un", "Deux"]


def speak(page: Page, *voices: str) -> None:
    """Give the browser these voices ("fr-FR", "en-US far": not on this computer); keep what they say, and which."""
    page.evaluate(
        """voices => {
            window.read = [];
            window.SpeechSynthesisUtterance = function (text) { this.text = text; };
            speechSynthesis.getVoices = () => voices.map((name) =>
                ({ lang: name.slice(0, 5), name, localService: !name.endsWith("far") }));
            speechSynthesis.speak = (line) => {
                const shown = [...CSS.highlights.get("spoken") || []].map(String).join();
                read.push([line.text, line.voice.name, shown]);
                setTimeout(() => line.onend(), 5);
            };
        }""",
        list(voices),
    )
    page.evaluate("dispatchEvent(new Event('hashchange'))")  # the button looks again at what it can read


def heard(page: Page) -> list[list[str]]:
    page.get_by_role("button", name="Écouter").click()
    page.wait_for_function("read.length && !document.querySelector('[data-on]')")
    said: list[list[str]] = page.evaluate("read")
    return said


def test_each_sentence_is_said_in_its_language_and_shown_while_it_is_said(page: Page) -> None:
    page.goto(f"{ADDRESS}/long")
    speak(page, "en-GB", "fr-CA", "fr-FR")
    said = heard(page)
    assert [[" ".join(text.split()), voice] for text, voice, _shown in said] == [
        ["Bonjour à tous.", "fr-CA"],
        ["Voici 2,5 heures", "fr-CA"],
        ["de cours !", "fr-CA"],
        ["Click here.", "en-GB"],
        ["Fin", "fr-CA"],
        ["Plus", "fr-CA"],
        ["Bas", "fr-CA"],
    ]
    assert [" ".join(shown.split()) for *_said, shown in said] == [" ".join(text.split()) for text, *_rest in said]
    assert page.evaluate("CSS.highlights.size") == 0


def test_what_is_folded_is_read_once_it_is_open(page: Page) -> None:
    page.goto(f"{ADDRESS}/long")
    page.locator("summary").click()
    speak(page, "fr-FR")
    assert "Caché" in [text for text, *_rest in heard(page)]


def test_reading_goes_on_from_what_is_on_the_screen(page: Page) -> None:
    page.goto(f"{ADDRESS}/long")
    page.evaluate("document.querySelector('.tall').style.paddingBlock = '2000px'")
    speak(page, "fr-FR")
    page.evaluate("document.querySelector('[data-listen]').style.position = 'fixed'; scrollTo(0, 1500)")
    assert [text for text, *_rest in heard(page)] == ["Bas"]


def test_a_voice_that_lives_elsewhere_is_never_given_the_words(page: Page) -> None:
    page.goto(f"{ADDRESS}/text")
    speak(page, "fr-FR far", "en-US")
    page.get_by_role("button", name="Écouter (pas de voix ici)").click()
    page.get_by_text("Pas de voix", exact=True).wait_for()
    assert page.evaluate("read") == []


def test_a_recording_that_does_not_come_is_read_by_the_voice(page: Page) -> None:
    page.goto(f"{ADDRESS}/sound")
    speak(page, "fr-FR")
    assert [text for text, *_rest in heard(page)] == ["Titre", "Un", "Deux"]


def test_leaving_or_escaping_stops_the_voice(page: Page) -> None:
    page.goto(f"{ADDRESS}/text")
    speak(page, "fr-FR")
    page.evaluate("() => { speechSynthesis.speak = (line) => { read.push(line.text); }; }")
    page.get_by_role("button", name="Écouter").click()
    page.wait_for_function("read.length === 1")
    page.evaluate("() => { speechSynthesis.cancel = () => { window.cancelled = true; }; }")
    page.keyboard.press("Escape")
    page.wait_for_function("cancelled && !CSS.highlights.size")
    assert page.evaluate("read") == ["Titre"]


def test_the_summary_of_errors_takes_the_focus(page: Page) -> None:
    page.goto(f"{ADDRESS}/errors")

    page.wait_for_function("document.activeElement.hasAttribute('data-errors')")


def test_a_scanned_card_fills_the_form_and_leaves_the_address(page: Page) -> None:
    page.goto(f"{ADDRESS}/card#ABCDEFGHJKMNPQRSTVWXYZ2345")
    page.wait_for_function("location.hash === ''")

    assert page.locator("[data-card-token]").input_value() == "ABCDEFGHJKMNPQRSTVWXYZ2345"
    assert page.locator("[data-card-field]").is_hidden()
    assert page.locator("[data-card-read]").is_visible()

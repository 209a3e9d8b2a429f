"""Learners' pages on a slow line, in a real browser: 400 kbit/s, 400 ms a request, a processor four times slower.

Beside each page, a static page with the same text, bare of everything, from the same process: what the line itself
takes. Readable: the largest text of the screen is painted (Largest Contentful Paint).
"""

import html
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright

from tests.bench.stage import Stage, set_stage
from tests.browser import learning
from tests.browser.conftest import CHROMIUM_ARGS, chromium_path
from tests.browser.weighing import listen

LINE = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
SLOWER = 4
PATIENCE = 60_000  # milliseconds

_PAINTED = """() => new Promise(resolve => new PerformanceObserver(list => {
  const navigation = performance.getEntriesByType("navigation")[0];
  const first = performance.getEntriesByName("first-contentful-paint")[0];
  const largest = list.getEntries().at(-1);
  resolve([largest.startTime, first.startTime, navigation.domContentLoadedEventEnd]);
}).observe({type: "largest-contentful-paint", buffered: true}))"""


@dataclass(frozen=True)
class Visit:
    """One opening of a page: seconds until readable, first painted and loaded; what travelled."""

    readable: float
    painted: float
    loaded: float
    requests: int
    size: int


@dataclass(frozen=True)
class Attempt:
    """A whole attempt: what was asked after the quiz had opened, and what the person waited for, in seconds."""

    first_question: float
    waited: float
    requests: int
    sql: int


class SlowLine:
    """A browser on that line; each visit is at a computer of its own."""

    def __init__(self, browser: Browser, stage: Stage, base: str) -> None:
        self._browser = browser
        self._stage = stage
        self._base = base

    @contextmanager
    def computer(self, who: str, *, script: bool = True) -> Iterator[BrowserContext]:
        """A browser that holds nothing but the session of this person; nobody's when `who` is empty."""
        context = self._browser.new_context(locale="fr-FR", java_script_enabled=script)
        context.set_default_timeout(PATIENCE)
        if who:
            context.add_cookies([{"name": "sessionid", "value": self._stage.sessions[who], "url": self._base}])
        yield context
        context.close()

    def _slow_page(self, context: BrowserContext, *, already_at: str = "") -> tuple[Page, Any]:
        page = context.new_page()
        if already_at:
            page.goto(self._base + already_at, wait_until="networkidle")
        line = context.new_cdp_session(page)
        weighed = listen(line)
        line.send("Network.emulateNetworkConditions", LINE)
        line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        return page, weighed

    def visit(self, context: BrowserContext, path: str, *, by_link_from: str = "") -> Visit:
        """Open the address, or press the link to it on the page at `by_link_from`."""
        page, weighed = self._slow_page(context, already_at=by_link_from)
        if by_link_from:
            page.locator(f"a[href='{path}']").first.click()
            page.wait_for_url(f"**{path}", wait_until="networkidle")
        else:
            page.goto(self._base + path, wait_until="networkidle")
        readable, painted, loaded = (moment / 1000 for moment in page.evaluate(_PAINTED))
        page.close()
        return Visit(readable, painted, loaded, weighed.requests, weighed.bytes)

    def keep_text(self, who: str, path: str, name: str) -> None:
        """Make the static page that says what this one says."""
        with self.computer(who) as context:
            page = context.new_page()
            page.goto(self._base + path)
            text = page.locator("body").inner_text()
        lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.splitlines() if line.strip())
        words = f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>{name}</title>\n{lines}</html>'
        (self._stage.pages / f"{name}.html").write_text(words, encoding="utf-8")

    def attempt(self, who: str, *, script: bool) -> Attempt:
        """The quiz from its first screen to its result, every answer right."""
        with self.computer(who, script=script) as context:
            page, _ = self._slow_page(context)
            answers: list[Response] = []
            page.goto(self._base + self._stage.quiz)
            start = time.perf_counter()
            page.locator("main form button.main").first.click()
            page.locator("h1.step").wait_for()
            first = time.perf_counter() - start
            page.wait_for_load_state("networkidle")
            page.on("response", lambda answer: answers.append(answer) if "/static/" not in answer.url else None)
            waited = sum(_one_question(page, number) for number in range(1, self._stage.questions + 1))
            page.wait_for_load_state("networkidle")
            sql = sum(int(answer.headers.get("x-sql", 0)) for answer in answers)
            return Attempt(first, waited, len(answers), sql)


def _one_question(page: Page, number: int) -> float:
    """Answer, read, go on; the seconds waited. `wait_for` looks at every frame, where `expect` looks once a second."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Question {number} ")
    for field in learning.right_fields(page):
        field.check()
    if accepted := learning.asked(page).accepted:
        page.locator("input#answer").fill(accepted[0])
    start = time.perf_counter()
    page.get_by_role("button", name=learning.ANSWER).click()
    page.get_by_text("C’est juste").first.wait_for()
    answered = time.perf_counter() - start
    onward = page.get_by_role("link", name="Question suivante").or_(page.get_by_role("link", name="Voir mon résultat"))
    start = time.perf_counter()
    onward.click()
    page.get_by_role("heading", level=1).filter(has_not_text=f"Question {number} ").wait_for()
    return answered + time.perf_counter() - start


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _median(visits: list[Visit]) -> Visit:
    """The visit whose time to readable is in the middle."""
    return sorted(visits, key=lambda visit: visit.readable)[len(visits) // 2]


def _told(visit: Visit, beside: float) -> dict[str, Any]:
    return {
        "readable_s": round(visit.readable, 2),
        "painted_s": round(visit.painted, 2),
        "loaded_s": round(visit.loaded, 2),
        "ratio_to_static": round(visit.readable / beside, 2),
        "requests": visit.requests,
        "bytes": visit.size,
    }


def measure(base: str, rounds: int, folder: str) -> dict[str, Any]:
    """Print the table of pages, then that of attempts; the same figures as a dict."""
    stage = set_stage(Path(folder), attempts=2)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGS)
        line = SlowLine(browser, stage, base)
        found = {"pages": _pages(line, stage, rounds), "attempts": _attempts(line)}
        browser.close()
    return found


def _pages(line: SlowLine, stage: Stage, rounds: int) -> dict[str, Any]:
    head = (
        f"{'page':<22}{'':>6}{'readable s':>12}{'static s':>10}{'ratio':>7}{'loaded s':>10}{'requests':>10}{'bytes':>8}"
    )
    say(head)
    found: dict[str, Any] = {}
    for name, (who, path) in stage.screens.items():
        line.keep_text(who, path, name)
        cold, warm, static = [], [], []
        for _ in range(rounds):
            with line.computer("") as context:
                static.append(line.visit(context, f"/bench/static/{name}/"))
            with line.computer(who) as context:
                cold.append(line.visit(context, path))
                warm.append(line.visit(context, path, by_link_from=_path_of(stage, stage.reached.get(name))))
        beside = statistics.median(visit.readable for visit in static)
        found[name] = {"static_s": round(beside, 2)}
        for state, visits in (("cold", cold), ("warm", warm)):
            figures = found[name][state] = _told(_median(visits), beside)
            say(
                f"{name:<22}{state:>6}{figures['readable_s']:>12.2f}{beside:>10.2f}{figures['ratio_to_static']:>7.2f}"
                f"{figures['loaded_s']:>10.2f}{figures['requests']:>10}{figures['bytes']:>8}"
            )
    return found


def _path_of(stage: Stage, screen: str | None) -> str:
    return stage.screens[screen][1] if screen else ""


def _attempts(line: SlowLine) -> dict[str, Any]:
    say(f"\n{'ten questions':<22}{'first question s':>18}{'waited s':>10}{'requests':>10}{'SQL':>6}")
    found = {}
    for who, name, script in (("attempt 1", "with script", True), ("attempt 2", "without script", False)):
        figures = line.attempt(who, script=script)
        found[name] = {
            "first_question_s": round(figures.first_question, 2),
            "waited_s": round(figures.waited, 1),
            "requests": figures.requests,
            "sql": figures.sql,
        }
        say(f"{name:<22}{figures.first_question:>18.2f}{figures.waited:>10.1f}{figures.requests:>10}{figures.sql:>6}")
    return found

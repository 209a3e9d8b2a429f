"""A learner who reads with difficulty does lesson D04-L1 with sound only: recordings alone, keys alone."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from cms.demo import reader
from cms.demo.audio import clips, recordings
from tests.browser import learning
from tests.browser.conftest import Seat, Site
from tests.browser.newcomers import newcomer, until
from tests.browser.test_learner_journey import _pick_by_keyboard, _tab_to

LESSON = reader.course("D04").lessons[0]
# No voice at all on this computer. Each sound that the page makes is kept, to see that it really plays; from the
# second one on they are heard in a hurry.
NO_VOICE = """
Object.defineProperty(window, "speechSynthesis", { value: undefined });
delete window.SpeechSynthesisUtterance;
window.played = [];
window.hurry = 1;
window.Audio = new Proxy(window.Audio, { construct: (made, given) => {
  const sound = new made(...given);
  sound.defaultPlaybackRate = sound.playbackRate = window.hurry;
  sound.heard = 0;
  sound.addEventListener("timeupdate", () => { sound.heard = Math.max(sound.heard, sound.currentTime); });
  window.played.push(sound);
  return sound;
} });
"""
ALL_HEARD = "!document.querySelector('[data-listen]').hasAttribute('data-on')"


def _seconds_heard(page: Page) -> list[float]:
    return [float(heard) for heard in page.evaluate("played.map(sound => sound.heard)")]


def _listen(page: Page) -> None:
    """Press « Écouter » with the keyboard and hear the page to its end."""
    page.locator("body").evaluate("() => document.activeElement.blur()")
    _tab_to(page, "[data-listen]")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('[data-listen]').hasAttribute('data-on')")
    until(page, ALL_HEARD)


def _words_of(keys: list[str]) -> list[float]:
    return [float(recordings(LESSON.code)[key].seconds) for key in keys]


def test_a_lesson_and_its_questions_by_ear(take_seat: Callable[..., Seat], site: Site) -> None:
    learner, lessons = newcomer(site, "Lalla", course="D04")
    seat = take_seat(reduced_motion="reduce")
    seat.context.add_init_script(NO_VOICE)
    page = seat.page
    seat.sign_in_with_card(learner)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour Lalla", timeout=20_000)
    expect(page.get_by_role("button", name="Écouter (pas de voix ici)")).to_be_visible()

    seat.go(lessons[0])
    expect(page.get_by_role("button", name="Écouter", exact=True)).to_be_visible()
    _the_first_sound_advances(page)
    page.evaluate("hurry = 8; played.length = 0")
    _listen(page)
    spoken = [clip.key for clip in clips(LESSON) if clip.key.startswith(("title", "objective", "block"))]
    heard = _seconds_heard(page)
    assert len(heard) == len(spoken)
    for seconds, whole in zip(heard, _words_of(spoken), strict=True):
        assert seconds > whole * 0.6, (heard, spoken)

    for onward in ("#end a.button.main", "form button.button.main"):
        _tab_to(page, onward)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.locator("h1.step")).to_be_visible()
    for _question in LESSON.questions:
        _hear_and_answer(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("4 réponses justes sur 4")
    page.evaluate("hurry = 8; played.length = 0")
    _listen(page)
    assert len(_seconds_heard(page)) >= len(LESSON.questions)  # what is said of each answer
    seat.assert_no_fault()


def _the_first_sound_advances(page: Page) -> None:
    """At its own pace: the clock of the sound goes on, the text that is read is marked, one key stops it."""
    _tab_to(page, "[data-listen]")
    page.keyboard.press("Enter")
    until(page, "played.length === 1 && played[0].currentTime > 0.3")
    before = page.evaluate("played[0].currentTime")
    until(page, f"played[0].currentTime > {before} + 0.3")
    assert page.locator("h1[data-speaking]").count() == 1
    expect(page.get_by_role("button", name="Arrêter")).to_be_in_viewport()
    page.keyboard.press("Escape")
    until(page, "played[0].paused")
    assert page.locator("[data-speaking]").count() == 0
    expect(page.get_by_role("button", name="Écouter", exact=True)).to_be_visible()


def _hear_and_answer(page: Page) -> None:
    """The question and its choices, then what is said of the answer: each once."""
    question = learning.asked(page)
    page.evaluate("hurry = 8; played.length = 0")
    _listen(page)
    assert len(_seconds_heard(page)) == 1 + max(len(question.choices), 2)
    assert min(_seconds_heard(page)) > 0.2
    page.locator("body").evaluate("() => document.activeElement.blur()")
    _pick_by_keyboard(page)
    expect(page.get_by_text("C’est juste")).to_have_count(1)
    page.evaluate("played.length = 0")
    _listen(page)
    assert min(_seconds_heard(page)) > 0.2
    _tab_to(page, "[data-question] a.button.main, [data-question] button.main")
    page.keyboard.press("Enter")
    expect(page.get_by_text("C’est juste")).not_to_have_count(1)  # none on the next question, all on the result


def test_without_scripts_each_recording_has_its_own_controls(take_seat: Callable[..., Any], site: Site) -> None:
    learner, lessons = newcomer(site, "Omar", course="D04")
    seat = take_seat(javascript=False)
    seat.sign_in_with_card(learner)
    expect(seat.page.get_by_role("heading", level=1)).to_contain_text("Bonjour Omar", timeout=20_000)
    seat.go(lessons[0])
    recorded = [key for key in recordings(LESSON.code) if key.startswith(("title", "objective", "block"))]
    expect(seat.page.locator("main audio")).to_have_count(len(recorded))
    expect(seat.page.locator("main audio").first).to_be_visible()
    seat.assert_no_fault()

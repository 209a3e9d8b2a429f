"""The exercise types of the real packages: how each is recognised, worked at half, and answered right."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Frame, Locator, Page

WORDS = ".h5p-word-selectable-words [role=option]"
Act = Callable[[Frame], None]


@dataclass(frozen=True)
class Kind:
    """A real package of a type: what is there once it is drawn, half of the work, all of it answered right.

    `half` is None where there is nothing to keep, `solve` where no score is looked for here.
    """

    package: str
    landmark: str
    half: Act | None = None
    solve: Act | None = None


def params_of(frame: Frame) -> Any:
    """What the exercise was made of."""
    return json.loads(frame.evaluate("H5PIntegration.contents['cid-1'].jsonContent"))


def plain(frame: Frame, html: str) -> str:
    """The words of a piece of HTML."""
    return str(frame.evaluate("html => { const b = document.createElement('div'); b.innerHTML = html;"
                              " return b.textContent.trim(); }", html))  # fmt: skip


def drag(page: Page, what: Locator, where: Locator) -> None:
    """With the mouse, in steps, as jQuery UI wants it."""
    what.scroll_into_view_if_needed()
    begin, end = what.bounding_box(), where.bounding_box()
    assert begin
    assert end
    page.mouse.move(begin["x"] + begin["width"] / 2, begin["y"] + begin["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=12)
    page.mouse.up()


def check(frame: Frame) -> None:
    frame.locator(".h5p-question-check-answer:visible").first.click()


def choose_right(frame: Frame) -> None:
    for answer in params_of(frame)["answers"]:
        if answer["correct"]:
            frame.locator(".h5p-answer", has_text=plain(frame, answer["text"])).first.click()
    check(frame)


def say_true_or_false(frame: Frame) -> None:
    right = params_of(frame)["correct"] == "true"
    frame.locator(".h5p-true-false-answer").nth(0 if right else 1).click()
    check(frame)


def blanks_of(frame: Frame) -> list[str]:
    """The first right answer of each gap, in order."""
    texts = [text.split("*")[1::2] for text in params_of(frame)["questions"]]
    return [plain(frame, gap.split(":")[0].split("/")[0]) for gaps in texts for gap in gaps]


def fill_the_blanks(frame: Frame) -> None:
    for place, answer in enumerate(blanks_of(frame)):
        frame.locator(".h5p-text-input").nth(place).fill(answer)
        frame.page.keyboard.press("Tab")  # some check each gap when it is left
    if frame.locator(".h5p-question-check-answer:visible").count():
        check(frame)


def fill_the_first(frame: Frame) -> None:
    frame.locator(".h5p-text-input").first.fill("moitié")


def drop_word(frame: Frame, place: int) -> None:
    word = frame.evaluate("place => H5P.instances[0].droppables[place].text", place)
    words = frame.locator(".h5p-drag-draggables-container [role=button], .h5p-drag-draggables-container .ui-draggable")
    drag(frame.page, words.filter(has_text=word).first, frame.locator(".h5p-drag-dropzone-container").nth(place))


def drag_the_words(frame: Frame) -> None:
    for place in range(int(frame.evaluate("H5P.instances[0].droppables.length"))):
        drop_word(frame, place)
    check(frame)


def mark_the_words(frame: Frame) -> None:
    right = frame.evaluate(
        "H5P.instances[0].selectableWords.map((word, i) => word.isAnswer() ? i : -1).filter(i => i >= 0)"
    )
    for place in right:
        frame.locator(WORDS).nth(place).click()
    check(frame)


def choose_single(frame: Frame, place: int) -> None:
    """The right one is the first that the author wrote."""
    right = plain(frame, params_of(frame)["choices"][place]["answers"][0])
    slide = frame.locator(".h5p-sc-slide.h5p-sc-current-slide")
    slide.locator(".h5p-sc-alternative", has_text=right).first.click()


def choose_each_single(frame: Frame) -> None:
    count = len(params_of(frame)["choices"])
    for place in range(count):
        choose_single(frame, place)
        frame.wait_for_function(
            "place => !document.querySelectorAll('.h5p-sc-slide')[place].matches('.h5p-sc-current-slide')",
            arg=place,
        )


def pick_statement(frame: Frame, place: int) -> None:
    """The right one is the first that the author wrote."""
    right = plain(frame, params_of(frame)["summaries"][place]["summary"][0])
    frame.locator(".summary-claim-unclicked:visible", has_text=right).first.click()


def sum_up(frame: Frame) -> None:
    panels = [each for each in params_of(frame)["summaries"] if each.get("summary")]
    for place in range(len(panels)):
        pick_statement(frame, place)
        frame.page.wait_for_timeout(1200)  # the panel slides away


def drop_each(frame: Frame) -> None:
    """Every thing on a zone that it is right for."""
    zones = params_of(frame)["question"]["task"]["dropZones"]
    for place, zone in enumerate(zones):
        for thing in zone["correctElements"]:
            things = frame.locator(".h5p-draggable")
            drag(frame.page, things.nth(int(thing)), frame.locator(".h5p-dropzone").nth(place))
    check(frame)


def write_the_essay(frame: Frame) -> None:
    """With every word that it looks for."""
    words = [each["keyword"].replace("*", "").split("/")[0] for each in params_of(frame)["keywords"]]
    frame.locator("textarea:visible").first.fill(" ".join(words * 3))
    check(frame)


def turn_the_cards(frame: Frame) -> None:
    """The next card comes by itself, after 3.5 seconds."""
    for card in params_of(frame)["cards"]:
        frame.locator(".h5p-current .h5p-textinput:enabled").fill(card["answer"].split("/")[0])
        frame.locator(".h5p-current .h5p-check-button").click()


def type_something(frame: Frame) -> None:
    frame.locator("textarea:visible").first.fill("Quelques mots, à finir plus tard.")
    frame.locator("textarea:visible").first.blur()


# After each Tab: what has the focus, and everything that a key could change.
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  return { typed: at.matches('input:not([type=button]):not([type=submit]), textarea'),
           link: at.matches('a[href]:not([role])'), index: [...document.querySelectorAll('*')].indexOf(at) };
}"""
LOOKS = "() => document.body.innerHTML + [...document.querySelectorAll('input, textarea')].map((e) => e.value)"


def answers_the_keyboard(page: Page, frame: Frame) -> bool:
    """Whether something changes for somebody who has Tab, Space, Enter and letters only."""
    page.locator("[data-h5p] iframe").focus()
    for _step in range(40):
        page.keyboard.press("Tab")
        focus = frame.evaluate(FOCUS)
        if focus is None or focus["link"]:
            continue
        for key in ("a",) if focus["typed"] else ("Space", "Enter"):
            before = frame.evaluate(LOOKS)
            page.keyboard.press(key)
            page.wait_for_timeout(150)
            if frame.evaluate(LOOKS) != before:
                return True
    return False


def press(selector: str, place: int = 0) -> Act:
    """Press what is shown first, or at a place."""
    return lambda frame: frame.locator(selector).nth(place).click()


def drop_first(frame: Frame) -> None:
    drag(frame.page, frame.locator(".h5p-draggable").first, frame.locator(".h5p-dropzone").first)


NEXT_CHAPTER = ".h5p-interactive-book-status-arrow.next, .navigation-button.next, .h5p-interactive-book-status-button"
KINDS = (
    Kind("LumiH5PIDMultiChoiceTest", ".h5p-answer", press(".h5p-answer"), choose_right),
    Kind("H5P.TrueFalse-1.8", ".h5p-true-false-answer", press(".h5p-true-false-answer", 1), say_true_or_false),
    Kind("example-content-fill-in-the-blanks-64614", ".h5p-text-input", fill_the_first, fill_the_blanks),
    Kind("drag-the-words-1399", ".h5p-drag-text", lambda frame: drop_word(frame, 0), drag_the_words),
    Kind("mark-the-words-2-1408", WORDS, press(WORDS, 1), mark_the_words),
    Kind("single-choice-set-1515", ".h5p-sc-alternative", lambda frame: choose_single(frame, 0), choose_each_single),
    Kind("summary-714", ".summary-claim-unclicked", lambda frame: pick_statement(frame, 0), sum_up),
    Kind("essay-4-166755", "textarea", type_something, write_the_essay),
    Kind("drag-and-drop-712", ".h5p-draggable", drop_first, drop_each),
    Kind("example-content-flashcards-language-learning-example-111823", ".h5p-flashcards", None, turn_the_cards),
    Kind("question-set-616", ".questionset", press(".h5p-answer:visible, [role=radio]:visible")),
    Kind("column-test-5-55329", ".h5p-column-content", press("[role=radio]:visible, [role=checkbox]:visible")),
    Kind("ASSEMBLED__course-presentation-website-development", ".h5p-slide", press(".h5p-footer-next-slide")),
    Kind("vietnamese-story", ".h5p-interactive-book-main", press(f":is({NEXT_CHAPTER}):visible")),
    Kind("dialog-cards-620", ".h5p-dialogcards-card-content", press(".h5p-dialogcards-next:visible")),
    Kind("accordion-6-7138", ".h5p-panel-button"),
    Kind("image-hotspots-2-825", ".h5p-image-hotspot"),
    Kind("timeline-3-716", ".h5p-timeline"),
    Kind("valid2", ".h5p-content *"),
)

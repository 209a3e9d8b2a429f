"""What a learner does in a quiz: reads the question, knows the answer (from the demo's own content), gives it."""

import re
from functools import cache

from playwright.sync_api import Locator, Page, expect

from cms.demo import reader
from cms.demo.content import Question
from cms.demo.people import card_code, pin

ANSWER = "Valider"


def card_of(name: str) -> dict[str, str]:
    """The card of a learner of the demo's cast."""
    return {"name": name, "card": card_code(name), "pin": pin(name)}


def plain(text: str) -> str:
    """The words without their typography: every space is one ordinary space."""
    return re.sub(r"\s+", " ", text).strip()


@cache
def _questions() -> dict[str, Question]:
    return {
        plain(question.prompt): question
        for course in reader.courses()
        for lesson in course.lessons
        for question in lesson.questions
    }


def asked(page: Page) -> Question:
    """The question on the screen."""
    return _questions()[plain(page.locator("form legend, form label.prompt").inner_text())]


def right_fields(page: Page) -> list[Locator]:
    """What must be ticked, for a question with choices; nothing for one where words are typed."""
    question = asked(page)
    if question.interaction == "true-false":
        return [page.locator(f"input[name=answer][value={str(question.answer).lower()}]")]
    right = {plain(choice.text) for choice in question.choices if choice.correct}
    labels = [label for label in page.locator("label.choice").all() if plain(label.inner_text()) in right]
    return [label.locator("input") for label in labels]


def answer(page: Page) -> None:
    """Give the right answer to the question on the screen and read what is said of it."""
    for field in right_fields(page):
        field.check()
    if accepted := asked(page).accepted:
        page.locator("input#answer").fill(accepted[0])
    page.get_by_role("button", name=ANSWER).click()
    expect(page.get_by_text("C’est juste").first).to_be_visible()


def to_the_next(page: Page) -> bool:
    """Go on after an answer; False where the quiz has no question left."""
    onward = page.get_by_role("link", name="Question suivante").or_(page.get_by_role("link", name="Voir mon résultat"))
    with page.expect_navigation():
        onward.click()
    return page.get_by_role("button", name=ANSWER).count() > 0


def answer_all_that_is_left(page: Page) -> None:
    """To the result of the quiz."""
    answer(page)
    while to_the_next(page):
        answer(page)

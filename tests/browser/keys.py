"""A person without a mouse: Tab, arrows, Space and Enter, and what the browser says of where they are."""

import pytest
from playwright.sync_api import Page

from tests.browser import learning

STOPS = 60
FOCUSED = """() => { const e = document.activeElement, s = getComputedStyle(e), c = e.closest('.choice');
  const outlined = s.outlineStyle !== 'none' || (c && getComputedStyle(c).outlineStyle !== 'none');
  return {nowhere: e === document.body, seen: outlined,
    said: e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || e.name || e.tagName}; }"""


def stop(page: Page) -> str:
    """Press Tab; the words of what has the focus now, which must be seen. Empty when the page is left."""
    page.keyboard.press("Tab")
    found = page.evaluate(FOCUSED)
    if found["nowhere"]:
        return ""
    assert found["seen"], f"the focus on {found['said']} cannot be seen on {page.url}"
    return learning.plain(found["said"])


def stops(page: Page) -> list[str]:
    """Every stop of the page in its order, from the skip link until Tab leaves it: nothing holds the focus back."""
    page.locator(".skip").focus()
    found = [learning.plain(page.locator(".skip").inner_text())]
    for _ in range(STOPS):
        if not (here := stop(page)):
            return found
        found.append(here)
    pytest.fail(f"Tab does not leave {page.url}: {found[-8:]}")


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what CSS selector `wanted` finds has the focus, which must be seen."""
    for _ in range(STOPS):
        stop(page)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    pytest.fail(f"the keyboard does not reach {wanted} on {page.url}")


def assert_somewhere(page: Page) -> None:
    """The focus was not lost: it stands on something of the page, not on the page itself."""
    assert not page.evaluate(FOCUSED)["nowhere"], f"the focus is lost on {page.url}"


def pick(page: Page) -> None:
    """Give the right answer to the question on the screen, and validate it."""
    if accepted := learning.asked(page).accepted:
        tab_to(page, "#answer")
        page.keyboard.type(accepted[0])
        page.keyboard.press("Enter")
        return
    for name in [str(field.get_attribute("id")) for field in learning.right_fields(page)]:
        _tick(page, name)
    tab_to(page, "form[data-quiz] button.main")
    page.keyboard.press("Enter")


def _tick(page: Page, name: str) -> None:
    field = page.locator(f"#{name}")
    if field.get_attribute("type") == "checkbox":
        tab_to(page, f"#{name}")
        page.keyboard.press("Space")
        return
    tab_to(page, "input[name=answer]")
    page.keyboard.press("Space")
    for _ in range(page.locator("input[name=answer]").count()):
        if field.is_checked():
            return
        page.keyboard.press("ArrowDown")

"""What is wrong with a page that is shown: what axe finds, what is wider than the screen, targets too small."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import AXE

# What a person sets in her own browser, WCAG 1.4.12: nothing may be cut off or lie over something else.
OWN_SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }"""
WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')]
    .filter(e => { const b = e.getBoundingClientRect(); return (b.right > innerWidth + 1 || b.left < -1)
      && !e.closest('.unseen, .skip, .scroll'); })
    .map(e => e.outerHTML.slice(0, 140)).slice(0, 3)"""
# What no page is made of: no document type, two titles, markup for looks, links that open a window by themselves.
MADE_OF = """() => [
  ...(document.doctype?.name === 'html' ? [] : ['no doctype']),
  ...(document.querySelectorAll('h1').length === 1 ? [] : [`${document.querySelectorAll('h1').length} h1`]),
  ...document.querySelectorAll('font, center, big, tt, strike, marquee, [bgcolor], [align], body [style], a[target]'),
].map(e => e.outerHTML?.slice(0, 120) ?? e)"""
# Buttons, fields and links that stand alone; a link within a sentence is as high as its line.
SMALL = """() => [...document.querySelectorAll(
  'button, .button, input:not([type=hidden]), select, textarea, summary, a')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.skip')
    && !(e.matches('a:not(.button)') && e.closest('p, li, td, dd, h1, h2, h3, .who')))
  .map(e => [e.closest('label') || e, e])
  .filter(([target, e]) => { const b = target.getBoundingClientRect(); return b.height < 43.9 || b.width < 43.9; })
  .map(([target, e]) => `${Math.round(target.getBoundingClientRect().height)} px: ${e.outerHTML.slice(0, 120)}`)"""


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run({resultTypes: ['violations']})).violations")
    return [f"{each['id']}: {each['help']} – {[n['html'][:160] for n in each['nodes'][:3]]}" for each in found]


def faults_of(page: Page, *, on_a_phone: bool) -> list[str]:
    """What is wrong with the page that is shown."""
    found = _violations(page) + [f"made of: {each}" for each in page.evaluate(MADE_OF)]
    if wider := page.evaluate(WIDER):
        found.append(f"wider than the screen: {wider}")
    found += [f"small target: {each}" for each in page.evaluate(SMALL)]
    if on_a_phone:
        page.add_style_tag(content=OWN_SPACING)
        if wider := page.evaluate(WIDER):
            found.append(f"wider than the screen with spacing of one's own: {wider}")
    return found

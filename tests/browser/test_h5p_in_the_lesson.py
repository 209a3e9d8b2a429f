"""The demo's exercise, in its lesson, done by a learner of the demo who signs in with a card."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Seat, Site

WIDE = """() => {
    const frame = document.querySelector("iframe").clientWidth, card = document.querySelector("[data-h5p]");
    const { paddingLeft, paddingRight } = getComputedStyle(card);
    return frame >= card.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) - 1;
}"""


def test_a_learner_does_the_exercise_of_the_lesson(site: Site, take_seat: Callable[..., Seat]) -> None:
    seat = take_seat()
    seat.sign_in_with_card(site.accounts["learner"])
    seat.go(site.accounts["urls"]["h5p"])
    seat.assert_accessible()
    seat.page.get_by_role("button", name="Commencer").click()
    frame = seat.page.frame_locator("iframe")
    end = seat.page.locator("#end")
    end.evaluate("end => { end.dataset.former = 'yes'; }")
    expect(frame.locator("select").first).to_be_visible()
    assert seat.page.evaluate(WIDE), "the exercise has the whole width of its card"
    for index in range(frame.locator("select").count()):
        frame.locator("select").nth(index).select_option(index=1)
    frame.get_by_role("button").click()
    player = seat.page.locator("[data-h5p]")
    expect(player.get_by_role("status")).to_contain_text("(auto-évaluation)")
    # What is left to do follows, without the page being loaded again
    expect(end).not_to_have_attribute("data-former", "yes")
    seat.assert_accessible()
    seat.assert_no_fault()

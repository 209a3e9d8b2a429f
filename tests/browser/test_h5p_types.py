"""Every type of exercise of the real packages: played, found again on another seat, answered right, with keys alone.

What comes of it is the table of docs/h5p.md. `H5P_TABLE=1` writes it anew.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from assessments.attempts.models import Outcome
from assessments.h5p.models import H5PContent, H5PContentVersion, H5PState
from tests.browser.h5p_desk import Desk
from tests.browser.h5p_types import KINDS, Kind, answers_the_keyboard

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.h5p_urls")]

GUIDE = Path(settings.BASE_DIR) / "docs" / "h5p.md"
STILL = 2_500  # milliseconds
STATE = "JSON.stringify(H5P.instances[0].getCurrentState?.() ?? null)"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.package[:40])
def test_a_real_exercise_does_what_the_guide_says_of_its_type(
    kind: Kind,
    desk: Callable[[Any], Desk],
    h5p_packages_dir: Path,
) -> None:
    with (h5p_packages_dir / f"{kind.package}.h5p").open("rb") as package:
        seat = desk(package)
    begin(seat, kind)
    resumes = found_again(seat, kind) if kind.half else "keeps nothing"
    score = answered_right(seat, kind) if kind.solve else "not tried"
    keyboard = "yes" if with_keys_alone(seat, kind) else "no"
    seat.page.close()  # what it still wants to send is not for the next test
    assert seat.faults == []
    library = H5PContentVersion.objects.get().main_library.removeprefix("H5P.")
    say(library, [library, "yes", score, resumes, end_of(score), keyboard])


def begin(seat: Desk, kind: Kind) -> None:
    seat.start()
    seat.frame.locator(kind.landmark).first.wait_for(state="attached")


def found_again(seat: Desk, kind: Kind) -> str:
    """Half of the work done here is there, to the letter, at another computer."""
    assert kind.half
    before = seat.frame.evaluate(STATE)
    with seat.page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        kind.half(seat.frame)
    kept = settled(seat)
    assert kept != before
    wait_until_kept(seat, kept)
    with seat.elsewhere() as other:
        begin(other, kind)
        assert settled(other) == kept
    return "yes"


def settled(seat: Desk) -> str:
    """The state of the exercise once it changes no more by itself: slides and cards take their time."""
    state, since = seat.frame.evaluate(STATE), 0
    while since < STILL:
        seat.frame.wait_for_timeout(250)
        again = seat.frame.evaluate(STATE)
        since, state = (since + 250, state) if again == state else (0, again)
    return str(state)


def wait_until_kept(seat: Desk, state: str) -> None:
    """The frame looks every few seconds at what changed without a word."""
    for _try in range(40):
        if H5PState.objects.filter(data_type="state", sub_content_id="", value=state).exists():
            return
        seat.frame.wait_for_timeout(250)
    raise AssertionError(f"not kept after ten seconds: {state[:200]}")


def answered_right(seat: Desk, kind: Kind) -> str:
    assert kind.solve
    H5PState.objects.all().delete()
    begin(seat, kind)
    kind.solve(seat.frame)
    expect(seat.page.get_by_role("status")).to_contain_text("auto-évaluation")
    outcome = Outcome.objects.latest("pk")
    assert outcome.score_raw == outcome.score_max
    assert outcome.success
    return f"{outcome.score_raw:g} of {outcome.score_max:g}"


def with_keys_alone(seat: Desk, kind: Kind) -> bool:
    H5PState.objects.all().delete()
    begin(seat, kind)
    seat.frame.wait_for_timeout(500)
    return answers_the_keyboard(seat.page, seat.frame)


def end_of(score: str) -> str:
    if H5PContent.objects.get().completion_rule == H5PContent.CompletionRule.DECLARED:
        return "the person's button"
    return "its own word" if score == "not tried" else "its score"


def say(library: str, cells: list[str]) -> None:
    """The row of the guide is this one; or becomes it."""
    row = f"| {' | '.join(cells)} |"
    text = GUIDE.read_text()
    found = re.search(rf"^\| {re.escape(library)} \|.*$", text, re.MULTILINE)
    assert found, f"docs/h5p.md has no row for {library}: {row}"
    if os.environ.get("H5P_TABLE"):
        GUIDE.write_text(text.replace(found[0], row))
    else:
        assert found[0] == row

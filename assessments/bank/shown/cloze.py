"""A text with gaps of its own kinds: some to type in, some with a list, shuffled."""

from assessments.bank.shown.gapped import ShownGaps, shown_gaps
from assessments.bank.shown.parts import Showing


def details(showing: Showing) -> ShownGaps:
    pieces = showing.body["pieces"]
    lists = {each["gap"]: showing.chance.shuffled(each["choices"], each["gap"]) for each in pieces if "choices" in each}
    return shown_gaps(pieces, lists)

"""Words to put in a text: each gap has the list of all the words, shuffled once for all of them."""

from assessments.bank.shown.gapped import ShownGaps, shown_gaps
from assessments.bank.shown.parts import Showing


def details(showing: Showing) -> ShownGaps:
    pieces, pool = showing.body["pieces"], showing.chance.shuffled(showing.body["words"], "words")
    return shown_gaps(pieces, {each["gap"]: pool for each in pieces if "gap" in each})

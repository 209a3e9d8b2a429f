"""A text with gaps of its own kinds once answered."""

from assessments.bank.reviews.gapped import ReviewedGaps, reviewed_gaps
from assessments.bank.reviews.parts import Reviewed
from assessments.grading.cloze import ChosenGap, right_gaps


def nothing() -> dict[str, str]:
    return {}


def details(reviewed: Reviewed) -> ReviewedGaps:
    pieces, gaps = reviewed.version.body["pieces"], reviewed.definition.gaps
    texts = {(each["gap"], one["id"]): one["text"] for each in pieces for one in each.get("choices", [])}
    return reviewed_gaps(
        pieces,
        given={gap: texts.get((gap, put), put) for gap, put in reviewed.given.items()},
        right=right_gaps(reviewed.definition, reviewed.given),
        expected={
            name: texts[name, gap.correct] if isinstance(gap, ChosenGap) else gap.accepted[0]
            for name, gap in gaps.items()
        },
    )

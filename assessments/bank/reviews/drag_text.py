"""Words put in a text once answered."""

from assessments.bank.reviews.gapped import ReviewedGaps, reviewed_gaps
from assessments.bank.reviews.parts import Reviewed
from assessments.grading.drag_text import right_gaps


def nothing() -> dict[str, str]:
    return {}


def details(reviewed: Reviewed) -> ReviewedGaps:
    body, key = reviewed.version.body, reviewed.version.answer_key.key
    texts = {word["id"]: word["text"] for word in body["words"]}
    return reviewed_gaps(
        body["pieces"],
        given={gap: texts[word] for gap, word in reviewed.given.items() if word},
        right=right_gaps(reviewed.definition, reviewed.given),
        expected={gap: texts[words[0]] for gap, words in key["gaps"].items()},  # the author's first
    )

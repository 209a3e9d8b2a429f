"""What questions asked inside a text share: how their gaps are answered, and what is said of their parts."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping

from assessments.grading.problems import UnreadableResponse
from assessments.grading.score import Said

LONGEST = 100  # signs in one gap: a word or a few


def read_filled(gaps: Collection[str], response: object) -> dict[str, str]:
    """What stands in each gap, "" where nothing does, in the gaps' order; `response` names some of the gaps.

    Raises UnreadableResponse.
    """
    if not isinstance(response, dict) or not response.keys() <= set(gaps):
        raise UnreadableResponse("gaps are answered by what stands in each of them, by name")
    if not all(isinstance(text, str) and len(text) <= LONGEST for text in response.values()):
        raise UnreadableResponse(f"what stands in a gap is a text of at most {LONGEST} signs")
    if any(sign == "\x00" or unicodedata.category(sign) == "Cs" for text in response.values() for sign in text):
        raise UnreadableResponse("NUL and lone surrogates are no text: no database keeps them")
    return {gap: response.get(gap, "") for gap in gaps}


def said_of(parts: Iterable[str], wrong: Collection[str], words: Mapping[str, str]) -> tuple[Said, ...]:
    """The author's `words` on the whole ("correct", "incorrect"), then on each part that is wrong, in their order."""
    heard = ("incorrect" if wrong else "correct", *(part for part in parts if part in wrong))
    return tuple(Said(part, text) for part in heard if (text := words.get(part, "")))

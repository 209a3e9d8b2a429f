"""What is forgiven in a typed answer. Beginners are asked what they know, not how they type.

Always: spaces (missing, doubled, before or after), curly or straight apostrophes, œ for oe, signs that do not show.
Unless the author says that they count: capitals; accents and cedillas. If the author allows it: a letter or two off.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.grading.problems import ImpossibleDefinition

MOST_TYPOS = 2
LETTERS_A_TYPO = 4  # a word forgives one letter off for each four of its own: none under four, two from eight on
ALIKE = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
BARRED = str.maketrans({"ø": "o", "ł": "l", "Ø": "O", "Ł": "L"})  # letters that NFKD does not set apart
UNSEEN = frozenset({"Me", "Cf", "Cc"})  # joiners, direction marks, controls
ACCENT = "Mn"  # set apart by NFKD


@dataclass(frozen=True, kw_only=True)
class Leniency:
    """What is forgiven: accents and capitals, or not; how many letters may be off. Raises ImpossibleDefinition."""

    accents: bool = True
    capitals: bool = True
    typos: int = 0

    def __post_init__(self) -> None:
        if not isinstance(self.typos, int) or not 0 <= self.typos <= MOST_TYPOS:
            raise ImpossibleDefinition("too_many_typos")

    def reduced(self, text: str) -> str:
        """What is left of `text` without all that is forgiven: two texts that agree here are the same answer."""
        plain = unicodedata.normalize("NFKD", text.translate(ALIKE)).translate(ALIKE)
        if self.capitals:
            plain = plain.casefold().translate(ALIKE)
        if self.accents:
            plain = plain.translate(BARRED)
        kept = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if self._counts(sign))
        return unicodedata.normalize("NFKD", kept)  # what stood between two accents is gone: they find their order

    def is_same(self, typed: str, accepted: Iterable[str]) -> bool:
        """Whether it is one of the accepted answers, without any letter off."""
        return self.reduced(typed) in {self.reduced(text) for text in accepted}

    def accepts(self, typed: str, accepted: Iterable[str]) -> bool:
        """Whether it is one of the accepted answers, or near enough to one of them."""
        plain, variants = self.reduced(typed), {self.reduced(text) for text in accepted}
        return plain in variants or any(is_near(plain, each, most=self._letters_off(each)) for each in variants)

    def _counts(self, sign: str) -> bool:
        category = unicodedata.category(sign)
        return not (category in UNSEEN or sign.isspace() or (self.accents and category == ACCENT))

    def _letters_off(self, right: str) -> int:
        """A digit off is another number: an answer that has one forgives nothing."""
        if any(sign.isdigit() for sign in right):
            return 0
        return min(self.typos, sum(sign.isalpha() for sign in right) // LETTERS_A_TYPO)


def is_near(typed: str, right: str, *, most: int) -> bool:
    """Whether at most `most` letters are missing, added, wrong or in the place of their neighbour.

    The distance of Damerau and Levenshtein, of which only what may stay under `most` is computed.
    """
    if not most or abs(len(typed) - len(right)) > most:
        return False
    far = most + 1
    before, last = [far] * (len(right) + 1), [min(place, far) for place in range(len(right) + 1)]
    for row, sign in enumerate(typed, start=1):
        line = [min(row, far)] + [far] * len(right)
        for place in range(max(1, row - most), min(len(right), row + most) + 1):
            changed = last[place - 1] + (sign != right[place - 1])
            line[place] = min(changed, last[place] + 1, line[place - 1] + 1)
            if row > 1 and place > 1 and sign == right[place - 2] and typed[row - 2] == right[place - 1]:
                line[place] = min(line[place], before[place - 2] + 1)
        before, last = last, line
    return last[-1] <= most

"""What does not come in of a question that does."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assessments.bank.content import MAX_HINTS, MAX_TEXT


@dataclass(kw_only=True)
class Losses:
    """Codes of what was left out, each once."""

    codes: list[str] = field(default_factory=list)

    def note(self, code: str, *, when: bool = True) -> None:
        if when and code not in self.codes:
            self.codes.append(code)

    def fitting(self, feedback: str) -> str:
        """A feedback on one line; without its words, noted, when it is longer than the bank's."""
        line = one_line(feedback)
        self.note("feedback", when=len(line) > MAX_TEXT)
        return line if len(line) <= MAX_TEXT else ""

    def hints(self, texts: Sequence[str]) -> list[str]:
        """Those that the bank has room for, the first ones; the others noted."""
        lines = [line for line in map(one_line, texts) if len(line) <= MAX_TEXT][:MAX_HINTS]
        self.note("hints", when=len(lines) < len(texts))
        return lines


def one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)

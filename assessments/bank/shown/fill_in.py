"""A short answer as learners see it: a field, of which its body says nothing."""

from dataclasses import dataclass

from assessments.bank.shown.parts import Showing


@dataclass(frozen=True, kw_only=True)
class ShownField:
    first: str = "answer"


def details(_showing: Showing) -> ShownField:
    return ShownField()

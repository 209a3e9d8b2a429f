"""Hints that a learner may ask for before answering: how many, and what each costs, is shown; what they say is not.

Any question may have some: `body["hints"]` holds the costs, `key["hints"]` the texts, both in the order of asking.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assessments.bank.content.problems import MAX_TEXT, ContentProblem, ItemContent, refuse, text_problems

MAX_HINTS = 3
MAX_COST = 100  # percent of the question's points


@dataclass(frozen=True, kw_only=True)
class Hint:
    """What it says, and the share of the question's points that it costs, in percent (0: it is free)."""

    text: str
    cost: int = 0


def with_hints(content: ItemContent, hints: Sequence[Hint]) -> ItemContent:
    """The same question with these hints, in this order; rows left empty do not count. Raises ContentRefused."""
    refuse(_problems(hints))
    kept = [hint for hint in hints if hint.text.strip()]
    if not kept:
        return content
    costs, texts = [hint.cost for hint in kept], [hint.text.strip() for hint in kept]
    return replace(content, body=content.body | {"hints": costs}, key=content.key | {"hints": texts})


def hint_costs(body: Mapping[str, Any]) -> tuple[int, ...]:
    """What each hint of the question costs, in percent: no key is needed to say it."""
    return tuple(body.get("hints", ()))


def hints_of(body: Mapping[str, Any], key: Mapping[str, Any]) -> tuple[Hint, ...]:
    """The hints whole: for authors, and for whoever asked for them."""
    texts = key.get("hints", ())
    return tuple(Hint(text=text, cost=cost) for text, cost in zip(texts, hint_costs(body), strict=True))


def _problems(hints: Sequence[Hint]) -> Iterator[ContentProblem]:
    if len(hints) > MAX_HINTS:
        yield ContentProblem(code="too_many_hints", field=f"hint_{MAX_HINTS}")
    for number, hint in enumerate(hints, 1):
        yield from text_problems(hint.text, f"hint_{number}", most=MAX_TEXT)
        if not 0 <= hint.cost <= MAX_COST:
            yield ContentProblem(code="hint_cost_out_of_bounds", field=f"hint_{number}_cost")
        if hint.cost and not hint.text.strip():
            yield ContentProblem(code="hint_without_text", field=f"hint_{number}")

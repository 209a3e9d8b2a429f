"""Pairs to match, as their author writes them."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.bank.content.problems import (
    MAX_TEXT,
    ContentProblem,
    ItemContent,
    feedback_problems,
    kept,
    markable,
    prompt_problems,
    refuse,
    text_problems,
)
from assessments.bank.content.rows import MAX_ROW, MAX_ROWS, opaque_ids, plain, stored
from assessments.bank.models import Interaction


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A thing, what goes with it, and what is said to who chose something else.

    Without a source it is one answer more, which goes with nothing. Pairs may share a target. Ids given, of either
    side, stay.
    """

    source: str
    target: str
    feedback: str = ""
    id: str = ""
    target_id: str = ""


def matching_content(
    *, prompt: str, pairs: Sequence[Pair], feedback_correct: str = "", feedback_incorrect: str = ""
) -> ItemContent:
    """Pairs, and answers that go with nothing. Raises ContentRefused."""
    said = {"correct": feedback_correct, "incorrect": feedback_incorrect}
    refuse(prompt_problems(prompt), _pairs_problems(pairs), feedback_problems(said))
    asked = [pair for pair in pairs if pair.source.strip()]
    sources = opaque_ids("source", [(plain(pair.source), pair.id) for pair in asked])
    targets = opaque_ids("target", [(plain(pair.target), pair.target_id) for pair in pairs])
    explained = {sources[plain(pair.source)]: pair.feedback for pair in asked}
    return markable(
        Interaction.MATCHING,
        prompt,
        body={
            "sources": [{"id": id, "text": text} for text, id in sources.items()],
            "targets": stored(targets),
        },
        key={
            "pairs": {sources[plain(pair.source)]: targets[plain(pair.target)] for pair in asked},
            "feedback": kept(said | explained),
        },
    )


def _pairs_problems(pairs: Sequence[Pair]) -> list[ContentProblem]:
    asked = [pair for pair in pairs if pair.source.strip()]
    rules = (
        (len(asked) < 2, "too_few_pairs"),
        (len(asked) >= 2 and len({plain(pair.target) for pair in pairs}) < 2, "one_target"),
        (len(pairs) > MAX_ROWS, "too_many_rows"),
    )
    problems = [ContentProblem(code=code, field="pairs") for broken, code in rules if broken]
    for place, pair in enumerate(pairs):
        problems += _pair_problems(pair, f"pairs.{place}", pairs[:place])
    return problems


def _pair_problems(pair: Pair, where: str, before: Sequence[Pair]) -> list[ContentProblem]:
    source, target = plain(pair.source), plain(pair.target)
    rules = (
        (not target, "no_target", "target"),
        (not source and bool(pair.feedback.strip()), "no_source", "source"),
        (bool(source) and source in {plain(each.source) for each in before}, "row_twice", "source"),
        (not source and target in {plain(each.target) for each in before}, "row_twice", "target"),
    )
    return [
        *(ContentProblem(code=code, field=f"{where}.{part}") for broken, code, part in rules if broken),
        *text_problems(pair.source, f"{where}.source", most=MAX_ROW),
        *text_problems(pair.target, f"{where}.target", most=MAX_ROW),
        *text_problems(pair.feedback, f"{where}.feedback", most=MAX_TEXT),
    ]

"""A long answer, as its author asks for it."""

from collections.abc import Sequence
from typing import Any

from assessments.bank.content.problems import ContentProblem, ItemContent, markable, prompt_problems, refuse
from assessments.bank.content.rubric import WrittenCriterion, criteria_shown, rubric_key, rubric_problems
from assessments.bank.models import Interaction

MOST_WORDS = 2000


def long_fill_in_content(
    *,
    prompt: str,
    criteria: Sequence[WrittenCriterion],
    least_words: int | None = None,
    most_words: int | None = None,
    show_criteria: bool = False,
) -> ItemContent:
    """A text to write, looked at by these criteria; learners read them beforehand where `show_criteria`.

    The numbers of words are advice: no answer is refused for them. Raises ContentRefused.
    """
    refuse(prompt_problems(prompt), _words_problems(least_words, most_words), rubric_problems(criteria))
    key = rubric_key(criteria)
    words = {name: number for name, number in (("least", least_words), ("most", most_words)) if number}
    body: dict[str, Any] = {"words": words} if words else {}
    return markable(
        Interaction.LONG_FILL_IN, prompt, body=body | (criteria_shown(key) if show_criteria else {}), key=key
    )


def _words_problems(least: int | None, most: int | None) -> list[ContentProblem]:
    rules = (
        (not 0 <= (least or 0) <= MOST_WORDS, "least_words", "words_out_of_bounds"),
        (not 0 <= (most or 0) <= MOST_WORDS, "most_words", "words_out_of_bounds"),
        (bool(least and most and least > most), "most_words", "fewer_than_least"),
    )
    values = {"most": MOST_WORDS}
    return [ContentProblem(code=code, field=field, values=values) for broken, field, code in rules if broken]

"""Something to do in the room, as its author asks for it."""

from collections.abc import Sequence

from assessments.bank.content.problems import (
    MAX_TEXT,
    ItemContent,
    kept,
    markable,
    prompt_problems,
    refuse,
    text_problems,
)
from assessments.bank.content.rubric import WrittenCriterion, criteria_shown, rubric_key, rubric_problems
from assessments.bank.models import Interaction


def observation_content(
    *,
    prompt: str,
    criteria: Sequence[WrittenCriterion],
    instructions: str = "",
    show_criteria: bool = False,
) -> ItemContent:
    """A thing to do, seen by a trainer, who alone reads the `instructions`; learners read the criteria beforehand
    where `show_criteria`. Raises ContentRefused.
    """
    refuse(
        prompt_problems(prompt),
        text_problems(instructions, "instructions", most=MAX_TEXT),
        rubric_problems(criteria),
    )
    rubric = rubric_key(criteria)
    return markable(
        Interaction.OBSERVATION,
        prompt,
        body=criteria_shown(rubric) if show_criteria else {},
        key=rubric | kept({"instructions": instructions}),
    )

"""A short answer, as its author writes it."""

from collections.abc import Sequence

from assessments.bank.content.problems import (
    ContentProblem,
    ItemContent,
    feedback_problems,
    kept,
    markable,
    prompt_problems,
    refuse,
    text_problems,
)
from assessments.bank.models import Interaction
from assessments.grading.fill_in import MAX_LENGTH, forgiven

MAX_ACCEPTED = 20


def fill_in_content(
    *,
    prompt: str,
    accepted: Sequence[str],
    feedback_correct: str = "",
    feedback_incorrect: str = "",
    accents: bool = False,
    capitals: bool = False,
    typos: int = 0,
) -> ItemContent:
    """A short answer and the variants that count; the first is shown as the answer.

    `accents`, `capitals`: whether they count; learners are told. `typos`: how many letters may be off, at most 2.
    Raises ContentRefused.
    """
    said = {"correct": feedback_correct, "incorrect": feedback_incorrect}
    refuse(prompt_problems(prompt), _accepted_problems(accepted), feedback_problems(said))
    variants = [text.strip() for text in accepted if text.strip()]
    counted = [name for name, counts in (("accents", accents), ("capitals", capitals)) if counts]
    body = {"counts": counted} if counted else {}
    key = {"accepted": variants, "feedback": kept(said)} | ({"typos": typos} if typos else {})
    return markable(Interaction.FILL_IN, prompt, body=body, key=key)


def _accepted_problems(accepted: Sequence[str]) -> list[ContentProblem]:
    given = [(place, text) for place, text in enumerate(accepted) if text.strip()]
    if not given or not all(forgiven(text) for _place, text in given):
        return [ContentProblem(code="no_accepted_answer", field="accepted")]
    if len(given) > MAX_ACCEPTED:
        return [ContentProblem(code="too_many_accepted", field="accepted")]
    return [problem for place, text in given for problem in text_problems(text, f"accepted.{place}", most=MAX_LENGTH)]

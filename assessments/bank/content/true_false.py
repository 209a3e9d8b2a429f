"""A sentence that is true or false, as its author writes it."""

from assessments.bank.content.problems import (
    ContentProblem,
    ItemContent,
    feedback_problems,
    kept,
    markable,
    prompt_problems,
    refuse,
)
from assessments.bank.models import Interaction


def true_false_content(
    *, prompt: str, answer: bool | None, feedback_true: str = "", feedback_false: str = ""
) -> ItemContent:
    """A sentence that is true or false, and what is said to who answers each. Raises ContentRefused."""
    said = {"true": feedback_true, "false": feedback_false}
    problems = [] if isinstance(answer, bool) else [ContentProblem(code="no_answer", field="answer")]
    refuse(prompt_problems(prompt), problems, feedback_problems(said))
    return markable(Interaction.TRUE_FALSE, prompt, body={}, key={"correct": answer, "feedback": kept(said)})

"""Steps to put in order, as their author writes them."""

from collections.abc import Sequence

from assessments.bank.content.problems import (
    ContentProblem,
    ItemContent,
    feedback_problems,
    kept,
    markable,
    prompt_problems,
    refuse,
)
from assessments.bank.content.rows import MAX_ROWS, line_problems, opaque_ids, plain, stored
from assessments.bank.models import Interaction


def sequencing_content(
    *, prompt: str, steps: Sequence[str], feedback_correct: str = "", feedback_incorrect: str = ""
) -> ItemContent:
    """The steps in their right order; empty ones do not count. Raises ContentRefused."""
    said = {"correct": feedback_correct, "incorrect": feedback_incorrect}
    texts = [plain(step) for step in steps if step.strip()]
    rules = ((len(texts) < 2, "too_few_steps"), (len(texts) > MAX_ROWS, "too_many_rows"))
    wrong = [ContentProblem(code=code, field="steps") for broken, code in rules if broken]
    found = line_problems(texts, "steps", twice="row_twice")
    refuse(prompt_problems(prompt), wrong, found, feedback_problems(said))
    ids = opaque_ids("step", [(text, "") for text in texts])
    return markable(
        Interaction.SEQUENCING,
        prompt,
        body={"steps": stored(ids)},
        key={"order": [ids[text] for text in texts], "feedback": kept(said)},
    )

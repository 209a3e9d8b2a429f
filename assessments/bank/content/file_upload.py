"""A question answered with files, as its author asks for them."""

from collections.abc import Collection, Sequence
from typing import Any

from assessments.bank.content.problems import ContentProblem, ItemContent, markable, prompt_problems, refuse
from assessments.bank.content.rubric import WrittenCriterion, criteria_shown, rubric_key, rubric_problems
from assessments.bank.families import MAX_FILES, MAX_MEGABYTES, Family
from assessments.bank.models import Interaction


def file_upload_content(
    *,
    prompt: str,
    criteria: Sequence[WrittenCriterion],
    families: Collection[str],
    most: int = 1,
    megabytes: int = MAX_MEGABYTES,
    show_criteria: bool = False,
) -> ItemContent:
    """Files to hand in, `most` of them, of these families, each of at most so many `megabytes`.

    They are looked at by these criteria; learners read them beforehand where `show_criteria`. Raises ContentRefused.
    """
    refuse(prompt_problems(prompt), _files_problems(families, most, megabytes), rubric_problems(criteria))
    key = rubric_key(criteria)
    asked = [family.value for family in Family if family in families]
    body: dict[str, Any] = {"families": asked, "most": most, "megabytes": megabytes}
    shown = criteria_shown(key) if show_criteria else {}
    return markable(Interaction.FILE_UPLOAD, prompt, body=body | shown, key=key)


def _files_problems(families: Collection[str], most: int, megabytes: int) -> list[ContentProblem]:
    rules = (
        (not set(families) & set(Family), "families", "no_family", 0),
        (not 1 <= most <= MAX_FILES, "most", "number_out_of_bounds", MAX_FILES),
        (not 1 <= megabytes <= MAX_MEGABYTES, "megabytes", "number_out_of_bounds", MAX_MEGABYTES),
    )
    return [
        ContentProblem(code=code, field=field, values={"most": limit}) for broken, field, code, limit in rules if broken
    ]

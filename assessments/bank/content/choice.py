"""A choice among texts, as its author writes it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assessments.bank.content.problems import (
    MAX_TEXT,
    ContentProblem,
    ItemContent,
    markable,
    prompt_problems,
    refuse,
    text_problems,
)
from assessments.bank.models import Interaction
from assessments.grading.choice import rounded

CHOICE_ID = re.compile(r"[a-z0-9_-]{1,20}")
MAX_CHOICES = 20
TINY = 0.001  # the least that a choice is worth, once rounded as marking does


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One choice as its author writes it. Without an `id` it gets one; an id given stays with its choice.

    `worth`, from −1 to 1, may be said of any choice; those without are then worth 0.
    """

    text: str
    correct: bool = False
    feedback: str = ""
    id: str = ""
    worth: float | None = None


def choice_content(*, prompt: str, choices: Sequence[Choice], multiple: bool, shuffle: bool = False) -> ItemContent:
    """A choice among texts; `shuffle`: each attempt has its own order.

    Where several may be ticked, all that are worth something are right; else the one that is worth all of it.
    Raises ContentRefused.
    """
    refuse(prompt_problems(prompt), _choice_problems(choices, multiple=multiple))
    named = _named(choices)
    worth = {each.id: each.worth for each in named if each.worth}
    return markable(
        Interaction.CHOICE,
        prompt,
        body={
            "multiple": multiple,
            "choices": [{"id": each.id, "text": each.text.strip()} for each in named],
        }
        | ({"shuffle": True} if shuffle else {}),
        key={
            "correct": [each.id for each in named if _is_right(each, multiple=multiple)],
            "feedback": {each.id: each.feedback.strip() for each in named if each.feedback.strip()},
        }
        | ({"worth": worth} if worth else {}),
    )


def _choice_problems(choices: Sequence[Choice], *, multiple: bool) -> list[ContentProblem]:
    right = sum(_is_right(each, multiple=multiple) for each in choices)
    said = any(each.worth for each in choices)
    rules = (
        (len(choices) < 2, "too_few_choices"),
        (len(choices) > MAX_CHOICES, "too_many_choices"),
        (len(choices) >= 2 and not right, "no_right_choice"),
        (right > 1 and not multiple, "several_right_choices"),
        (bool(right) and said and not _makes_full_marks(choices, multiple=multiple), "no_full_marks"),
    )
    problems = [ContentProblem(code=code, field="choices") for broken, code in rules if broken]
    seen: set[str] = set()
    for place, choice in enumerate(choices):
        problems += [*_row_problems(choice, place, seen), *_worth_problems(choice, place, said=said)]
        seen.add(" ".join(choice.text.split()))
    return problems


def _row_problems(choice: Choice, place: int, seen: set[str]) -> list[ContentProblem]:
    where = f"choices.{place}.text"
    if not choice.text.strip():
        return [ContentProblem(code="empty_choice", field=where)]
    twice = " ".join(choice.text.split()) in seen
    named = not choice.id or CHOICE_ID.fullmatch(choice.id)
    return [
        *([] if named else [ContentProblem(code="impossible", field=where)]),
        *([ContentProblem(code="choice_twice", field=where)] if twice else []),
        *text_problems(choice.text, where, most=MAX_TEXT),
        *text_problems(choice.feedback, f"choices.{place}.feedback", most=MAX_TEXT),
    ]


def _is_right(choice: Choice, *, multiple: bool) -> bool:
    return choice.correct or (choice.worth or 0) >= (TINY if multiple else 1)


def _makes_full_marks(choices: Sequence[Choice], *, multiple: bool) -> bool:
    gains = [each.worth for each in choices if each.worth and each.worth > 0]
    return rounded(sum(gains) if multiple else max(gains, default=0)) >= 1


def _worth_problems(choice: Choice, place: int, *, said: bool) -> list[ContentProblem]:
    where, worth = f"choices.{place}.worth", choice.worth or 0
    if not -1 <= worth <= 1:
        return [ContentProblem(code="worth_out_of_bounds", field=where)]
    wanting = said and choice.correct and worth <= 0
    return [ContentProblem(code="right_worth_nothing", field=where)] if wanting else []


def _named(choices: Sequence[Choice]) -> list[Choice]:
    """The choices, each with its id: those given stay, the others take the first numbers free."""
    taken = {each.id for each in choices if each.id}
    free = (f"c{number}" for number in range(1, 2 * MAX_CHOICES + 2) if f"c{number}" not in taken)
    return [each if each.id else replace(each, id=next(free)) for each in choices]

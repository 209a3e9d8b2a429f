"""From a question of the bank to one that files can hold."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from assessments.bank.content import ItemContent
from assessments.bank.models import Interaction
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import (
    FULL,
    NONE,
    Answer,
    ChoiceQuestion,
    Question,
    ShortAnswerQuestion,
    TrueFalseQuestion,
)

_STEP = Decimal("0.00001")  # of a share of the marks, as Moodle writes them

Shared = dict[str, Any]  # name, prompt, category


def given(content: ItemContent, *, name: str, category: str = "") -> Question:
    """The question as files say it. Raises QuestionRefused for a kind that no format has."""
    if content.interaction not in _KINDS:
        raise QuestionRefused("not_exported")
    return _KINDS[content.interaction](content, {"name": name, "prompt": content.prompt, "category": category})


def _choice(content: ItemContent, shared: Shared) -> Question:
    """Several right choices share the marks, and a wrong tick takes such a share away: as they are marked here."""
    right, said = set(content.key["correct"]), content.key.get("feedback", {})
    multiple = bool(content.body.get("multiple"))
    share = (FULL / len(right)).quantize(_STEP) if multiple else FULL
    answers = tuple(
        Answer(
            text=each["text"],
            percent=share if each["id"] in right else -share if multiple else NONE,
            feedback=said.get(each["id"], ""),
        )
        for each in content.body["choices"]
    )
    return ChoiceQuestion(answers=answers, single=not multiple, shuffle=bool(content.body.get("shuffle")), **shared)


def _true_false(content: ItemContent, shared: Shared) -> Question:
    said = content.key.get("feedback", {})
    return TrueFalseQuestion(
        answer=content.key["correct"],
        feedback_true=said.get("true", ""),
        feedback_false=said.get("false", ""),
        **shared,
    )


def _fill_in(content: ItemContent, shared: Shared) -> Question:
    """What is said to who is wrong stands at *, which Moodle reads as any other answer."""
    said = content.key.get("feedback", {})
    answers = [
        Answer(text=text.replace("*", "\\*"), percent=FULL, feedback=said.get("correct", ""))
        for text in content.key["accepted"]
    ]
    if wrong := said.get("incorrect"):
        answers.append(Answer(text="*", feedback=wrong))
    return ShortAnswerQuestion(answers=tuple(answers), **shared)


_KINDS: Mapping[Interaction, Callable[[ItemContent, Shared], Question]] = {
    Interaction.CHOICE: _choice,
    Interaction.TRUE_FALSE: _true_false,
    Interaction.FILL_IN: _fill_in,
}

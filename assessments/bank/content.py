"""What an author writes, checked and turned into what is stored: the part shown and the key, apart.

Import files, the demo and the studio's forms all come through here: no question enters the bank that nobody
could answer.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.bank.models import Interaction
from assessments.grading import ImpossibleDefinition, read_definition
from assessments.grading.fill_in import MAX_LENGTH, forgiven

CHOICE_ID = re.compile(r"[a-z0-9_-]{1,20}")
MAX_PROMPT = 2000  # signs
MAX_TEXT = 500  # signs of a choice or of a feedback
MAX_CHOICES = 20
MAX_ACCEPTED = 20

MESSAGES = {
    "no_prompt": _("Write the question."),
    "text_too_long": _("This text is too long: shorten it."),
    "unreadable_sign": _("This text holds a sign that cannot be kept: type it again."),
    "too_few_choices": _("Give at least two choices."),
    "too_many_choices": _("Give fewer choices: people cannot read so many."),
    "empty_choice": _("Write this choice, or empty its row."),
    "choice_twice": _("This choice is there twice: change one of them."),
    "no_right_choice": _("Tick the right answer: without it nobody can succeed."),
    "several_right_choices": _("Keep one right answer only, or choose “several right answers”."),
    "no_accepted_answer": _("Give at least one answer that counts as right."),
    "too_many_accepted": _("Give fewer answers."),
    "no_answer": _("Say whether the sentence is true or false."),
    "impossible": _("This question cannot be marked: check its answers."),
}


@dataclass(frozen=True, kw_only=True)
class ContentProblem:
    """One thing to mend; `field` is where ("prompt", "choices", "choices.2.text", "accepted.0"…)."""

    code: str
    field: str

    @property
    def message(self) -> str:
        return str(MESSAGES[self.code])


class ContentRefused(ValueError):
    """The question cannot enter the bank; `problems` says why, all at once."""

    def __init__(self, problems: Sequence[ContentProblem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(f"{each.field}: {each.code}" for each in self.problems))


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One choice as its author writes it. Without an `id` it gets one; an id given stays with its choice."""

    text: str
    correct: bool = False
    feedback: str = ""
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemContent:
    """A question as stored: `body` is shown, `key` never is. Make it with one of the functions below."""

    interaction: Interaction
    prompt: str
    body: dict[str, Any] = field(default_factory=dict)
    key: dict[str, Any] = field(default_factory=dict)


def choice_content(*, prompt: str, choices: Sequence[Choice], multiple: bool) -> ItemContent:
    """A choice among texts. Raises ContentRefused."""
    refuse(_prompt_problems(prompt), _choice_problems(choices, multiple=multiple))
    named = _named(choices)
    return _markable(
        Interaction.CHOICE,
        prompt,
        body={
            "multiple": multiple,
            "choices": [{"id": each.id, "text": each.text.strip()} for each in named],
        },
        key={
            "correct": [each.id for each in named if each.correct],
            "feedback": {each.id: each.feedback.strip() for each in named if each.feedback.strip()},
        },
    )


def true_false_content(
    *, prompt: str, answer: bool | None, feedback_true: str = "", feedback_false: str = ""
) -> ItemContent:
    """A sentence that is true or false, and what is said to who answers each. Raises ContentRefused."""
    said = {"true": feedback_true, "false": feedback_false}
    problems = [] if isinstance(answer, bool) else [ContentProblem(code="no_answer", field="answer")]
    refuse(_prompt_problems(prompt), problems, _feedback_problems(said))
    return _markable(Interaction.TRUE_FALSE, prompt, body={}, key={"correct": answer, "feedback": _kept(said)})


def fill_in_content(
    *, prompt: str, accepted: Sequence[str], feedback_correct: str = "", feedback_incorrect: str = ""
) -> ItemContent:
    """A short answer and the variants that count; the first is shown as the answer. Raises ContentRefused."""
    said = {"correct": feedback_correct, "incorrect": feedback_incorrect}
    refuse(_prompt_problems(prompt), _accepted_problems(accepted), _feedback_problems(said))
    variants = [text.strip() for text in accepted if text.strip()]
    return _markable(Interaction.FILL_IN, prompt, body={}, key={"accepted": variants, "feedback": _kept(said)})


def refuse(*problems: Iterable[ContentProblem]) -> None:
    """Raises ContentRefused with all of them, if there is one."""
    if found := [each for some in problems for each in some]:
        raise ContentRefused(found)


def _markable(interaction: Interaction, prompt: str, *, body: dict[str, Any], key: dict[str, Any]) -> ItemContent:
    """The content, once marking agrees that it can be marked."""
    try:
        read_definition(interaction, body, key)
    except ImpossibleDefinition as error:
        raise ContentRefused([ContentProblem(code="impossible", field="prompt")]) from error
    return ItemContent(interaction=interaction, prompt=prompt.strip(), body=body, key=key)


def _kept(said: dict[str, str]) -> dict[str, str]:
    return {name: text.strip() for name, text in said.items() if text.strip()}


def _text_problems(text: str, where: str, *, most: int) -> list[ContentProblem]:
    if len(text) > most:
        return [ContentProblem(code="text_too_long", field=where)]
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        return [ContentProblem(code="unreadable_sign", field=where)]
    return []


def _prompt_problems(prompt: str) -> list[ContentProblem]:
    if not prompt.strip():
        return [ContentProblem(code="no_prompt", field="prompt")]
    return _text_problems(prompt, "prompt", most=MAX_PROMPT)


def _feedback_problems(said: dict[str, str]) -> list[ContentProblem]:
    return [
        problem for name, text in said.items() for problem in _text_problems(text, f"feedback_{name}", most=MAX_TEXT)
    ]


def _choice_problems(choices: Sequence[Choice], *, multiple: bool) -> list[ContentProblem]:
    right = sum(each.correct for each in choices)
    rules = (
        (len(choices) < 2, "too_few_choices"),
        (len(choices) > MAX_CHOICES, "too_many_choices"),
        (len(choices) >= 2 and not right, "no_right_choice"),
        (right > 1 and not multiple, "several_right_choices"),
    )
    problems = [ContentProblem(code=code, field="choices") for broken, code in rules if broken]
    seen: set[str] = set()
    for place, choice in enumerate(choices):
        problems += _row_problems(choice, place, seen)
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
        *_text_problems(choice.text, where, most=MAX_TEXT),
        *_text_problems(choice.feedback, f"choices.{place}.feedback", most=MAX_TEXT),
    ]


def _accepted_problems(accepted: Sequence[str]) -> list[ContentProblem]:
    given = [(place, text) for place, text in enumerate(accepted) if text.strip()]
    if not given or not all(forgiven(text) for _place, text in given):
        return [ContentProblem(code="no_accepted_answer", field="accepted")]
    if len(given) > MAX_ACCEPTED:
        return [ContentProblem(code="too_many_accepted", field="accepted")]
    return [problem for place, text in given for problem in _text_problems(text, f"accepted.{place}", most=MAX_LENGTH)]


def _named(choices: Sequence[Choice]) -> list[Choice]:
    """The choices, each with its id: those given stay, the others take the first numbers free."""
    taken = {each.id for each in choices if each.id}
    free = (f"c{number}" for number in range(1, 2 * MAX_CHOICES + 2) if f"c{number}" not in taken)
    return [
        each if each.id else Choice(text=each.text, correct=each.correct, feedback=each.feedback, id=next(free))
        for each in choices
    ]

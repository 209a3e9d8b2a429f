"""From a question of the bank to one that files can hold."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from assessments.bank.content import ItemContent
from assessments.bank.models import Interaction
from assessments.exchange import cloze, missing_words
from assessments.exchange.numbers import significant
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import (
    FULL,
    NONE,
    Answer,
    ChoiceQuestion,
    ClozeQuestion,
    EssayQuestion,
    Gap,
    GapKind,
    MatchingQuestion,
    MissingWordsQuestion,
    Note,
    Number,
    NumericalQuestion,
    OrderingQuestion,
    Pair,
    Question,
    ShortAnswerQuestion,
    TrueFalseQuestion,
    Unit,
    Verdicts,
    Word,
)

_STEP = Decimal("0.00001")  # of a share of the marks, as Moodle writes them
SIGNIFICANT = 15  # digits of what a number is multiplied by: three more than those read back

Shared = dict[str, Any]  # name, prompt, category, what is said to everybody


def given(content: ItemContent, *, name: str, category: str = "") -> Question:
    """The question as files say it; `left_out` is what none can say. Raises QuestionRefused: no format has its kind."""
    if content.interaction not in _KINDS:
        raise QuestionRefused("not_exported")
    said = {"prompt": content.prompt, "general_feedback": content.key.get("general", "")}
    hints = tuple(content.key.get("hints", ()))
    question = _KINDS[content.interaction](content, {"name": name, "category": category, "hints": hints, **said})
    return replace(question, left_out=(*question.left_out, Note(code="hints_lost"))) if hints else question


def _choice(content: ItemContent, shared: Shared) -> Question:
    said = content.key.get("feedback", {})
    answers = tuple(
        Answer(text=each["text"], percent=_percent(content, each["id"]), feedback=said.get(each["id"], ""))
        for each in content.body["choices"]
    )
    single, shuffle = not content.body.get("multiple"), bool(content.body.get("shuffle"))
    return ChoiceQuestion(answers=answers, single=single, shuffle=shuffle, **shared)


def _percent(content: ItemContent, choice: str) -> Decimal:
    """What its author says that a choice is worth.

    Else as it is marked here: the right ones share the marks, and a wrong tick among several takes such a share away.
    """
    right, worth = content.key["correct"], content.key.get("worth")
    if worth is not None:
        return (Decimal(str(worth.get(choice, 0))) * FULL).quantize(_STEP)
    share = (FULL / len(right)).quantize(_STEP)
    return share if choice in right else -share if content.body.get("multiple") else NONE


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
    counted, typos = content.body.get("counts", ()), content.key.get("typos")
    told = (Note(code="leniency_lost"),) if typos or "accents" in counted else ()
    return ShortAnswerQuestion(answers=tuple(answers), case_counts="capitals" in counted, left_out=told, **shared)


def _matching(content: ItemContent, shared: Shared) -> Question:
    """The pairs, then the answers that go with nothing."""
    targets = {each["id"]: each["text"] for each in content.body["targets"]}
    right = content.key["pairs"]
    pairs = [Pair(left=each["text"], right=targets[right[each["id"]]]) for each in content.body["sources"]]
    alone = [Pair(left="", right=text) for id, text in targets.items() if id not in right.values()]
    return MatchingQuestion(pairs=(*pairs, *alone), verdicts=_verdicts(content), left_out=_unsaid(content), **shared)


def _categorise(content: ItemContent, shared: Shared) -> Question:
    """A thing goes with its category; a category that holds nothing goes with nothing."""
    names = {each["id"]: each["text"] for each in content.body["categories"]}
    things = {each["id"]: each["text"] for each in content.body["things"]}
    places = content.key["places"]
    pairs = [Pair(left=things[thing], right=names[place]) for place in names for thing in places[place]]
    alone = [Pair(left="", right=name) for place, name in names.items() if not places[place]]
    told = (Note(code="as_pairs"), *_unsaid(content))
    return MatchingQuestion(pairs=(*pairs, *alone), verdicts=_verdicts(content), left_out=told, **shared)


def _sequencing(content: ItemContent, shared: Shared) -> Question:
    texts = {each["id"]: each["text"] for each in content.body["steps"]}
    steps = tuple(texts[id] for id in content.key["order"])
    return OrderingQuestion(steps=steps, verdicts=_verdicts(content), left_out=_unsaid(content), **shared)


def _cloze(content: ItemContent, shared: Shared) -> Question:
    pieces = _one_text(content, [_piece(content, each) for each in content.body["pieces"]])
    told = (Note(code="feedback_lost"),) if {"correct", "incorrect"} & content.key.get("feedback", {}).keys() else ()
    return ClozeQuestion(pieces=tuple(pieces), left_out=told, **{**shared, "prompt": cloze.prompt_of(pieces)})


def _drag_text(content: ItemContent, shared: Shared) -> Question:
    """At each place, the first of the words that fit; words that fit, but are first nowhere, are left out."""
    fitting = content.key["gaps"]
    first = {gap: ids[0] for gap, ids in fitting.items()}
    second = {id for ids in fitting.values() for id in ids} - set(first.values())
    kept = [each for each in content.body["words"] if each["id"] not in second]
    number = {each["id"]: rank for rank, each in enumerate(kept, start=1)}
    pieces = _one_text(
        content, [number[first[each["gap"]]] if "gap" in each else each["text"] for each in content.body["pieces"]]
    )
    told = (*((Note(code="fitting_lost"),) if any(len(ids) > 1 for ids in fitting.values()) else ()), *_unsaid(content))
    return MissingWordsQuestion(
        pieces=tuple(pieces),
        words=tuple(Word(text=each["text"]) for each in kept),
        verdicts=_verdicts(content),
        left_out=told,
        **{**shared, "prompt": missing_words.prompt_of(pieces)},
    )


def _one_text(content: ItemContent, pieces: list[Any]) -> list[Any]:
    """The instruction, an empty line, the text: one text with gaps, as Moodle has it."""
    begins = f"{content.prompt}\n\n"
    return [f"{begins}{pieces[0]}", *pieces[1:]] if isinstance(pieces[0], str) else [begins, *pieces]


def _numeric(content: ItemContent, shared: Shared) -> Question:
    """A share that is tolerated becomes a number, and tells; what is said to who is wrong stands at *."""
    key, said = content.key, content.key.get("feedback", {})
    value, tolerance = Decimal(key["value"]), Decimal(key["tolerance"])
    if key.get("relative"):
        tolerance = abs(value) * tolerance
    answers = [Number(value=value, tolerance=tolerance, feedback=said.get("correct", ""))]
    if wrong := said.get("incorrect"):
        answers.append(Number(value=None, percent=NONE, feedback=wrong))
    return NumericalQuestion(
        answers=tuple(answers),
        units=tuple(Unit(name=each["name"], multiplier=_multiplier(each["factor"])) for each in key.get("units", ())),
        unit_required=content.body.get("unit") == "required",
        left_out=(Note(code="share_lost"),) if key.get("relative") else (),
        **shared,
    )


def _multiplier(factor: str) -> Decimal:
    return significant(1 / Decimal(factor), SIGNIFICANT)


def _piece(content: ItemContent, stored: dict[str, Any]) -> str | Gap:
    if "gap" not in stored:
        return str(stored["text"])
    right, said = content.key["gaps"][stored["gap"]], content.key.get("feedback", {}).get(stored["gap"], "")
    if "choices" in stored:
        choices = ((each["text"], each["id"] == right["correct"]) for each in stored["choices"])
        listed = (Answer(text=text, percent=FULL) if is_right else Answer(text=text, feedback=said)
                  for text, is_right in choices)  # fmt: skip
        return Gap(kind=GapKind.CHOSEN, answers=tuple(listed))
    accepted = [Answer(text=text.replace("*", "\\*"), percent=FULL) for text in right["accepted"]]
    return Gap(kind=GapKind.TYPED, answers=(*accepted, *([Answer(text="*", feedback=said)] if said else [])))


def _verdicts(content: ItemContent) -> Verdicts:
    """Who is partly right hears what who is wrong hears."""
    said = content.key.get("feedback", {})
    wrong = said.get("incorrect", "")
    return Verdicts(right=said.get("correct", ""), partly=wrong, wrong=wrong)


def _long_fill_in(content: ItemContent, shared: Shared) -> Question:
    return EssayQuestion(left_out=(Note(code="criteria_lost"),), **shared)


def _unsaid(content: ItemContent) -> tuple[Note, ...]:
    """What is said of one row or gap has no place in files."""
    return (Note(code="feedback_lost"),) if content.key.get("feedback", {}).keys() - {"correct", "incorrect"} else ()


_KINDS: Mapping[Interaction, Callable[[ItemContent, Shared], Question]] = {
    Interaction.CHOICE: _choice,
    Interaction.TRUE_FALSE: _true_false,
    Interaction.FILL_IN: _fill_in,
    Interaction.MATCHING: _matching,
    Interaction.SEQUENCING: _sequencing,
    Interaction.CATEGORISE: _categorise,
    Interaction.CLOZE: _cloze,
    Interaction.DRAG_TEXT: _drag_text,
    Interaction.NUMERIC: _numeric,
    Interaction.LONG_FILL_IN: _long_fill_in,
}

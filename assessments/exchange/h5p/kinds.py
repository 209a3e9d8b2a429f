"""From a question of the bank to the parameters of an H5P type: one function for each kind. Django for its kinds alone.

What H5P has no place for is noted, never left out in silence. Groups are written whole; `building` flattens those that
have one field.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.bank.content import ItemContent, other_words
from assessments.bank.models import Interaction
from assessments.exchange.h5p.texts import (
    blank,
    escaped,
    inline,
    may_be_dragged,
    paragraphs,
    place,
    unmarked,
    with_marks,
)
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import Note

FEEDBACK_LOST = Note(code="feedback_lost")
WHOLE = {"correct", "incorrect"}  # what is said of the whole answer


@dataclass(frozen=True, kw_only=True)
class Made:
    """An H5P exercise to be: the type's name, what its author wrote, what was left out."""

    machine_name: str
    params: dict[str, Any]
    notes: tuple[Note, ...] = ()


def made(content: ItemContent) -> Made:
    """The question as H5P asks it. Raises QuestionRefused: H5P has no such kind, or would misread a text."""
    if content.interaction not in _KINDS:
        raise QuestionRefused("format_lacks")
    question = _KINDS[content.interaction](content)
    hints = (Note(code="hints_out"),) if content.key.get("hints") else ()
    return Made(machine_name=question.machine_name, params=question.params, notes=(*question.notes, *hints))


def _choice(content: ItemContent) -> Made:
    said, right = content.key.get("feedback", {}), content.key["correct"]
    multiple = bool(content.body.get("multiple"))
    answers = [
        {
            "text": inline(each["text"]),
            "correct": each["id"] in right,
            "tipsAndFeedback": {"chosenFeedback": inline(said.get(each["id"], ""))},
        }
        for each in content.body["choices"]
    ]
    params = {
        "question": paragraphs(content.prompt),
        "answers": answers,
        "overallFeedback": _overall(content),
        "behaviour": {"type": "multi" if multiple else "single", "randomAnswers": bool(content.body.get("shuffle"))},
    }
    return Made(
        machine_name="H5P.MultiChoice",
        params=params,
        notes=(Note(code="worth_lost"),) if content.key.get("worth") else (),
    )


def _true_false(content: ItemContent) -> Made:
    said, right = content.key.get("feedback", {}), content.key["correct"]
    general = content.key.get("general", "")
    behaviour = {
        "feedbackOnCorrect": _joined(said.get(str(right).lower(), ""), general),
        "feedbackOnWrong": _joined(said.get(str(not right).lower(), ""), general),
    }
    params = {
        "question": paragraphs(content.prompt),
        "correct": str(right).lower(),
        "behaviour": {name: text for name, text in behaviour.items() if text},
    }
    return Made(machine_name="H5P.TrueFalse", params=params)


def _fill_in(content: ItemContent) -> Made:
    accepted = content.key["accepted"]
    counted, typos = content.body.get("counts", ()), content.key.get("typos", 0)
    notes = (*(() if "accents" in counted else _accents(accepted)), *((Note(code="typos_otherwise"),) if typos else ()))
    return Made(
        machine_name="H5P.Blanks",
        params={
            "text": paragraphs(content.prompt),
            "questions": [f"<p>{escaped(blank(accepted))}</p>"],
            "overallFeedback": _overall(content),
            "behaviour": {"caseSensitive": "capitals" in counted, "acceptSpellingErrors": bool(typos)},
        },
        notes=notes,
    )


def _cloze(content: ItemContent) -> Made:
    """Lists to choose from become gaps to type: H5P has no list inside a text."""
    pieces, lists = "", False
    typed: list[str] = []
    for each in content.body["pieces"]:
        if "gap" not in each:
            pieces += unmarked(each["text"])
            continue
        lists = lists or "choices" in each
        accepted = _accepted(content, each)
        typed += accepted
        pieces += blank(accepted)
    return Made(
        machine_name="H5P.Blanks",
        params={
            "text": paragraphs(content.prompt),
            "questions": [paragraphs(pieces)],
            "overallFeedback": _overall(content),
            "behaviour": {"caseSensitive": False, "acceptSpellingErrors": False},
        },
        notes=(*((Note(code="lists_typed"),) if lists else ()), *_accents(typed), *_unsaid(content)),
    )


def _accepted(content: ItemContent, piece: dict[str, Any]) -> list[str]:
    right = content.key["gaps"][piece["gap"]]
    if "choices" in piece:
        return [each["text"] for each in piece["choices"] if each["id"] == right["correct"]]
    return list(right["accepted"])


def _drag_text(content: ItemContent) -> Made:
    words = {each["id"]: each["text"] for each in content.body["words"]}
    gaps, said = content.key["gaps"], content.key.get("feedback", {})
    text = ""
    notes: set[str] = set()
    for each in content.body["pieces"]:
        if "gap" not in each:
            text += unmarked(each["text"])
            continue
        wrong = said.get(each["gap"], "")
        if wrong and not may_be_dragged(wrong):
            wrong = ""
            notes.add("feedback_lost")
        if len(gaps[each["gap"]]) > 1:
            notes.add("fitting_lost")
        text += place(words[gaps[each["gap"]][0]], wrong=wrong)
    params = {
        "taskDescription": paragraphs(content.prompt),
        "textField": escaped(text),
        "overallFeedback": _overall(content),
    }
    if others := other_words(content):
        params["distractors"] = escaped(" ".join(place(word) for word in others))
    return Made(machine_name="H5P.DragText", params=params, notes=tuple(Note(code=code) for code in sorted(notes)))


def _select_words(content: ItemContent) -> Made:
    right = set(content.key["correct"])
    pieces = [(each["text"], each.get("word") in right) for each in content.body["pieces"]]
    several = any(is_right and len(text.split()) > 1 for text, is_right in pieces)
    return Made(
        machine_name="H5P.MarkTheWords",
        params={
            "taskDescription": paragraphs(content.prompt),
            "textField": paragraphs(with_marks(pieces)),
            "overallFeedback": _overall(content),
        },
        notes=(*((Note(code="words_parted"),) if several else ()), *_unsaid(content)),
    )


def _overall(content: ItemContent) -> list[dict[str, Any]]:
    """What is said of the whole answer, right or not, and to everybody, by the share of the points."""
    said, general = content.key.get("feedback", {}), content.key.get("general", "")
    right, wrong = _joined(said.get("correct", ""), general), _joined(said.get("incorrect", ""), general)
    if right == wrong:
        return [{"from": 0, "to": 100, "feedback": right}] if right else []
    ranges = [{"from": 0, "to": 99, "feedback": wrong}, {"from": 100, "to": 100, "feedback": right}]
    return [each for each in ranges if each["feedback"]]


def _joined(said: str, general: str) -> str:
    return escaped(" ".join(" ".join(text.split()) for text in (said, general) if text.strip()))


def _accents(accepted: list[str]) -> tuple[Note, ...]:
    """H5P forgives capitals, never accents."""
    decomposed = unicodedata.normalize("NFD", "".join(accepted))
    return (Note(code="accents_count"),) if any(unicodedata.combining(sign) for sign in decomposed) else ()


def _unsaid(content: ItemContent) -> tuple[Note, ...]:
    return (FEEDBACK_LOST,) if content.key.get("feedback", {}).keys() - WHOLE else ()


_KINDS: Mapping[Interaction, Callable[[ItemContent], Made]] = {
    Interaction.CHOICE: _choice,
    Interaction.TRUE_FALSE: _true_false,
    Interaction.FILL_IN: _fill_in,
    Interaction.CLOZE: _cloze,
    Interaction.DRAG_TEXT: _drag_text,
    Interaction.SELECT_WORDS: _select_words,
}

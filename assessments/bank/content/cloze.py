"""A text with gaps, as its author writes it: `Le [clavier|le clavier] sert à {*écrire|dessiner}.`"""

from collections.abc import Iterator
from typing import Any

from assessments.bank.content.marked import (
    Gap,
    gap_problems,
    gaps_of,
    named_in_order,
    problem,
    read_marks,
    said_in,
    with_gaps,
)
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
from assessments.bank.notation import Mark, MarkedText, Piece, written


def cloze_content(*, prompt: str, text: str, feedback_correct: str = "", feedback_incorrect: str = "") -> ItemContent:
    """Between [ ] a gap to type, its variants parted by |, the first shown as the answer; between { } a list to choose
    from, its right text after a *. After a # what to say to who gets the gap wrong. Raises ContentRefused.
    """
    said = {"correct": feedback_correct, "incorrect": feedback_incorrect}
    pieces, unread = read_marks(text)
    gaps = gaps_of(pieces)
    refuse(prompt_problems(prompt), unread or [*gap_problems(gaps), *_list_problems(gaps)], feedback_problems(said))
    return markable(
        Interaction.CLOZE,
        prompt,
        body={"pieces": with_gaps(pieces, {gap.id: {"choices": _choices(gap)} for gap in gaps if _is_list(gap)})},
        key={"gaps": {gap.id: _right(gap) for gap in gaps}, "feedback": kept(said) | said_in(gaps)},
    )


def cloze_text(content: ItemContent) -> str:
    """The text that its author would type."""
    gaps, said = content.key["gaps"], content.key.get("feedback", {})

    def piece_of(stored: dict[str, Any]) -> Piece:
        if "gap" not in stored:
            return str(stored["text"])
        right, heard = gaps[stored["gap"]], said.get(stored["gap"], "")
        if "choices" not in stored:
            return Mark(opening="[", texts=tuple(MarkedText(text=text) for text in right["accepted"]), said=heard)
        offered = (MarkedText(text=each["text"], starred=each["id"] == right["correct"]) for each in stored["choices"])
        return Mark(opening="{", texts=tuple(offered), said=heard)

    return written(piece_of(stored) for stored in content.body["pieces"])


def _is_list(gap: Gap) -> bool:
    return gap.mark.opening == "{"


def _list_problems(gaps: list[Gap]) -> Iterator[ContentProblem]:
    for gap in filter(_is_list, gaps):
        stars = sum(each.starred for each in gap.mark.texts)
        rules = ((len(gap.texts) < 2, "lonely_in_list"), (stars == 0, "no_star"), (stars > 1, "several_stars"))
        if code := next((code for broken, code in rules if broken), ""):
            yield problem(code, gap=gap.number)


def _choices(gap: Gap) -> list[dict[str, str]]:
    """In the author's order; pages shuffle them."""
    ids = named_in_order(gap.texts, "c")
    return [{"id": ids[text], "text": text} for text in gap.texts]


def _right(gap: Gap) -> dict[str, Any]:
    if not _is_list(gap):
        return {"accepted": gap.texts}
    return {"correct": named_in_order(gap.texts, "c")[next(each.text for each in gap.mark.texts if each.starred)]}

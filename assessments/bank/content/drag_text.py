"""Words to put in a text, as their author writes them: `Pour copier : [Ctrl] + [C].`, and other words."""

from collections.abc import Iterator, Sequence
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
    text_problems,
)
from assessments.bank.models import Interaction
from assessments.bank.notation import Mark, MarkedText, Piece, written
from assessments.grading.fill_in import forgiven
from assessments.grading.pieces import LONGEST

MAX_WORDS = 20
OTHERS = "others"


def drag_text_content(
    *, prompt: str, text: str, others: Sequence[str] = (), feedback_correct: str = "", feedback_incorrect: str = ""
) -> ItemContent:
    """Between [ ] each gap's word, or the words that fit it parted by |; `others` fit nowhere. After a # what to say
    to who gets the gap wrong. Raises ContentRefused.
    """
    said = {"correct": feedback_correct, "incorrect": feedback_incorrect}
    pieces, unread = read_marks(text)
    gaps, strangers = gaps_of(pieces), list(dict.fromkeys(" ".join(each.split()) for each in others if forgiven(each)))
    in_text = unread or [*gap_problems(gaps), *_shared_problems(gaps)]
    refuse(prompt_problems(prompt), in_text, _pool_problems(gaps, strangers), feedback_problems(said))
    pool = named_in_order(list(dict.fromkeys([word for gap in gaps for word in gap.texts] + strangers)), "w")
    return markable(
        Interaction.DRAG_TEXT,
        prompt,
        body={
            "pieces": with_gaps(pieces, {}),
            "words": [{"id": id, "text": word} for word, id in pool.items()],
        },
        key={
            "gaps": {gap.id: [pool[word] for word in gap.texts] for gap in gaps},
            "feedback": kept(said) | said_in(gaps),
        },
    )


def drag_text_text(content: ItemContent) -> str:
    """The text that its author would type."""
    words = {word["id"]: word["text"] for word in content.body["words"]}
    gaps, said = content.key["gaps"], content.key.get("feedback", {})

    def piece_of(stored: dict[str, Any]) -> Piece:
        if "gap" not in stored:
            return str(stored["text"])
        fitting = tuple(MarkedText(text=words[id]) for id in gaps[stored["gap"]])
        return Mark(opening="[", texts=fitting, said=said.get(stored["gap"], ""))

    return written(piece_of(stored) for stored in content.body["pieces"])


def drag_text_typed(content: ItemContent) -> str:
    """The text, then the other words, one a line."""
    return "\n".join([drag_text_text(content), *other_words(content)])


def other_words(content: ItemContent) -> list[str]:
    """The words that fit nowhere."""
    fitting = {id for words in content.key["gaps"].values() for id in words}
    return [word["text"] for word in content.body["words"] if word["id"] not in fitting]


def _shared_problems(gaps: list[Gap]) -> Iterator[ContentProblem]:
    for gap in gaps:
        if gap.mark.opening == "{":
            yield problem("list_in_shared", gap=gap.number)


def _pool_problems(gaps: list[Gap], strangers: list[str]) -> Iterator[ContentProblem]:
    fitting = {forgiven(word) for gap in gaps for word in gap.texts}
    pool = fitting | {forgiven(word) for word in strangers}
    for word in strangers:
        yield from text_problems(word, OTHERS, most=LONGEST)
        if forgiven(word) in fitting:
            yield ContentProblem(code="word_fits_already", field=OTHERS, values={"near": word})
    if len(pool) > MAX_WORDS:
        yield ContentProblem(code="too_many_words", field=OTHERS, values={"most": MAX_WORDS})
    for gap in gaps:
        if {forgiven(word) for word in gap.texts} >= pool:
            yield ContentProblem(code="every_word_fits", field=OTHERS, values={"gap": gap.number})

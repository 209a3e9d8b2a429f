"""Questions of the bank made by hypothesis, as authors write them."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from assessments.bank.content import (
    Choice,
    ItemContent,
    Pair,
    Unit,
    choice_content,
    cloze_content,
    drag_text_content,
    fill_in_content,
    matching_content,
    numeric_content,
    sequencing_content,
    true_false_content,
    with_general_feedback,
)
from assessments.bank.notation import Mark, MarkedText, written
from assessments.grading.fill_in import forgiven
from tests.assessments.exchange.made import numbers, texts

# Texts as the studio's fields give them: one line.
lines = texts(1, 30).map(lambda text: " ".join(text.split())).filter(bool)


@st.composite
def _texts_with_gaps(draw: st.DrawFn) -> str:
    """As an author types them; what is said stands on the wrong answers of a list, which must be there."""
    said = draw(st.one_of(st.just(""), lines))
    words = draw(st.lists(lines.filter(forgiven), min_size=3, max_size=5, unique_by=forgiven))
    typed = Mark(opening="[", texts=tuple(MarkedText(text=word) for word in words[:2]), said=said)
    offered = tuple(MarkedText(text=word, starred=place == 1) for place, word in enumerate(words))
    pieces = [draw(lines), " ", typed, " : ", draw(lines), " ", Mark(opening="{", texts=offered, said=said)]
    return written(pieces)


@st.composite
def _words_to_put(draw: st.DrawFn) -> ItemContent:
    """One word fits each gap: files know no more."""
    words = draw(st.lists(lines.filter(forgiven), min_size=3, max_size=5, unique_by=forgiven))
    marks = [Mark(opening="[", texts=(MarkedText(text=word),)) for word in words[:2]]
    text = written([draw(lines), " ", marks[0], " : ", draw(lines), " ", marks[1]])
    return drag_text_content(prompt=draw(lines), text=text, others=words[2:], **draw(_of_the_whole()))


def _of_the_whole() -> st.SearchStrategy[dict[str, str]]:
    said = st.one_of(st.just(""), lines)
    return st.fixed_dictionaries({"feedback_correct": said, "feedback_incorrect": said})


def _rows(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(lines, min_size=least, max_size=most, unique=True)


@st.composite
def _contents(draw: st.DrawFn) -> ItemContent:
    kind = draw(st.sampled_from(["choice", "several", "worth", "truth", "short", "pairs", "steps", "gaps"]))
    said = st.one_of(st.just(""), lines)
    prompt = draw(texts(1, 40))
    if kind == "truth":
        truth = draw(st.booleans())
        return true_false_content(prompt=prompt, answer=truth, feedback_true=draw(said), feedback_false=draw(said))
    if kind == "pairs":
        left, right = draw(_rows(2, 5)), draw(_rows(6, 6))
        pairs = [Pair(source=text, target=right[place % draw(st.integers(2, 5))]) for place, text in enumerate(left)]
        alone = [Pair(source="", target=right[5])] if draw(st.booleans()) else []
        if len({pair.target for pair in pairs + alone}) > 1:
            return matching_content(prompt=prompt, pairs=pairs + alone, **draw(_of_the_whole()))
    if kind in {"pairs", "steps"}:
        return sequencing_content(prompt=prompt, steps=draw(_rows(2, 6)), **draw(_of_the_whole()))
    if kind == "gaps":
        return cloze_content(prompt=draw(lines), text=draw(_texts_with_gaps()))
    if kind == "short":
        accepted = draw(
            st.lists(lines.filter(lambda text: any(sign.isalnum() for sign in text)), min_size=1, max_size=3)
        )
        return fill_in_content(
            prompt=prompt, accepted=accepted, feedback_correct=draw(said), feedback_incorrect=draw(said),
            capitals=draw(st.booleans()),
        )  # fmt: skip
    words = draw(st.lists(lines, min_size=2, max_size=6, unique=True))
    right = draw(st.sets(st.integers(0, len(words) - 1), min_size=1)) if kind == "several" else {0}
    choices = [Choice(text=word, correct=place in right, feedback=draw(said)) for place, word in enumerate(words)]
    if kind == "worth":
        shares = draw(st.permutations([0.5, 0.5, -0.33333, 0.25, None, -1.0]))[: len(words)]
        whole = [replace(choices[0], correct=True, worth=0.75), replace(choices[1], correct=True, worth=0.25)]
        rest = [replace(each, correct=False, worth=share) for each, share in zip(choices[2:], shares, strict=False)]
        choices = [*whole, *rest]
    multiple = kind in {"several", "worth"}
    return choice_content(prompt=prompt, choices=choices, multiple=multiple, shuffle=draw(st.booleans()))


@st.composite
def _numbers_to_find(draw: st.DrawFn) -> ItemContent:
    said = st.one_of(st.just(""), lines)
    names = draw(st.sampled_from([(), ("m", "km", "cm"), ("s", "min", "h")]))
    factors = {"km": 1000, "cm": "0.01", "min": 60, "h": 3600}
    return numeric_content(
        prompt=draw(texts()), value=draw(numbers), tolerance=abs(draw(numbers)), feedback_correct=draw(said),
        units=[Unit(name=name, factor=Decimal(factors.get(name, 1))) for name in names],
        unit_required=bool(names) and draw(st.booleans()), feedback_incorrect=draw(said),
    )  # fmt: skip


@st.composite
def contents(draw: st.DrawFn) -> ItemContent:
    return with_general_feedback(
        draw(st.one_of(_contents(), _contents(), _numbers_to_find(), _words_to_put())),
        draw(st.one_of(st.just(""), lines)),
    )

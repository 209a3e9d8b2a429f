"""Questions made by hypothesis, as files can hold them."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from assessments.exchange import missing_words
from assessments.exchange.names import name_of, path_of
from assessments.exchange.numbers import read_number, written
from assessments.exchange.plain_text import UNFIT, fit
from assessments.exchange.questions import (
    FULL,
    Answer,
    ChoiceQuestion,
    ClozeQuestion,
    DescriptionQuestion,
    EssayQuestion,
    Gap,
    GapKind,
    MatchingQuestion,
    MissingWordsQuestion,
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

# The signs on which formats stumble come often; so do newlines, accents, other alphabets.
_SIGNS = st.one_of(
    st.sampled_from(list("~=#{}:\\%[]->/*<&>\"'n\n\t (.)A1é«»العœ\u00a0")),
    st.characters(exclude_categories=("Cs", "Cc")),
)


def texts(least: int = 1, most: int = 40) -> st.SearchStrategy[str]:
    """Texts as files keep them: nothing around, no sign that no file holds."""
    made = st.text(_SIGNS, min_size=least, max_size=most)
    return made.map(fit).filter(lambda text: len(text) >= least and not UNFIT.search(text))


percents = st.sampled_from(["0", "100", "50", "33.33333", "-50", "25", "-33.33333", "5"]).map(Decimal)
numbers = st.decimals(-(10**6), 10**6, places=4).map(lambda number: read_number(written(number)))
answers = st.builds(Answer, text=texts(), percent=percents, feedback=texts(0))
accepted = st.builds(Number, value=numbers, tolerance=numbers.map(abs), percent=percents, feedback=texts(0))
units = st.builds(Unit, name=texts(1, 5), multiplier=numbers.map(abs))
pairs = st.builds(Pair, left=texts(0), right=texts())


said = st.builds(Verdicts, right=texts(0), partly=texts(0), wrong=texts(0))


@st.composite
def shared(draw: Any) -> dict[str, Any]:
    prompt = draw(texts())
    return {
        "name": name_of(draw(texts(0)), prompt),
        "prompt": prompt,
        "general_feedback": draw(texts(0)),
        "category": path_of(draw(texts(0))),
    }


def _of(kind: type[Question], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Question]:
    return st.builds(lambda common, own: kind(**common, **own), shared(), st.fixed_dictionaries(fields))


def several(of: st.SearchStrategy[Any], least: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, min_size=least, max_size=5).map(tuple)


def _whole(question: ChoiceQuestion) -> bool:
    return not question.single or any(answer.percent == FULL for answer in question.answers)


choices = _of(ChoiceQuestion, answers=several(answers), single=st.booleans()).filter(_whole)  # type: ignore[arg-type]
simple = st.one_of(
    choices,
    _of(TrueFalseQuestion, answer=st.booleans(), feedback_true=texts(0), feedback_false=texts(0)),
    _of(ShortAnswerQuestion, answers=several(answers, 1)),
    _of(NumericalQuestion, answers=several(accepted, 1)),
    _of(MatchingQuestion, pairs=several(pairs)),
    _of(OrderingQuestion, steps=several(texts())),
    _of(EssayQuestion),
)
descriptions = st.builds(lambda common: DescriptionQuestion(**{**common, "general_feedback": ""}), shared())
gaps = st.one_of(
    st.builds(
        Gap,
        kind=st.sampled_from([GapKind.TYPED, GapKind.TYPED_EXACTLY, GapKind.CHOSEN, GapKind.TICKED]),
        answers=several(answers, 1),
        weight=st.integers(1, 9),
    ),
    st.builds(Gap, kind=st.just(GapKind.NUMBER), answers=several(accepted, 1), weight=st.integers(1, 9)),
)
clozes = st.builds(
    lambda common, before, gap, after: ClozeQuestion(
        **{**common, "prompt": fit(f"{before} _____ {after}")}, pieces=(f"{before} ", gap, f" {after}")
    ),
    shared(), texts(), gaps, texts(),
)  # fmt: skip


@st.composite
def words_to_put(draw: Any) -> Question:
    words = draw(several(st.builds(Word, text=texts(), group=st.integers(1, 3))))
    pieces = (draw(texts()), draw(st.integers(1, len(words))), f" {draw(texts())}", draw(st.integers(1, len(words))))
    common = {**draw(shared()), "prompt": missing_words.prompt_of(pieces)}
    return MissingWordsQuestion(**common, pieces=pieces, words=words, chosen=draw(st.booleans()), verdicts=draw(said))


moodle = st.one_of(
    simple,
    _of(TrueFalseQuestion, answer=st.booleans(), hints=several(texts(), 0)),
    descriptions,
    _of(ChoiceQuestion, answers=several(answers), single=st.booleans(), shuffle=st.booleans(), verdicts=said),
    _of(MatchingQuestion, pairs=several(pairs), verdicts=said),
    _of(ShortAnswerQuestion, answers=several(answers, 1), case_counts=st.booleans()),
    _of(NumericalQuestion, answers=several(accepted, 1), units=several(units, 0)),
    _of(OrderingQuestion, steps=several(texts()), verdicts=said),
    words_to_put(),
    clozes,
)

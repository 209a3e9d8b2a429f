"""Words to put in a text: dragged, they stay so; chosen in lists, they make a text with gaps."""

from collections.abc import Iterable

from assessments.bank.content import ItemContent, cloze_content, drag_text_content
from assessments.bank.notation import Mark, MarkedText, written
from assessments.exchange.into_bank.instructions import parted
from assessments.exchange.into_bank.losses import Losses, one_line
from assessments.exchange.into_bank.verdicts import said_of_the_whole
from assessments.exchange.questions import MissingWordsQuestion, Word


def missing_words(question: MissingWordsQuestion, losses: Losses) -> ItemContent:
    return (_chosen if question.chosen else _dragged)(question, losses)


def _dragged(question: MissingWordsQuestion, losses: Losses) -> ItemContent:
    """All words stand in one pool here."""
    losses.note("groups", when=len({word.group for word in question.words}) > 1)
    prompt, pieces = parted(question.pieces)
    placed = {_text(question.words[piece - 1]) for piece in pieces if isinstance(piece, int)}
    text = written(piece if isinstance(piece, str) else _gap(question.words[piece - 1]) for piece in pieces)
    others = [text for text in map(_text, question.words) if text not in placed]
    return drag_text_content(prompt=prompt, text=text, others=others, **said_of_the_whole(question.verdicts, losses))


def _chosen(question: MissingWordsQuestion, losses: Losses) -> ItemContent:
    prompt, pieces = parted(question.pieces)
    text = written(piece if isinstance(piece, str) else _list(question.words, piece) for piece in pieces)
    return cloze_content(prompt=prompt, text=text, **said_of_the_whole(question.verdicts, losses))


def _gap(word: Word) -> Mark:
    return Mark(opening="[", texts=(MarkedText(text=_text(word)),))


def _list(words: tuple[Word, ...], number: int) -> Mark:
    """The words of the right one's group, each once."""
    right = words[number - 1]
    offered = _once(_text(word) for word in words if word.group == right.group)
    return Mark(opening="{", texts=tuple(MarkedText(text=text, starred=text == _text(right)) for text in offered))


def _text(word: Word) -> str:
    return " ".join(one_line(word.text).split())


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))

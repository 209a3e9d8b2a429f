"""What the texts of one question of Moodle XML say in plain words. Plain Python."""

from collections.abc import Iterator
from decimal import Decimal

from assessments.exchange.numbers import read_percent
from assessments.exchange.plain_text import Style, TextReader
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import Answer, Verdicts
from assessments.exchange.xml_nodes import Node

_STYLES = {"html": Style.HTML, "plain_text": Style.PLAIN, "markdown": Style.MARKDOWN}  # others: Moodle's own
# What Moodle says where nobody wrote anything, in the languages of our trainers: our pages say it themselves.
_STOCK = frozenset({
    "Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect.",
    "Votre réponse est correcte.", "Votre réponse est partiellement correcte.", "Votre réponse est incorrecte.",
    "إجابتك صحيحة.", "إجابتك صحيحة جزئيا.", "إجابتك غير صحيحة.",
})  # fmt: skip


class QuestionTexts:
    """Reads the texts of one question and counts the files that they show."""

    def __init__(self) -> None:
        self._texts = TextReader()
        self._embedded = 0

    @property
    def files(self) -> int:
        """How many pictures and sounds: some show without being in the file, some are there without a tag."""
        return max(self._texts.files, self._embedded)

    def words(self, node: Node | None) -> str:
        """What the <text> of this element says in plain words, empty without one."""
        if node is None:
            return ""
        self._embedded += sum(1 for _file in node.all("file"))
        style = _STYLES.get(node.attributes.get("format", ""), Style.MOODLE)
        inner = node.first("text")
        return self._texts.read((inner or node).text, style)

    def answers(self, node: Node) -> Iterator[Answer]:
        """Each <answer> with its share of the marks and its feedback. Raises QuestionRefused."""
        for each in node.all("answer"):
            said = self.words(each.first("feedback"))
            yield Answer(text=self.words(each), percent=percent_of(each), feedback=said)

    def verdicts(self, node: Node) -> Verdicts:
        """What is said of the whole, but for Moodle's own sentences."""
        names = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
        right, partly, wrong = (self.words(node.first(name)) for name in names)
        kept = {"right": right, "partly": partly, "wrong": wrong}
        return Verdicts(**{name: "" if words in _STOCK else words for name, words in kept.items()})


def percent_of(answer: Node) -> Decimal:
    """Its share of the marks. Raises QuestionRefused, with its line."""
    try:
        return read_percent(answer.attributes.get("fraction", "0"))
    except QuestionRefused as refused:
        raise QuestionRefused(refused.code, refused.text, line=answer.line) from refused

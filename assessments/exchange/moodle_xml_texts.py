"""What the texts of one question of Moodle XML say in plain words. Plain Python."""

from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import unquote

from assessments.exchange.embedded import decoded
from assessments.exchange.numbers import read_percent
from assessments.exchange.plain_text import Style, TextReader, fit
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import Answer, Picture, Verdicts
from assessments.exchange.xml_nodes import Node

LONGEST_DESCRIPTION = 300  # signs, as in the bank
_CARRIED = "@@PLUGINFILE@@/"
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
        self._taken = 0

    @property
    def files_left(self) -> int:
        """Pictures and sounds not taken: some show without being in the file, some are there without a tag."""
        return max(self._texts.files, self._embedded) - self._taken

    def prompt(self, node: Node | None) -> tuple[str, Picture | None]:
        """What the question itself says, and the first picture that it shows and carries."""
        before = len(self._texts.pictures)
        words = self.words(node)
        carried = {each.attributes.get("name", ""): each for each in node.all("file")} if node else {}
        for address, said in self._texts.pictures[before:]:
            file = carried.get(unquote(address.removeprefix(_CARRIED))) if address.startswith(_CARRIED) else None
            if file is not None and (content := decoded(file.text)):
                self._taken = 1
                return words, Picture(content=content, description=" ".join(fit(said).split())[:LONGEST_DESCRIPTION])
        return words, None

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

    def hints(self, node: Node) -> tuple[str, ...]:
        """What each <hint> says; Moodle writes empty ones too."""
        return tuple(filter(None, (self.words(each) for each in node.all("hint"))))

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

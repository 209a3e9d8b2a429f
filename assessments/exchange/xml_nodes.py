"""The questions of a Moodle XML file as small trees: no DOCTYPE, no entity, nothing from elsewhere. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from assessments.exchange.files import at_most
from assessments.exchange.plain_text import UNFIT
from assessments.exchange.problems import FileRefused

MAX_DEPTH = 12  # Moodle's own files go six deep
MAX_NODES = 100_000  # 200 for each of the questions of the longest file: Moodle's have a few dozen
ROOT = "quiz"


@dataclass(slots=True)
class Node:
    """An element: what it says of itself, the text right inside it, the elements inside it, its first line."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def all(self, tag: str) -> Iterator["Node"]:
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> "Node | None":
        return next(self.all(tag), None)

    def said(self, tag: str) -> str:
        """The text of the first element of this name, empty without one."""
        found = self.first(tag)
        return found.text.strip() if found else ""


def question_nodes(text: str) -> list[Node]:
    """The <question> elements of a file, each with all that is in it, in their order.

    Raises FileRefused: no XML, no Moodle's, DOCTYPE or entities, too deep, too many elements or
    questions.
    """
    parser = make_parser()
    builder = _Builder(parser)
    parser.setContentHandler(builder)
    parser.forbid_dtd = True
    try:
        parser.feed(UNFIT.sub("", text))
        parser.close()
    except DefusedXmlException as forbidden:
        raise FileRefused("forbidden_xml") from forbidden
    except SAXParseException as broken:
        raise FileRefused("broken_xml", line=broken.getLineNumber() or 0) from broken
    return builder.questions


class _Builder(ContentHandler):
    """Keeps what stands in questions alone: what else a file holds is never kept."""

    def __init__(self, locator: Locator) -> None:
        super().__init__()
        self.questions: list[Node] = []
        self._open: list[Node] = []
        self._count = 0
        self._where = locator  # the parser, which knows its line

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  (SAX calls it so)
        line = self._where.getLineNumber() or 0
        if not self._open and name != ROOT:
            raise FileRefused("not_moodle_xml", line=line)
        if len(self._open) == MAX_DEPTH:
            raise FileRefused("deep_xml", line=line)
        self._count += 1
        if self._count > MAX_NODES:
            raise FileRefused("crowded_xml", line=line)
        node = Node(tag=name, line=line, attributes=dict(attrs.items()))
        if len(self._open) == 1 and name == "question":
            self.questions.append(node)
            at_most(len(self.questions))
        elif len(self._open) > 1:
            self._open[-1].children.append(node)
        self._open.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802
        self._open.pop()

    def characters(self, content: str) -> None:
        if len(self._open) > 1:
            self._open[-1].pieces.append(content)

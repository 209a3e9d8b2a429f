"""From the texts of Moodle (HTML, Markdown, its own format) to plain words that any file may hold. Plain Python."""

import re
from enum import StrEnum
from html.parser import HTMLParser

import nh3

from assessments.exchange.problems import QuestionRefused

MAX_SIGNS = 20_000  # of one text with its markup; what the bank keeps is far shorter
# Control signs but tab and newline, halves of pairs, and the signs that Unicode keeps for a program's own use:
# no XML and no database holds the former, reading GIFT needs the latter.
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "table", "pre", "blockquote", "hr", "h1", "h2", "h3", "h4", "h5", "h6"}
)
_SILENT = {"script", "style", "title", "template", "svg"}  # what they hold is not said
_FILES = frozenset({"img", "audio", "video", "object", "embed", "iframe"})
_READ = set(_BLOCKS | _FILES | {"a"})
_SAID = {"a": {"href"}, "img": {"src", "alt"}}
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w*);")
_SPACES = re.compile(" {2,}")
_GAPS = re.compile(r"\n{3,}")
_PICTURE = re.compile(r"!\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_EMPHASIS = re.compile(r"(\*\*|__|`)(?=\S)([^\n*_`]+)(?<=\S)\1")


class Style(StrEnum):
    """How a text is written, in GIFT's names."""

    HTML = "html"
    MOODLE = "moodle"
    MARKDOWN = "markdown"
    PLAIN = "plain"


class TextReader:
    """Reads the texts of one question, and counts the pictures and sounds that they show.

    `pictures`: address and description of those that a tag shows, in their order.
    """

    def __init__(self) -> None:
        self.files = 0
        self.pictures: list[tuple[str, str]] = []

    def read(self, text: str, style: Style) -> str:
        """The words of `text`. Raises QuestionRefused when it is far too long."""
        if len(text) > MAX_SIGNS:
            raise QuestionRefused("too_long")
        if style is Style.PLAIN:
            return fit(text)
        if style is Style.MARKDOWN:
            text, pictures = _PICTURE.subn(r"\1", text)
            self.files += pictures
            text = _EMPHASIS.sub(r"\2", text)
        if style is not Style.HTML and not _TAG.search(text):
            return fit(text)
        words = _Words(keep_lines=style is not Style.HTML)
        # Made well-formed first: Python's reader takes the square of the time on tags that never end.
        words.feed(nh3.clean(text, tags=_READ, clean_content_tags=_SILENT, attributes=_SAID, link_rel=None))
        words.close()
        self.files += words.files
        self.pictures += words.pictures
        # An answer that is nothing but a tag is about that tag: <b>
        return words.text() or ("" if words.files or style is Style.HTML else fit(text))


def fit(text: str) -> str:
    """The text as any file and the bank may hold it: newlines alone, no unfit sign, nothing around it."""
    return UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class _Words(HTMLParser):
    def __init__(self, *, keep_lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.files = 0
        self.pictures: list[tuple[str, str]] = []
        self._keep_lines = keep_lines
        self._pieces: list[str] = []

    def text(self) -> str:
        lines = "".join(self._pieces).split("\n")
        if not self._keep_lines:
            lines = [_SPACES.sub(" ", line) for line in lines if line.strip()]
        return fit(_GAPS.sub("\n\n", "\n".join(line.strip(" \t") for line in lines)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._count_file(tag, dict(attrs))
        self._break_line(tag)

    def handle_endtag(self, tag: str) -> None:
        self._break_line(tag)

    def handle_data(self, data: str) -> None:
        self._pieces.append(data if self._keep_lines else re.sub(r"[ \t\r\n]+", " ", data))

    def _count_file(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "img":
            self.pictures.append((attributes.get("src") or "", attributes.get("alt") or ""))
        if tag in _FILES or "@@PLUGINFILE@@" in (attributes.get("href") or ""):
            self.files += 1

    def _break_line(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._pieces.append("\n")

"""The words of a text with markup that nobody vouches for, in a time that grows with its length alone. Plain Python.

`html.parser` takes time by the square of crafted texts (`<a <a <a…`): thirty thousand signs held a worker for
seventeen seconds. Here each sign is looked at a bounded number of times, whatever the text.
"""

import html
import re
from collections.abc import Iterator

INLINE = frozenset("a abbr b bdi bdo code del em i ins kbd mark q s small span strike strong sub sup u".split())  # noqa: SIM905
SILENT = ("script", "style")
OPENING = re.compile(r"</?([a-zA-Z][^\s/>]*)|<[!?]")
# To the end of a tag: a `>` between quotes is no end.
TO_THE_END = re.compile(r"""(?:[^>"']|"[^"]*+"|'[^']*+')*+>""")
SPOKEN_AGAIN = re.compile(r"</(?:script|style)\b", re.IGNORECASE)
# Controls, ends of lines, and the signs that turn the direction of all that follows.
TRICKS = re.compile("[ \x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
# No sign has so high a number, and Python refuses to read one of thousands of digits.
TOO_HIGH = re.compile(r"&#[0-9]{9,}")


def plain_words(text: str) -> str:
    """A text without its markup, on one line, without signs that hide or turn others. A `<` that opens no tag stays."""
    words = "".join(_pieces(text))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def unescaped(text: str) -> str:
    """`html.unescape`, which raises on a number of thousands of digits: this never does."""
    return html.unescape(TOO_HIGH.sub("&#99999999", text))


def one_line(text: str) -> str:
    """A title or a name on one line, that cannot turn what stands around it; other signs stay as they are."""
    return TRICKS.sub(" ", text).strip()


def _pieces(text: str) -> Iterator[str]:
    at, quotes = 0, True
    while (start := text.find("<", at)) >= 0:
        tag = OPENING.match(text, start)
        if tag is None:
            yield unescaped(text[at : start + 1])
            at = start + 1
            continue
        yield unescaped(text[at:start])
        end = _end_of_comment(text, start) if text.startswith("<!--", start) else None
        if end is None and quotes:
            closed = TO_THE_END.match(text, tag.end())
            # A quote that never closes: from here on quotes are signs like others, so that nothing is read twice.
            quotes, end = closed is not None, closed.end() if closed else None
        end = text.find(">", start) + 1 if end is None else end
        if not end:
            at = start
            break
        yield "" if tag[1] is None or tag[1].lower() in INLINE else " "
        at = end
        if tag[1] is not None and tag[1].lower() in SILENT and text[start + 1] != "/":
            again = SPOKEN_AGAIN.search(text, end)
            at = again.start() if again else len(text)
    yield unescaped(text[at:])


def _end_of_comment(text: str, start: int) -> int:
    """Where a comment ends; one that never does goes to the end of the text."""
    end = text.find("-->", start + 2)
    return len(text) if end < 0 else end + 3

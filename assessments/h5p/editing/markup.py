"""Texts with markup, shown as plain paragraphs where nothing of them would be lost. Plain Python.

A text made of paragraphs, line breaks and simple marks (`<strong>word</strong>`) is shown without its paragraphs'
tags: an empty line stands between two. Any other is shown as the HTML that it is. Which of both is found out by
writing it back: what would not come out the same is not simple.
"""

import html
import re
from dataclasses import dataclass
from typing import Any

from ..plain_words import unescaped
from ..sanitising import allowed_tags

SIMPLE = ("strong", "em", "b", "i", "u", "s", "del", "strike", "sub", "sup", "code")
BLOCK = re.compile(r"<(p|div)((?:\s[^<>]*)?)>(.*?)</\1>\s*", re.DOTALL)
# Spaces before it are looked at from their first one alone: a hundred thousand of them must not take minutes.
BREAK = re.compile(r"(?:(?<!\s)\s+)?<br\s*/?>\s*")
TAG = re.compile(r"(</?[a-zA-Z][^<>]*>)")
INLINE = re.compile(rf"</?(?:{'|'.join((*SIMPLE, 'a', 'span'))})\b[^<>]*>")
SPACES = re.compile(r"[ \t\r\n\f]+")
BETWEEN = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Shown:
    """A text as it stands in its box. `is_html`: its tags stand there too. `frame`: the tag of its paragraphs."""

    text: str
    is_html: bool = False
    frame: str = ""


def show(value: str) -> Shown:
    """The text of a field with markup as it is edited."""
    framed = _blocks(value)
    if framed is None:
        return Shown(value, is_html=True)
    frame, blocks = framed
    if not "".join(blocks).strip():
        return Shown("", frame=frame)
    shown = Shown("\n\n".join(_plain(block) for block in blocks), frame=frame)
    same = _tokens(write(shown.text, shown, tags=None)) == _tokens(value)
    return shown if same else Shown(value, is_html=True)


def write(text: str, before: Shown, *, tags: list[Any] | None, enter: str = "") -> str:
    """The HTML of a text edited from `before`: marks among `tags` (None: any simple one) stay, other signs are signs.

    `enter` is the tag that the semantics want around paragraphs.
    """
    if before.is_html:
        return text
    text = text.strip(" \t\n")
    if not text:
        return ""
    # A text that had empty lines without paragraphs keeps to line breaks.
    loose = not before.frame and "\n\n" in before.text
    paragraphs = [text] if loose else BETWEEN.split(text)
    frame = before.frame
    if not frame and (len(paragraphs) > 1 or (enter and not before.text)):
        frame = enter or ("p" if tags and "p" in tags else "div")
    allowed = set(SIMPLE) if tags is None else allowed_tags({tag for tag in tags if isinstance(tag, str)}) & set(SIMPLE)
    inside = [_marked(each, allowed) for each in paragraphs]
    if not frame:
        return inside[0]
    return "\n".join(f"<{frame}>{each}</{frame.split()[0]}>" for each in inside)


def words_of(value: str) -> str:
    """The words of a text with markup, without its tags: for lists and comparisons."""
    return SPACES.sub(" ", unescaped(TAG.sub(" ", INLINE.sub("", value)))).strip()


def _blocks(value: str) -> tuple[str, list[str]] | None:
    """The tag of the paragraphs and their insides; None when they are not all alike."""
    if not re.search(r"<(?:p|div)\b", value):
        return "", [value]
    at, found = len(value) - len(value.lstrip()), []
    while at < len(value):
        block = BLOCK.match(value, at)
        if block is None:
            return None
        found.append(block)
        at = block.end()
    frames = {block[1] + block[2] for block in found}
    return (frames.pop(), [block[3] for block in found]) if len(frames) == 1 else None


def _plain(block: str) -> str:
    """One paragraph: breaks as new lines, entities as the signs that they stand for."""
    lines = (SPACES.sub(" ", line) for line in BREAK.split(block))
    return unescaped("\n".join(lines))


def _marked(paragraph: str, allowed: set[str]) -> str:
    mark = re.compile("(</?(?:" + "|".join(sorted(allowed)) + ")>)") if allowed else None
    pieces = mark.split(paragraph) if mark else [paragraph]
    escaped = (piece if number % 2 else html.escape(piece, quote=False) for number, piece in enumerate(pieces))
    return "<br>".join("".join(escaped).split("\n"))


def _tokens(value: str) -> list[str]:
    """Tags and texts in their order, written one way: equal lists look equal."""
    value = BREAK.sub("<br>", value)
    tokens = []
    for number, piece in enumerate(TAG.split(value)):
        token = piece if number % 2 else "\0" + unescaped(SPACES.sub(" ", piece))
        if token.strip("\0 "):
            tokens.append(token)
    return [token.rstrip(" ") if token.startswith("\0") else token for token in tokens]

"""How trainers write a text with marks in it, in one notation for all questions asked inside a text.

    Le [clavier|le clavier] sert à {*écrire|dessiner|peindre}.
    Pour copier : [Ctrl] + [C # La première lettre de « copier ».]

A mark stands between [ ] or { }. Inside, | parts its texts; a * before a text of { } stars it; all that follows a #
that comes after a space is what to say to who gets this mark wrong. A backslash before one of [ ] { } | * # \\ gives
the sign itself. What marks mean is for each question to say (`bank.content`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

CLOSINGS = {"[": "]", "{": "}"}
SIGNS = r"][{}|*#\\"
TOKEN = re.compile(rf"\\(?P<escaped>[{SIGNS}])|(?P<sign>[][{{}}|*#])|(?P<plain>[^{SIGNS}]+|\\)")
EXCERPT = 25  # signs of the text that a problem quotes


@dataclass(frozen=True, kw_only=True)
class MarkedText:
    """One text of a mark, and whether it is starred."""

    text: str
    starred: bool = False


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What stands between `opening` and its closing: texts, and what to say to who gets it wrong."""

    opening: str
    texts: tuple[MarkedText, ...]
    said: str = ""


Piece = str | Mark


class NotationRefused(ValueError):
    """A sign has lost its other half: `code` is mark_not_closed or mark_not_opened, `near` quotes the text there."""

    def __init__(self, code: str, *, sign: str, near: str) -> None:
        self.code, self.sign, self.near = code, sign, near
        super().__init__(f"{code}: {near}")


def parse(text: str) -> list[Piece]:
    """The texts and marks of `text`, in order; spaces around and inside a mark's texts count once or not at all.

    Raises NotationRefused.
    """
    text = text.replace("\r\n", "\n")
    tokens, pieces, plain = TOKEN.finditer(text), list[Piece](), ""
    for token in tokens:
        sign = token["sign"]
        if sign in CLOSINGS:
            pieces += [plain] if plain else []
            pieces.append(_mark(text, token, tokens))
            plain = ""
        elif sign in CLOSINGS.values():
            raise NotationRefused("mark_not_opened", sign=sign, near=text[max(0, token.end() - EXCERPT) : token.end()])
        else:
            plain += token["escaped"] or token[0]
    return [*pieces, plain] if plain else pieces


def _mark(text: str, opened: re.Match[str], tokens: Iterator[re.Match[str]]) -> Mark:
    """The mark that `opened` begins; takes its tokens, up to its closing. Raises NotationRefused."""
    texts, starred, said = [""], [False], None
    for token in tokens:
        sign = token["sign"]
        if sign == CLOSINGS[opened[0]]:
            read = (MarkedText(text=_tidy(each), starred=star) for each, star in zip(texts, starred, strict=True))
            return Mark(opening=opened[0], texts=tuple(read), said=_tidy(said or ""))
        if sign in ("[", "]", "{", "}"):
            break
        if said is not None:
            said += token["escaped"] or token[0]
        elif sign == "#" and texts[-1][-1:].isspace():
            said = ""
        elif sign == "|":
            texts.append("")
            starred.append(False)
        elif sign == "*" and opened[0] == "{" and not texts[-1].strip():
            starred[-1] = True
        else:
            texts[-1] += token["escaped"] or token[0]
    raise NotationRefused(
        "mark_not_closed", sign=CLOSINGS[opened[0]], near=text[opened.start() : opened.start() + EXCERPT]
    )


def written(pieces: Iterable[Piece]) -> str:
    """The text that an author would type to get these pieces: `parse` of it gives them again."""
    return "".join(_plain(piece) if isinstance(piece, str) else _written(piece) for piece in pieces)


def _written(mark: Mark) -> str:
    texts = "|".join(f"{'*' if each.starred else ''}{_inside(each, mark.opening)}" for each in mark.texts)
    said = f" # {_plain(mark.said)}" if mark.said else ""
    return f"{mark.opening}{texts}{said}{CLOSINGS[mark.opening]}"


def _plain(text: str) -> str:
    return re.sub(rf"\\(?=[{SIGNS}]|\Z)|[][{{}}]", r"\\\g<0>", text)


def _inside(each: MarkedText, opening: str) -> str:
    text = re.sub(r"\||(?<=\s)#", r"\\\g<0>", _plain(each.text))
    return f"\\{text}" if opening == "{" and text.startswith("*") else text


def _tidy(text: str) -> str:
    return " ".join(text.split())

"""French typography: thin no-break spaces, curly apostrophes, guillemets.

The rules are those of the Lexique of the Imprimerie nationale.

Pure functions: text in, text out; doing it twice changes nothing more.
"""

import re
from functools import lru_cache

NBSP = "\u00a0"
THIN = "\u202f"

_SPACES = f"[ \t{NBSP}{THIN}]"
_HOLD = "\ue000"  # stands for a tag or an entity while the text around it is put right
_SHORT = 200  # characters: what is longer is a text, seldom shown twice in a minute
_AFTER = f"(?=[\\s»)\\]{_HOLD}]|$)"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<!\.)\.\.\.(?!\.)", "…"),
        (r"(?<=[^\W\d_])'(?=[^\W_])", "’"),
        (rf"(?<=[^\W\d_])'(?=«|{_HOLD}?[^\W\d_])", "’"),
        (r'(?<![\w"=])"(?=[^\s"])([^"\n]*[^\s"])"(?![\w"])', r"«\1»"),
        (rf"«{_SPACES}*", f"«{THIN}"),
        (rf"{_SPACES}*»", f"{THIN}»"),
        (rf"(?<=\S){_SPACES}+(?=[;?!])", THIN),
        (rf"(?<=[\w)»’%€…])(?=[;?!]+{_AFTER})", THIN),
        (rf"(?<=\S){_SPACES}+:{_AFTER}", f"{NBSP}:"),
        (rf"(?<=[\w)»’%€…]):{_AFTER}", f"{NBSP}:"),
        (rf"\b([01]?\d|2[0-3]){_SPACES}?h{_SPACES}?([0-5]\d)\b", rf"\1{NBSP}h{NBSP}\2"),
        (rf"(?<=\d){_SPACES}(?=(?:h\b|%|€))", NBSP),
        (rf"(?<=\b\d\d){_SPACES}(?=\d\d\b)", NBSP),  # a telephone number stays on one line
    )
)

_VERBATIM = r"<(code|pre|kbd|samp|script|style|textarea)\b[^>]*>.*?</\1\s*>"
_MARKUP = re.compile(rf"{_VERBATIM}|<!--.*?-->|</?[a-zA-Z][^<>]*>|&#?\w+;", re.DOTALL | re.IGNORECASE)
_APOSTROPHES = re.compile(r"&#(?:39|x27);|&apos;", re.IGNORECASE)
_NO_BREAKS = re.compile(r"&nbsp;|&#160;|&#xa0;", re.IGNORECASE)


def french(text: str) -> str:
    """Plain text put right."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def french_html(markup: str) -> str:
    """HTML put right: tags, entities, comments and what is code are left alone."""
    return _known(markup) if len(markup) <= _SHORT else _put_right(markup)


def _put_right(markup: str) -> str:
    markup = _NO_BREAKS.sub(NBSP, _APOSTROPHES.sub("'", markup.replace(_HOLD, "")))
    held = [match[0] for match in _MARKUP.finditer(markup)]
    words = french(_MARKUP.sub(_HOLD, markup)).split(_HOLD)
    return words[0] + "".join(tag + text for tag, text in zip(held, words[1:], strict=True))


# Titles and the words of the interface are the same on every page: put right once a process.
_known = lru_cache(maxsize=2048)(_put_right)

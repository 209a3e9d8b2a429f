"""Whether a recording still says a text: what counts are the words, not how they are typeset.

Pure functions.
"""

import hashlib
import html
import re

_BETWEEN = re.compile(r"</?(?:p|li|ul|ol|h\d|br|hr|div)\b[^<>]*>", re.IGNORECASE)
_WITHIN = re.compile(r"</?[a-zA-Z][^<>]*>")
# Words and numbers; a sign counts only inside one: « 2,5 », « rose@courrier.example ».
_WORD = re.compile(r"\w+(?:[^\w\s]+\w+)*")


def fingerprint(*texts: str) -> str:
    """The same 16 signs for the same words, in whatever markup, capitals, spaces and punctuation."""
    words = [word.casefold() for text in texts for word in _WORD.findall(_plain(text))]
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def _plain(text: str) -> str:
    without_tags = _WITHIN.sub("", _BETWEEN.sub(" ", text))
    return html.unescape(without_tags).replace("’", "'")

"""Takes the remarks out of scripts and styles: a fifth of what older exercise types send. Plain Python.

Only what cannot be anything but a remark goes: whole lines, in files where no text runs over lines. Indents go with
them. What says whose work it is stays.
"""

import re

# A text may run over lines: in `…` that its line does not close, or after a \\ at the end of one.
SHORT_TEXT = re.compile(r"`(?:[^`$\n]|\$(?!\{)|\$\{[^`{}\n]*\})*`")
LONG_TEXT = re.compile(r"`|\\\n")
# A remark that begins after something else on its line, and ends on another one.
BEGINS_LATE = re.compile(r"\S.*/\*(?!.*\*/)")
BLOCK = re.compile(r"^[^\S\n]*/\*(?:(?!\*/)[\s\S])*\*/[^\S\n]*\n", re.MULTILINE)
LINE = re.compile(r"^[^\S\n]*//.*\n", re.MULTILINE)
INDENT = re.compile(r"^[^\S\n]+", re.MULTILINE)
BLANK = re.compile(r"\n{2,}")
WHOSE = re.compile(r"licen[cs]e|copyright|©|@preserve|^\s*/\*!|source(?:Mapping)?URL", re.IGNORECASE)


def without_remarks(code: str, *, script: bool = True) -> str:
    """The same script (or style sheet), without remarks that fill whole lines; unchanged when in doubt."""
    code = code.replace("\r\n", "\n")
    if BEGINS_LATE.search(code) or LONG_TEXT.search(SHORT_TEXT.sub("", code)):
        return code
    code = BLOCK.sub(_unless_it_says_whose, code)
    if script:
        code = LINE.sub(_unless_it_says_whose, code)
    return BLANK.sub("\n", INDENT.sub("", code))


def _unless_it_says_whose(remark: re.Match[str]) -> str:
    return remark[0] if WHOSE.search(remark[0]) else ""

"""Takes the remarks out of scripts and styles: a fifth of what older exercise types send. Plain Python, in linear time.

Only what cannot be anything but a remark goes: whole lines, in files where no text runs over lines. Indents go with
them. What says whose work it is stays.
"""

import re
from collections.abc import Iterator

# A text may run over lines: in `…` that its line does not close, or after a \\ at the end of one.
SHORT_TEXT = re.compile(r"`(?:[^`$\n]|\$(?!\{)|\$\{[^`{}\n]*\})*`")
LONG_TEXT = re.compile(r"`|\\\n")
WHOSE = re.compile(r"licen[cs]e|copyright|©|@preserve|/\*!|source(?:Mapping)?URL", re.IGNORECASE)


class InDoubt(Exception):
    """A remark begins after something else on its line and ends on another, or never ends."""


def without_remarks(code: str, *, script: bool = True) -> str:
    """The same script (or style sheet), without remarks that fill whole lines; unchanged when in doubt."""
    code = code.replace("\r\n", "\n")
    if LONG_TEXT.search(SHORT_TEXT.sub("", code)):
        return code
    try:
        kept = list(_kept(iter(code.split("\n")), script))
    except InDoubt:
        return code
    return "".join(f"{line}\n" for line in kept)


def _kept(lines: Iterator[str], script: bool) -> Iterator[str]:
    for line in map(str.strip, lines):
        if line.startswith("/*"):
            remark, after = _block(line, lines)
            if after.strip() or WHOSE.search(remark):
                _refuse_late(after)
                yield remark + after
        elif script and line.startswith("//"):
            if WHOSE.search(line):
                yield line
        elif line:
            _refuse_late(line)
            yield line


def _block(line: str, lines: Iterator[str]) -> tuple[str, str]:
    """The remark that begins with this line, and what follows it on its last one."""
    parts, rest = ["/*"], line[2:]
    while "*/" not in rest:
        parts.append(f"{rest}\n")
        try:
            rest = next(lines)
        except StopIteration as end:
            raise InDoubt from end
    inside, after = rest.split("*/", 1)
    return f"{''.join(parts)}{inside}*/", after


def _refuse_late(line: str) -> None:
    begins = line.rfind("/*")
    if begins >= 0 and "*/" not in line[begins + 2 :]:
        raise InDoubt

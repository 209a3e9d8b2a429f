"""Steps to put in order, as Moodle's ordering type writes them in GIFT: {>3 ALL VERTICAL … then a step a line}.

That type takes its lines as they are: no sign can be escaped in them. Plain Python.
Syntax: https://docs.moodle.org/en/Ordering_question_type
"""

import re
from collections.abc import Sequence

from assessments.exchange.problems import QuestionRefused

SIGN = ">"
_SOME = {"RANDOM", "REL", "CONTIGUOUS", "CONTIG"}  # of the steps: the number says how many
_HEAD = re.compile(
    r"\d{1,3}|ALL|EXACT|RANDOM|REL|CONTIG(?:UOUS)?|H(?:ORI(?:ZONTAL)?)?|V(?:ERT(?:ICAL)?)?|ALL_OR_NOTHING"
    r"|(?:ABSOLUTE|RELATIVE|LONGEST)(?:_[A-Z_]{1,40})?|ABS|SHOW|TRUE|YES|HIDE|FALSE|NO|none|abc|ABCD|iii|IIII"
)
_MISREAD = re.compile(r"[{}\\\n]|####|^//|^\[(?:html|moodle|plain|markdown)\]")


def read_steps(answers: str) -> tuple[list[str], bool]:
    """The steps in their right order, and whether only some of them are asked. Raises QuestionRefused."""
    first, *lines = answers.removeprefix(SIGN).split("\n")
    said = first.split()
    if not all(_HEAD.fullmatch(word) for word in said):
        said, lines = [], [first, *lines]
    steps = [line.strip() for line in lines if line.strip()]
    if len(steps) < 2:
        raise QuestionRefused("few_answers")
    count = int(said[0]) if said and said[0].isdecimal() else 0
    return steps, 2 < count < len(steps) and bool(_SOME & set(said[1:2]))


def write_steps(steps: Sequence[str]) -> str:
    """What stands between the braces. Raises QuestionRefused where a step would be misread."""
    if wrong := next((step for step in steps if _MISREAD.search(step)), ""):
        raise QuestionRefused("format_text", wrong)
    return f"{SIGN}{len(steps)} ALL VERTICAL RELATIVE_NEXT_EXCLUDE_LAST SHOW\n" + "".join(f"{step}\n" for step in steps)

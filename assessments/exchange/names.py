"""Names and categories as files give them: one line each. Plain Python."""

import re
from collections.abc import Iterable

from assessments.exchange.plain_text import fit

MAX_NAME = 150  # signs, as the title of a question in the bank
MAX_PATH = 300
_BETWEEN = re.compile(r"(?<!/)/(?!/)")
_ROOTS = frozenset({"$course$", "$module$", "$system$", "$cat1$", "$coursecat$", "top"})


def name_of(name: str, prompt: str) -> str:
    """The question's name on one line; without one, how it begins."""
    line = " ".join(fit(name).split()) or " ".join(fit(prompt).split())
    return line if len(line) <= MAX_NAME else f"{line[: MAX_NAME - 1].rstrip()}…"


def path_of(category: str) -> str:
    """A category as "Bureautique/Souris": without what stands for Moodle's own places."""
    return joined(name for name in names_in(category[: 4 * MAX_PATH]) if name.casefold() not in _ROOTS)


def names_in(path: str) -> list[str]:
    """The categories of a path, from the top; as in Moodle, two slashes are one that belongs to a name."""
    names = (" ".join(fit(name).replace("//", "/").split()).strip("/ ") for name in _BETWEEN.split(path))
    return [name for name in names if name]


def joined(names: Iterable[str]) -> str:
    """The path of these categories: `names_in` gives them again, unless it is longer than MAX_PATH."""
    path = "/".join(name.strip("/ ").replace("/", "//") for name in names)
    return path if len(path) <= MAX_PATH else path[:MAX_PATH].rstrip("/ ")

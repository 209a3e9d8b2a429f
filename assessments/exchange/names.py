"""Names and categories as files give them: one line each. Plain Python."""

from assessments.exchange.plain_text import fit

MAX_NAME = 150  # signs, as the title of a question in the bank
MAX_PATH = 300
_ROOTS = frozenset({"$course$", "$module$", "$system$", "$cat1$", "$coursecat$", "top"})


def name_of(name: str, prompt: str) -> str:
    """The question's name on one line; without one, how it begins."""
    line = " ".join(fit(name).split()) or " ".join(fit(prompt).split())
    return line if len(line) <= MAX_NAME else f"{line[: MAX_NAME - 1].rstrip()}…"


def path_of(category: str) -> str:
    """A category as "Bureautique/Souris": without what stands for Moodle's own places."""
    names = [" ".join(fit(name).split()) for name in category[: 4 * MAX_PATH].split("/")]
    return "/".join(name for name in names if name and name.casefold() not in _ROOTS)[:MAX_PATH]

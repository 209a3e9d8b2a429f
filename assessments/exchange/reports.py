"""What the studio tells of a file, in the person's language: one line a question, with where, why and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.exchange.problems import FileRefused, Problem, shown


@dataclass(frozen=True, kw_only=True)
class Line:
    """Where in the file, and the sentences."""

    where: str
    words: str


def lines(problems: Iterable[Problem], *, file: str = "") -> list[Line]:
    """A line for each problem; `file` is the name of the file that they are about."""
    return [Line(where=_where(problem, file), words=_words(problem)) for problem in problems]


def refusal(refused: FileRefused, *, file: str = "") -> Line:
    """Why nothing of the file can be read."""
    return lines([refused.problem], file=file)[0]


def _words(problem: Problem) -> str:
    return _(problem.message) % problem.params


def _where(problem: Problem, file: str) -> str:
    number, line = problem.place.number, problem.place.line
    parts = [
        shown(file),
        _("line %(line)d") % {"line": line} if line else "",
        _("question %(number)d") % {"number": number} if number else "",
    ]
    name = _("“%(name)s”") % {"name": shown(problem.name)} if problem.name else ""
    return " ".join(part for part in (", ".join(part for part in parts if part), name) if part)

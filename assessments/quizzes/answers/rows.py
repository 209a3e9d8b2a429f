"""What rows with an answer each have in common."""

from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext as _

from assessments.quizzes.answers.fields import NoAnswer


def split(values: Iterable[str]) -> dict[str, str]:
    """From the values of the rows' lists, « row:choice », those where something was chosen."""
    return {row: choice for row, colon, choice in (value.partition(":") for value in values) if colon and choice}


def in_every_row(chosen: Mapping[str, str], rows: Collection[str], choices: Collection[str]) -> dict[str, str]:
    """One of the choices for each of the rows. Raises NoAnswer."""
    if not chosen.keys() <= set(rows) or not set(chosen.values()) <= set(choices):
        raise NoAnswer(_("This answer is not in the list. Choose one below."))
    if missing := set(rows) - chosen.keys():
        raise NoAnswer(_("Choose an answer for every line."), rows=missing)
    return dict(chosen)


def ids(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """The ids of a body's rows."""
    return [row["id"] for row in rows]

"""The gradebook as tables for a spreadsheet."""

import datetime
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.gradebook.queries import CohortProgress, QuestionRow
from courses.gradebook.results import AnswerRow, AttemptRow, PeopleResults
from lms.web.spreadsheets import Cell, Table


def progress_table(progress: CohortProgress) -> Table:
    """A line a person, a column a lesson."""
    headings = [_("Last name"), _("First name"), *(column.title for column in progress.columns), _("Lessons done")]
    rows: list[list[Cell]] = [
        [row.person.last_name, row.person.first_name, *(cell.words for cell in row.cells), row.done]
        for row in progress.rows
    ]
    return Table(name="progression", headings=headings, rows=rows)


def questions_table(questions: list[QuestionRow]) -> Table:
    """A line a question."""
    headings = [_("Question"), _("People who answered"), _("Right at first"), _("Right in the end")]
    headings += [_("Hints taken"), _("No longer counts")]
    rows: list[list[Cell]] = [
        [row.title, row.answered, row.right_first, row.right_last, row.hints_words, _("yes") if row.neutral else ""]
        for row in questions
    ]
    return Table(name="questions", headings=headings, rows=rows)


def people_table(results: PeopleResults) -> Table:
    """A line a try, a column a question."""
    headings = [
        _("Last name"),
        _("First name"),
        pgettext("attempt", "Try"),
        _("State"),
        _("Started"),
        _("Finished"),
        _("Duration (s)"),
        _("Points"),
        _("Points at most"),
        _("Score (%)"),
        _("Passed"),
        _("Counts"),
    ]
    questions = [f"{number}. {title}" for number, title in enumerate(results.questions.values(), start=1)]
    rows = (_try_line(row, list(results.questions)) for row in results.rows)
    return Table(name="resultats", headings=[*headings, *questions], rows=rows)


def _try_line(row: AttemptRow, questions: list[int]) -> list[Cell]:
    attempt, outcome = row.attempt, row.outcome
    came_to: list[Cell] = [None] * 5
    if outcome is not None:
        percent = round(100 * outcome.score_scaled, 1)
        came_to = [outcome.duration, outcome.score_raw, outcome.score_max, percent, _yes(outcome.success)]
    return [
        attempt.user.last_name,
        attempt.user.first_name,
        attempt.number,
        attempt.get_state_display(),
        _moment(attempt.started_at),
        _moment(attempt.submitted_at),
        *came_to,
        _yes(row.counts),
        *(row.points.get(item) for item in questions),
    ]


def answers_table(rows: Iterable[AnswerRow]) -> Table:
    """A line an answer, in words."""
    headings = [
        _("Last name"),
        _("First name"),
        pgettext("attempt", "Try"),
        pgettext("rank of a question", "Place"),
        _("Question"),
        _("Version"),
        _("Answer"),
        _("Points"),
        _("Points at most"),
        _("Right"),
        _("Answered"),
        _("Last word"),
    ]
    return Table(name="reponses", headings=headings, rows=map(_answer_line, rows))


def _answer_line(row: AnswerRow) -> list[Cell]:
    response, person = row.response, row.response.attempt.user
    return [
        person.last_name,
        person.first_name,
        response.attempt.number,
        response.slot + 1,
        response.version.item.title,
        response.version.number,
        row.words,
        row.points,
        row.worth,
        _yes(response.success),
        _moment(response.recorded_at),
        _yes(row.stands),
    ]


def _yes(fact: bool) -> str:
    return _("yes") if fact else _("no")


def _moment(moment: datetime.datetime | None) -> str:
    """By the site's clock, as every spreadsheet reads it."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S") if moment else ""

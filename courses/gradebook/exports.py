"""The gradebook as tables for a spreadsheet."""

from django.utils.translation import gettext as _

from courses.gradebook.queries import CohortProgress, QuestionRow
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

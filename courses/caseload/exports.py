"""The list as a table for a spreadsheet."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.caseload.rows import CaseloadRow
from lms.web.spreadsheets import Cell, Table


def people_table(rows: list[CaseloadRow]) -> Table:
    """A line a person; certificates are left blank where the consent does not cover them."""
    headings = [
        _("Last name"),
        _("First name"),
        _("Place"),
        _("Last seen"),
        _("Current module"),
        _("Lessons done"),
        _("Lessons in all"),
        _("Class sessions"),
        _("Certificates"),
    ]
    return Table(name="suivi", headings=headings, rows=[_line(row) for row in rows])


def _line(row: CaseloadRow) -> list[Cell]:
    seen = date_format(timezone.localtime(row.last_seen_at), "Y-m-d") if row.last_seen_at else ""
    return [
        row.person.last_name,
        row.person.first_name,
        row.place,
        seen,
        row.course,
        row.done,
        row.total,
        row.sessions,
        row.certificates,
    ]

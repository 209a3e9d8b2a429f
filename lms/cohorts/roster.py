"""A list of learners as a spreadsheet gives it: CSV, read with a message for each row that is wrong."""

import csv
import io
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

MAX_ROWS = 500
MAX_BYTES = 200_000
_NAME_LENGTH = 80
_HEADINGS = {
    "prenom": "first_name",
    "first name": "first_name",
    "firstname": "first_name",
    "nom": "last_name",
    "last name": "last_name",
    "lastname": "last_name",
}


class UnreadableRoster(Exception):
    """The file as a whole cannot be read; the message says what to do."""


@dataclass(frozen=True)
class RosterRow:
    """One line of the file: its number as a spreadsheet shows it, the names, and what is wrong with it."""

    line: int
    first_name: str
    last_name: str
    problems: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        return _plain(self.first_name), _plain(self.last_name)


def decode(content: bytes) -> str:
    """Text of an uploaded file: UTF-8, else what French spreadsheets write. Raises UnreadableRoster."""
    if len(content) > MAX_BYTES:
        raise UnreadableRoster(_("This file is too large: at most 200 kB, 500 people at a time."))
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableRoster(_("This file is not text. In your spreadsheet, choose “Save as”, then CSV."))


def read_roster(text: str, *, known: set[tuple[str, str]]) -> list[RosterRow]:
    """Every row of a CSV with the columns « prénom » and « nom », commas or semicolons.

    `known`: keys of people who are already there (`RosterRow.key`), told as a problem of their row.
    Raises UnreadableRoster when no row can be made out.
    """
    if "\x00" in text:
        raise UnreadableRoster(_("This file is not text. In your spreadsheet, choose “Save as”, then CSV."))
    lines = list(_rows(text))
    if not lines:
        raise UnreadableRoster(_("This file is empty."))
    columns = _columns(lines[0][1])
    if len(lines) - 1 > MAX_ROWS:
        raise UnreadableRoster(_("This file has more than 500 people: cut it into several files."))
    rows: list[RosterRow] = []
    seen = dict.fromkeys(known, 0)
    for number, cells in lines[1:]:
        row = _row(number, cells, columns, seen)
        seen.setdefault(row.key, number)
        rows.append(row)
    if not rows:
        raise UnreadableRoster(_("This file has its headings but no person below them."))
    return rows


def _rows(text: str) -> list[tuple[int, list[str]]]:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        message = _("Line %(line)d cannot be read: check its quotation marks.") % {"line": reader.line_num}
        raise UnreadableRoster(message) from error


def _columns(headings: list[str]) -> dict[str, int]:
    places = {_HEADINGS.get(_plain(heading)): index for index, heading in enumerate(headings)}
    if missing := {"first_name", "last_name"} - set(places):
        names = {"first_name": "prénom", "last_name": "nom"}
        shown = ", ".join(f"« {names[name]} »" for name in sorted(missing))
        raise UnreadableRoster(_("The first line must name the columns. Missing: %(columns)s.") % {"columns": shown})
    return {name: index for name, index in places.items() if name}


def _row(number: int, cells: list[str], columns: dict[str, int], seen: dict[tuple[str, str], int]) -> RosterRow:
    values = {name: cells[index].strip() if index < len(cells) else "" for name, index in columns.items()}
    row = RosterRow(number, values["first_name"], values["last_name"])
    row.problems.extend(_problems_of(row))
    if not row.problems and row.key in seen:
        earlier = seen[row.key]
        row.problems.append(
            _("This person is already on line %(line)d.") % {"line": earlier}
            if earlier
            else _("A person of this name is already there: create a second one with the form if it is someone else.")
        )
    return row


def _problems_of(row: RosterRow) -> list[str]:
    problems = []
    if not row.first_name:
        problems.append(_("The first name is missing."))
    if not row.last_name:
        problems.append(_("The last name is missing."))
    if max(len(row.first_name), len(row.last_name)) > _NAME_LENGTH:
        problems.append(_("A name has more than 80 characters."))
    if any(unicodedata.category(sign) in {"Cc", "Cf"} for sign in row.first_name + row.last_name):
        problems.append(_("A name holds a sign that cannot be printed: type it again."))
    return problems


def _plain(text: str) -> str:
    """Without accents, capitals and double blanks: for comparing."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return " ".join(bare.casefold().split())


def key_of(first_name: str, last_name: str) -> tuple[str, str]:
    """The key under which a person of this name is known."""
    return _plain(first_name), _plain(last_name)

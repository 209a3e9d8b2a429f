"""Tables as files for a spreadsheet: CSV and XLSX, where a cell is never a formula."""

import codecs
import csv
import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.formats import number_format
from django.utils.translation import get_language, override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Cell = str | int | float | None

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_CSV = "text/csv; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A file to be: `name` without its ending (it stays on a shared computer: no person's name), headings, rows.

    Rows that are read from the database as the file leaves can be gone through once.
    """

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def harmless(cell: Cell) -> Cell:
    """The cell, with an apostrophe before a text that a spreadsheet would run (ASVS 1.2.10)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS) else cell


def csv_file(table: Table) -> HttpResponse:
    """Semicolons and a byte-order mark: what French spreadsheets open without a question."""
    return _attached(b"".join(_csv_lines(table)), _CSV, f"{table.name}.csv")


def streamed_csv_file(table: Table) -> StreamingHttpResponse:
    """The same file, each row sent as it is made: however many there are, one is held in memory."""
    lines = in_language(_csv_lines(table), get_language())
    return StreamingHttpResponse(lines, content_type=_CSV, headers=_disposition(f"{table.name}.csv"))


def in_language(parts: Iterable[bytes], language: str | None) -> Iterator[bytes]:
    """Each part made in this language: what is streamed is made once the request's own language is forgotten."""
    making = iter(parts)
    while True:
        with override(language):
            part = next(making, None)
        if part is None:
            return
        yield part


def _csv_lines(table: Table) -> Iterator[bytes]:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    yield codecs.BOM_UTF8
    for row in itertools.chain([table.headings], table.rows):
        writer.writerow([_csv_cell(cell) for cell in row])
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()


def _csv_cell(cell: Cell) -> Cell:
    """A figure as the language writes it: « 0,5 » is a number to a French spreadsheet, « 0.5 » is not."""
    return number_format(cell, use_l10n=True) if isinstance(cell, float) else harmless(cell)


def xlsx_file(table: Table) -> HttpResponse:
    """A workbook of one sheet; text cells are written as text, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in itertools.chain([table.headings], table.rows):
        sheet.append([_text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return _attached(out.getvalue(), _XLSX, f"{table.name}.xlsx")


def _text_cell(sheet: Any, text: str) -> Any:
    """Without the control signs that no workbook can hold, whoever typed them."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    return cell


def _attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=content_type, headers=_disposition(name))


def _disposition(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


# By the ending of the address that is asked; for what grows with years of work, the CSV leaves row by row.
FILES = {"csv": csv_file, "xlsx": xlsx_file}
LONG_FILES: dict[str, Callable[[Table], HttpResponse | StreamingHttpResponse]] = {
    "csv": streamed_csv_file,
    "xlsx": xlsx_file,
}

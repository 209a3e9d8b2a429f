"""Tables as files for a spreadsheet: CSV and XLSX, where a cell is never a formula."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

Cell = str | int | float | None

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, kw_only=True)
class Table:
    """A file to be: `name` without its ending (it stays on a shared computer: no person's name), headings, rows."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def harmless(cell: Cell) -> Cell:
    """The cell, with an apostrophe before a text that a spreadsheet would run (ASVS 1.2.10)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS) else cell


def csv_file(table: Table) -> HttpResponse:
    """Semicolons and a byte-order mark: what French spreadsheets open without a question."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    for row in (table.headings, *table.rows):
        writer.writerow([harmless(cell) for cell in row])
    return _attached(out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"{table.name}.csv")


def xlsx_file(table: Table) -> HttpResponse:
    """A workbook of one sheet; text cells are written as text, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (table.headings, *table.rows):
        sheet.append([_text_cell(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return _attached(out.getvalue(), _XLSX, f"{table.name}.xlsx")


def _text_cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def _attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})


# By the ending of the address that is asked.
FILES = {"csv": csv_file, "xlsx": xlsx_file}

"""Rows once answered: what was chosen in each, and what was right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ReviewedRow:
    """`given` is empty where nothing was chosen."""

    text: str
    given: str
    expected: str

    @property
    def right(self) -> bool:
        return self.given == self.expected


@dataclass(frozen=True, kw_only=True)
class ReviewedRows:
    rows: tuple[ReviewedRow, ...]


def compared(
    rows: Iterable[Mapping[str, str]],
    choices: Iterable[Mapping[str, str]],
    *,
    given: Mapping[str, str],
    right: Mapping[str, str],
) -> ReviewedRows:
    """The rows of a body with the texts of what was chosen and of what is right."""
    texts = {each["id"]: each["text"] for each in choices}
    return ReviewedRows(
        rows=tuple(
            ReviewedRow(
                text=row["text"], given=texts.get(given.get(row["id"], ""), ""), expected=texts[right[row["id"]]]
            )
            for row in rows
        )
    )

"""Capture of a piece of code's SQL, with literals taken out so that shapes compare."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_LITERALS = [
    (re.compile(r"'(?:[^']|'')*'"), "'…'"),
    (re.compile(r"\bIN \([^()]*\)"), "IN (…)"),
    (re.compile(r"(?<![\w\"])-?\d+(?:\.\d+)?(?![\w\"])"), "#"),
    (re.compile(r"\"s\d+_x\d+\"|\"_?s\w*_x\d+\""), "savepoint"),
]


# Savepoints and marks of transactions: they ask the database for nothing.
NO_QUERY = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO", "PRAGMA", "BEGIN")


class CapturedSql:
    """The queries run inside the block, savepoints and transaction marks left out."""

    def __init__(self) -> None:
        self.queries: list[str] = []

    @classmethod
    @contextmanager
    def on(cls, connection: Any) -> Iterator["CapturedSql"]:
        captured = cls()

        def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if not sql.startswith(NO_QUERY):
                captured.queries.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(keep):
            yield captured

    def __len__(self) -> int:
        return len(self.queries)

    @property
    def shapes(self) -> list[str]:
        """Each query without its values."""
        return [self._shape(query) for query in self.queries]

    @staticmethod
    def _shape(query: str) -> str:
        for pattern, stand_in in _LITERALS:
            query = pattern.sub(stand_in, query)
        return query

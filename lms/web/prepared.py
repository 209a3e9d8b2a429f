"""Queries that the pages of a whole class ask: written once with the ORM, put into SQL once a process.

A slow machine spends more time writing the SQL of a lesson than asking it. A prepared query says the same thing, with
`Slot`s where each request puts its own values: nothing of an answer is kept, so there is nothing to forget.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Expression, Field, QuerySet


class Slot(Expression):
    """The place of a value that each request brings, of the type of `field`. Never None, which SQL writes otherwise."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)

    def filled(self, values: dict[str, Any], connection: Any) -> Any:
        """The value as the database takes it. Raises KeyError when the request gave none."""
        return self.output_field.get_db_prep_value(values[self.name], connection, prepared=False)


@dataclass(frozen=True)
class _Written:
    """The SQL of a query for one database; the compiler also knows how its rows are read."""

    compiler: Any
    sql: str
    params: tuple[Any, ...]


class Prepared:
    """A query asked with other values each time.

    `Prepared(lambda: Page.objects.filter(path=Slot("path", CharField()))).ask(path="0001")`

    What the function returns must not depend on anything but slots: no clock, no language, no setting that changes.
    Prefetched relations are not followed.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._queryset: QuerySet[Any, Any] | None = None
        self._written: dict[str, _Written] = {}

    def ask(self, **values: Any) -> list[Any]:
        """The rows, asked now, as the queryset gives them: instances, dicts or tuples.

        Raises KeyError for a slot left empty.
        """
        queryset = self._asking(values)
        rows: Any = queryset._iterable_class(queryset)
        return list(rows)

    def first(self, **values: Any) -> Any | None:
        """The first row, None without any; the query itself says its order and its limit."""
        return next(iter(self.ask(**values)), None)

    def _asking(self, values: dict[str, Any]) -> QuerySet[Any, Any]:
        if self._queryset is None:
            self._queryset = self._build()
        asking = self._queryset.all()
        written, connection = self._written_for(asking), connections[asking.db]
        compiler = copy(written.compiler)
        compiler.connection = connection
        filled = tuple(_filled(param, values, connection) for param in written.params)
        compiler.as_sql = lambda *args, **kwargs: (written.sql, filled)
        query: Any = asking.query
        query.get_compiler = lambda *args, **kwargs: compiler
        return asking

    def _written_for(self, queryset: QuerySet[Any, Any]) -> _Written:
        known = self._written.get(queryset.db)
        if known is None:
            compiler = queryset.query.get_compiler(using=queryset.db)
            known = self._written[queryset.db] = _Written(compiler, *compiler.as_sql())
        return known


def _filled(param: Any, values: dict[str, Any], connection: Any) -> Any:
    return param.filled(values, connection) if isinstance(param, Slot) else param

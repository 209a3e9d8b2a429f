"""Many at once: threads that all begin together, each with a database connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

Result = TypeVar("Result")
WIDTH = 80  # a PostgreSQL server as installed takes 100 connections


def at_once(count: int, call: Callable[[int], Result]) -> list[Result | Exception]:
    """`call(0)` … `call(count - 1)`, as many at a time as the database has room for, the first of them together.

    An exception stands for the result that it stopped.
    """
    width = min(count, WIDTH)
    together = threading.Barrier(width)

    def run(number: int) -> Result | Exception:
        if number < width:
            together.wait()
        try:
            return call(number)
        except Exception as error:  # what a thread raises is part of what the test looks at
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(width) as pool:
        return list(pool.map(run, range(count)))

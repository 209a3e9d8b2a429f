"""Many at once: threads that all begin together, each with a database connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

Result = TypeVar("Result")


def at_once(count: int, call: Callable[[int], Result]) -> list[Result | Exception]:
    """`call(0)` … `call(count - 1)`, all started at the same moment; an exception stands for the result it stopped."""
    together = threading.Barrier(count)

    def run(number: int) -> Result | Exception:
        together.wait()
        try:
            return call(number)
        except Exception as error:  # what a thread raises is part of what the test looks at
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))

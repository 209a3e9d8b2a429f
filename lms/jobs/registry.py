"""Which function does which kind of job: each floor registers its own in its `tasks.py`."""

from collections.abc import Callable

from lms.jobs.models import Job

# A handler is called inside the transaction that also marks the job done: it may run twice, it takes effect once.
# One that answers True has done a batch and asks to be called again: it has moved `job.cursor`, `progress_done` and
# `progress_total`, which are kept in the transaction of the batch: who takes over a dead worker's job goes on there.
Handler = Callable[[Job], bool | None]

_handlers: dict[str, Handler] = {}
_elsewhere: set[str] = set()


class UnknownJobKind(LookupError):
    """No floor has registered this kind."""


def handles(kind: str, *, elsewhere: bool = False) -> Callable[[Handler], Handler]:
    """Decorator: this function does the jobs of `kind`.

    One whose work is `elsewhere`, on another machine or in long reading, is called in no transaction: nobody waits
    for the database while it waits for an answer, or while it reads. What it does must bear being done twice.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        if elsewhere:
            _elsewhere.add(kind)
        return handler

    return register


def handler_of(kind: str) -> Handler:
    try:
        return _handlers[kind]
    except KeyError as error:
        raise UnknownJobKind(kind) from error


def is_elsewhere(kind: str) -> bool:
    """Whether jobs of this kind are done outside of any transaction."""
    return kind in _elsewhere

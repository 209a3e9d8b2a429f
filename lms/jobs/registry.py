"""Which function does which kind of job: each floor registers its own in its `tasks.py`."""

from collections.abc import Callable

from lms.jobs.models import Job

# A handler is called inside the transaction that also marks the job done: it may run twice, it takes effect once.
# One that answers True has done a batch and asks to be called again: it has moved `job.cursor`, `progress_done` and
# `progress_total`, which are kept in the transaction of the batch: who takes over a dead worker's job goes on there.
Handler = Callable[[Job], bool | None]

_handlers: dict[str, Handler] = {}


class UnknownJobKind(LookupError):
    """No floor has registered this kind."""


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Decorator: this function does the jobs of `kind`."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def handler_of(kind: str) -> Handler:
    try:
        return _handlers[kind]
    except KeyError as error:
        raise UnknownJobKind(kind) from error

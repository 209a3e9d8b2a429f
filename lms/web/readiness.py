"""What the site needs before it can serve: each check says in plain words what fails."""

import os
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from kombu import Connection

_BROKER_SECONDS = 2


class NotReady(Exception):
    """Something that the site needs does not answer."""


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    executor = MigrationExecutor(connection)
    if missing := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady(f"{len(missing)} not applied: run manage.py migrate")


def _cache() -> None:
    cache.get("readyz")


def _storage() -> None:
    """The folder can be written, or the bucket answers. Nothing is written."""
    for alias in ("default", "private"):
        storage = storages[alias]
        location = getattr(storage, "base_location", None)
        if location is None:
            storage.exists("readyz")
        elif not os.access(_nearest_folder(str(location)), os.W_OK):
            raise NotReady(f"{alias}: the folder cannot be written")


def _nearest_folder(path: str) -> str:
    """The path, or the first folder above it that exists: an empty storage makes its folder at the first upload."""
    while not os.path.isdir(path) and path != os.path.dirname(path):
        path = os.path.dirname(path)
    return path


def _broker() -> None:
    if settings.CELERY_BROKER_URL:
        with Connection(settings.CELERY_BROKER_URL, connect_timeout=_BROKER_SECONDS) as broker:
            broker.ensure_connection(max_retries=1, timeout=_BROKER_SECONDS)


CHECKS: tuple[tuple[str, Callable[[], None]], ...] = (
    ("database", _database),
    ("migrations", _migrations),
    ("cache", _cache),
    ("storage", _storage),
    ("broker", _broker),
)


def problems() -> list[str]:
    """One line for each check that fails ("broker: OperationalError"); no secret and no address in it."""
    found = []
    for name, check in CHECKS:
        try:
            check()
        except NotReady as problem:
            found.append(f"{name}: {problem}")
        except Exception as error:  # whatever a database, a bucket or a broker raises when it is down
            found.append(f"{name}: {type(error).__name__}")
    return found

"""The strict ground of every test (docs/tests.md): what production would hide fails here."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.models import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler

from lms.celery import app
from tests.sql import CapturedSql
from tests.strict_templates import FailOnUndefined

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")

# No test is timed: an example that takes long on a busy machine is no fault.
hypothesis.settings.register_profile("declic")
hypothesis.settings.load_profile("declic")


@cache
def migrated_template() -> Path:
    """Where the migrated, empty test database is kept between runs, named by what made it."""
    return _template_named_now()


def _template_named_now() -> Path:
    made_by = hashlib.sha256()
    for path in sorted(settings.BASE_DIR.glob("*/migrations/*.py")) + [settings.BASE_DIR / "requirements.txt"]:
        made_by.update(path.read_bytes())
    return Path(settings.BASE_DIR) / "var" / f"test-template-{made_by.hexdigest()[:16]}.sqlite3"


@pytest.fixture(autouse=True, scope="session")
def _every_kind_of_job() -> None:
    """The tasks of every floor, as a worker would load them."""
    app.loader.import_default_modules()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """On SQLite a run starts from a copy of the migrated database: seconds instead of half a minute."""
    template, name = migrated_template(), settings.DATABASES["default"].get("TEST", {}).get("NAME")
    if connection.vendor != "sqlite" or not template.exists():
        return False
    shutil.copyfile(template, name)
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Keep the migrated database for the next run."""
    template = migrated_template()
    changed_meanwhile = _template_named_now() != template
    if connection.vendor != "sqlite" or template.exists() or changed_meanwhile:
        return
    template.parent.mkdir(exist_ok=True)
    unfinished = template.with_suffix(f".{os.getpid()}")
    with django_db_blocker.unblock():
        connection.cursor().execute(f"VACUUM INTO '{unfinished}'")
    unfinished.replace(template)


@pytest.fixture(autouse=True, scope="session")
def _shuffle_unordered_queries() -> Iterator[None]:
    """A query that names no order gets a random one: code that counts on luck fails."""
    original = SQLCompiler._order_by_pairs  # type: ignore[attr-defined]

    def pairs(self: Any) -> Iterator[Any]:
        ordered = list(original(self))
        query = self.query
        plain = not (
            query.group_by
            or query.distinct
            or query.combinator
            or query.subquery
            or query.annotation_select_mask == set()
        )
        if not ordered and plain and query.model is not None and query.default_cols:
            ordered = [(OrderBy(Random()), False)]
        yield from ordered

    SQLCompiler._order_by_pairs = pairs  # type: ignore[attr-defined]
    yield
    SQLCompiler._order_by_pairs = original  # type: ignore[attr-defined]


@pytest.fixture(autouse=True, scope="session")
def _fail_on_undefined_template_variables() -> None:
    """A variable that a template of ours reads and nobody gave fails the test."""
    from django.template import engines

    engines["django"].engine.string_if_invalid = FailOnUndefined()  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _fresh_caches() -> None:
    """Rate limits of one test do not reach the next."""
    for alias in ("default", "local"):
        if settings.CACHES[alias]["BACKEND"].endswith("LocMemCache"):
            caches[alias].clear()


@pytest.fixture
def capture_sql() -> Callable[[], AbstractContextManager[CapturedSql]]:
    """`with capture_sql() as sql:` … `assert len(sql) <= 6`, `assert sql.shapes == snapshot`."""
    return lambda: CapturedSql.on(connection)


@pytest.fixture
def assert_sql_budget(capture_sql: Callable[[], AbstractContextManager[CapturedSql]]) -> Callable[..., Any]:
    """`response = assert_sql_budget(6, client.get, "/…")`: exactly that many queries, else the list of them."""

    def check(budget: int, call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with capture_sql() as sql:
            result = call(*args, **kwargs)
        assert len(sql) == budget, f"{len(sql)} queries, not {budget}:\n" + "\n".join(sql.shapes)
        return result

    return check


def _folder(variable: str) -> Path | None:
    value = os.environ.get(variable)
    if not value:
        print(f"\n{variable} is not set: the tests that read its real files are left out.")
        return None
    folder = Path(value)
    assert folder.is_dir(), f"{variable}={value} is no folder"
    return folder


@pytest.fixture(scope="session")
def h5p_packages_dir() -> Path:
    """The folder of real H5P packages (H5P_PACKAGES_DIR): set, its tests must run; unset, a line says so."""
    folder = _folder("H5P_PACKAGES_DIR")
    if folder is None:
        pytest.skip("H5P_PACKAGES_DIR is not set: real packages are not tested")
    return folder


@pytest.fixture(scope="session")
def question_files_dir() -> Path:
    """The folder of real question files (QUESTION_FILES_DIR), under the same rule."""
    folder = _folder("QUESTION_FILES_DIR")
    if folder is None:
        pytest.skip("QUESTION_FILES_DIR is not set: real question files are not tested")
    return folder

import pytest

from lms.celery import app


@pytest.fixture(autouse=True, scope="session")
def _jobs_have_their_handlers() -> None:
    """As every worker does when it starts: load the tasks of all floors."""
    app.loader.import_default_modules()

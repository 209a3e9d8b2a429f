"""One real server for the tests that need several processes, its counters emptied before each; and small limits."""

from collections.abc import Iterator

import pytest
from django.core.cache import CacheHandler

from lms.settings.base import CACHES
from lms.signin import services
from lms.web.ratelimit import Limit
from tests.lms.signin.hostile.server import serving

FEW = 20


@pytest.fixture
def few_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of an address, brought down to what a test can spend."""
    assert (services.PER_ADDRESS.uses, services.PER_ADDRESS.seconds) == (300, 600)
    monkeypatch.setattr(services, "PER_ADDRESS", Limit(name="signin", uses=FEW, seconds=600))


@pytest.fixture(scope="session")
def _server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("server") / "server.log") as url:
        yield url


@pytest.fixture
def site(_server: str, transactional_db: None) -> str:
    """The address of a server of four processes on the test's own database."""
    CacheHandler(CACHES)["default"].clear()
    return _server

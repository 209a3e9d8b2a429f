"""Settings of the test suite: as production where it matters, fast where it does not."""

import tempfile
from pathlib import Path

from lms.settings.base import *  # noqa: F403
from lms.settings.base import CACHES, DATABASES, STORAGES, TEMPLATES

DATA_DIR = Path(tempfile.mkdtemp(prefix="declic-tests-"))
SECRET_KEY = "tests only: " + "x" * 50
ALLOWED_HOSTS = ["*"]
DEMO_ALLOWED = True
GUARD_READ_ONLY_GETS = True
ADMINISTRATORS_NEED_SECOND_FACTOR = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    **CACHES,
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"},
}
for _alias in ("default", "private", "h5p"):
    STORAGES[_alias]["OPTIONS"]["location"] = DATA_DIR / _alias
MEDIA_ROOT = DATA_DIR / "default"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# An undefined template variable fails the test (tests/conftest.py gives the class that raises).
TEMPLATES[0]["OPTIONS"]["debug"] = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads of the concurrency tests and the live server have connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"

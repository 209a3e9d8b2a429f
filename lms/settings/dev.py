"""One machine, demo data, no secret to set: what `make run` uses. Never for real people's data."""

import secrets

from lms.settings import env
from lms.settings.base import *  # noqa: F403
from lms.settings.base import DATA_DIR

DEBUG = env.flag("DEBUG", default=False)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["*"])
DEMO_ALLOWED = True
GUARD_READ_ONLY_GETS = True
# Whoever tries the demo signs in as its administrator with the password that is printed.
ADMINISTRATORS_NEED_SECOND_FACTOR = env.flag("ADMINISTRATORS_NEED_SECOND_FACTOR", default=False)


def _local_secret() -> str:
    """A secret of this machine, made once and kept beside the data (so sessions survive a restart)."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


SECRET_KEY = _local_secret()
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

"""Settings of a real server on a test's own database, with the shared cache of production."""

from lms.settings.base import CACHES as SHARED_CACHES
from lms.settings.test import *  # noqa: F403

CACHES = SHARED_CACHES

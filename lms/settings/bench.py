"""Settings of `make bench`: the demo's, with a probe around every answer and a bare view to compare with."""

from lms.settings.dev import *  # noqa: F403
from lms.settings.dev import MIDDLEWARE

DEBUG = False
ROOT_URLCONF = "tests.bench.urls"
MIDDLEWARE = ["tests.bench.probe.ProbeMiddleware", *MIDDLEWARE]
GUARD_READ_ONLY_GETS = False

"""A site with nothing but the three lower floors, whose jobs a killed worker leaves for five seconds only."""

from lms.settings.base import *  # noqa: F403
from lms.settings.base import DATA_DIR, INSTALLED_APPS

SECRET_KEY = "faults only: " + "x" * 50
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "tests.faults.urls"
MIDDLEWARE: list[str] = []
INSTALLED_APPS = [app for app in INSTALLED_APPS if app.startswith(("courses", "assessments", "lms", "django.contrib"))]
JOB_LEASE_SECONDS = 5
DATA_DIR.mkdir(parents=True, exist_ok=True)

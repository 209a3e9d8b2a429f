"""Settings of the migration linter: the test settings with its app."""

from lms.settings.test import *  # noqa: F403
from lms.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]
# What nobody has deployed yet cannot break a running site: the initial migrations are left out.
MIGRATION_LINTER_OPTIONS = {
    "include_apps": ["lms", "assessments", "courses", "cms"],
    "ignore_name": ["0001_initial", "0002_initial"],
    "no_cache": True,
}

"""Settings of the migration linter: the test settings with its app."""

from lms.settings.test import *  # noqa: F403
from lms.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]
MIGRATION_LINTER_OPTIONS = {"exclude_apps": ["wagtailcore", "wagtailimages", "wagtaildocs"]}

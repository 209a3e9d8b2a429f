"""Settings of the migration linter: the test settings with its app."""

from lms.settings.test import *  # noqa: F403
from lms.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]
# What nobody has deployed yet cannot break a running site: the initial migrations are left out.
MIGRATION_LINTER_OPTIONS = {
    "include_apps": ["lms", "assessments", "courses", "cms"],
    # The unique constraint of 0002_shared_seats is on a column that it adds itself, empty in every row.
    # 0004_extra_time, 0006_breaks, 0011_times and 0013_drafted add none: SQLite remakes the table, and writes again
    # those it had.
    "ignore_name": [
        "0001_initial",
        "0002_initial",
        "0002_shared_seats",
        "0004_extra_time",
        "0006_breaks",
        "0011_times",
        "0013_drafted",
    ],
    # SQLite remakes the whole table for each new column, which this check takes for a column without a default:
    # new columns here have one in the database (`db_default`), or may be empty.
    "exclude_migration_tests": ["NOT_NULL"],
    "no_cache": True,
}

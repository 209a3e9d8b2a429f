"""The settings for real people's data, tried as they are deployed: in a process of their own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

NEEDED = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "declic.example",
    "BASE_URL": "https://declic.example",
}


def _manage(*command: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=bare | {"DJANGO_SETTINGS_MODULE": "lms.settings.production"} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_checks_for_deployment_find_nothing() -> None:
    done = _manage("check", "--deploy", "--fail-level", "WARNING", environment=NEEDED)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout or "no issues (1 silenced)" in done.stdout


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        ({"BASE_URL": "http://declic.example"}, "BASE_URL must be set, and begin with https://"),
    ],
)
def test_the_site_does_not_start_without_what_protects_people(wrong: dict[str, str], said: str) -> None:
    done = _manage("check", environment=NEEDED | wrong)
    assert done.returncode != 0
    assert said in done.stderr


def test_the_demo_s_accounts_are_never_loaded_beside_real_people() -> None:
    done = _manage("demo_load", environment=NEEDED)
    assert done.returncode != 0
    assert "Refusé" in done.stderr

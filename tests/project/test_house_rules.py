"""House rules that no linter knows."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BELOW_CMS = ("lms", "assessments", "courses")
# Hosts of package registries and mirrors: a lock names versions and hashes, never where they came from.
REGISTRIES = re.compile(
    r"https?://(?:registry\.npmjs|registry\.yarnpkg|pypi\.org|files\.pythonhosted|[\w.-]*artifactory)"
)


def tracked(*patterns: str) -> list[Path]:
    """The files of the repository, as git knows them (a copy without git: every file of the floors)."""
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.split("\n") if name and (ROOT / name).is_file()]
    return [path for pattern in patterns for path in ROOT.glob(pattern) if ".venv" not in path.parts]


@pytest.mark.parametrize(
    "name",
    ["requirements.txt", "requirements-dev.txt", "requirements-node.txt", "requirements-lrs.txt", "package-lock.json"],
)
def test_locks_name_no_registry(name: str):
    assert not REGISTRIES.search((ROOT / name).read_text())


def test_nothing_below_cms_names_wagtail_in_a_migration_or_a_template():
    files = tracked(*(f"{floor}/migrations/*.py" for floor in BELOW_CMS))
    files += tracked(*(f"templates/{folder}/**" for folder in ("lms", "assessments", "courses", "credentials")))
    guilty = [str(path.relative_to(ROOT)) for path in files if "wagtail" in path.read_text(errors="ignore")]
    assert guilty == []


def test_no_template_has_an_inline_script_style_or_handler():
    inline = re.compile(r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>|\sstyle=\"|\son[a-z]+=\"")
    # Scripts of Wagtail overridden to carry the nonce; the shell of the sandboxed frame, which has no origin.
    exempt = ("templates/wagtailadmin/", "templates/assessments/h5p/shell.html")
    guilty = {
        str(path.relative_to(ROOT)): found[0]
        for path in tracked("templates/**/*.html", "templates/*.html")
        if not str(path.relative_to(ROOT)).startswith(exempt)
        if (found := inline.findall(path.read_text()))
    }
    assert guilty == {}


def test_there_is_no_drawer_module():
    banned = {"utils", "helpers", "common", "manager", "managers", "misc"}
    guilty = [str(path) for path in tracked("*.py") if path.stem in banned]
    assert guilty == []


def test_no_import_is_hidden_in_a_function():
    hidden = re.compile(r"^ {4,}(?:from [\w.]+ import|import \w)", re.MULTILINE)
    guilty = [
        str(path.relative_to(ROOT))
        for path in tracked(*(f"{floor}/**/*.py" for floor in (*BELOW_CMS, "cms")), *(f"{f}/*.py" for f in BELOW_CMS))
        if "migrations" not in path.parts and path.name != "apps.py" and hidden.search(path.read_text())
    ]
    assert guilty == []


def test_block_definitions_stay_out_of_migrations():
    for path in tracked("cms/migrations/*.py"):
        assert "block_lookup" not in path.read_text() or "block_lookup={}" in path.read_text()


def test_third_party_code_is_not_committed():
    assert not tracked("node_modules/**", ".venv/**", "static/vendor/**", "*.min.js")

"""Each line of the hostile list names tests that are there."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LIST = ROOT / "docs" / "security.md"
LINES = [line for line in LIST.read_text().splitlines() if line.startswith("| ") and "---" not in line][1:]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.split("|")[1].strip()[:60])
def test_what_is_tried_is_proved_by_tests_that_exist(line: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", line.split("|")[2])
    assert named, "no test is named"
    for file, test in named:
        functions = {
            node.name for node in ast.parse((ROOT / file).read_text()).body if isinstance(node, ast.FunctionDef)
        }
        wanted = {test} if test else {name for name in functions if name.startswith("test_")}
        assert wanted
        assert wanted <= functions


def test_every_file_of_hostile_tests_is_on_the_list() -> None:
    files = {str(path.relative_to(ROOT)) for path in (ROOT / "tests/lms/signin/hostile").glob("test_*.py")}
    assert files - set(re.findall(r"tests/[\w/]+\.py", LIST.read_text())) == set()

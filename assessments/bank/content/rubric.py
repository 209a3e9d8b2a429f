"""The criteria by which trainers look at a work, as their author writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.bank.content.problems import ContentProblem, text_problems
from assessments.bank.content.rows import MAX_ROW, opaque_ids, plain
from assessments.grading.numbers import NotANumber, only_number, written

MAX_CRITERIA = 10
MAX_LEVELS = 6
MOST_POINTS = 100


@dataclass(frozen=True, kw_only=True)
class WrittenCriterion:
    """A thing to look at, and its levels, each written « text = points »; without any it is yes or no.

    An id given stays.
    """

    text: str
    levels: Sequence[str] = ()
    id: str = ""

    @property
    def lines(self) -> list[str]:
        yes, no = _("Yes"), _("No")
        return [plain(line) for line in self.levels if line.strip()] or [f"{yes} = 1", f"{no} = 0"]


def rubric_problems(criteria: Sequence[WrittenCriterion], where: str = "criteria") -> list[ContentProblem]:
    """What is wrong with the criteria; `where` is their place in the question's form."""
    rules = ((not criteria, "no_criterion"), (len(criteria) > MAX_CRITERIA, "too_many_rows"))
    problems = [ContentProblem(code=code, field=where) for broken, code in rules if broken]
    for place, criterion in enumerate(criteria):
        problems += _criterion_problems(criterion, f"{where}.{place}", criteria[:place])
    return problems


def rubric_key(criteria: Sequence[WrittenCriterion]) -> dict[str, Any]:
    """The part of a key that `grading.rubric.Rubric` reads, from criteria without problems."""
    ids = opaque_ids("criterion", [(plain(each.text), each.id) for each in criteria])
    return {
        "criteria": [
            {"id": ids[plain(each.text)], "text": plain(each.text), "levels": _levels(each.lines)} for each in criteria
        ]
    }


def criteria_shown(key: dict[str, Any]) -> dict[str, Any]:
    """The part of a body that lets learners read what will be looked at: the criteria, without levels or points."""
    return {"criteria": [{"id": each["id"], "text": each["text"]} for each in key["criteria"]]}


def lines_of(criterion: dict[str, Any]) -> list[str]:
    """The levels of a criterion of a key, as their author would write them."""
    return [f"{each['text']} = {written(Decimal(str(each['points'])))}" for each in criterion["levels"]]


def _levels(lines: Sequence[str]) -> list[dict[str, Any]]:
    pairs = [_split(line) for line in lines]
    ids = opaque_ids("level", [(text, "") for text, _points in pairs])
    return [{"id": ids[text], "text": text, "points": _figure(only_number(points))} for text, points in pairs]


def _split(line: str) -> tuple[str, str]:
    """The text and the points of a level; both empty where the line has no « = »."""
    text, _equals, points = line.rpartition("=")
    return text.strip(), points.strip() if text else ""


def _figure(points: Decimal) -> float:
    return int(points) if points == int(points) else float(points)


def _criterion_problems(
    criterion: WrittenCriterion, where: str, before: Sequence[WrittenCriterion]
) -> list[ContentProblem]:
    rules = (
        (not criterion.text.strip(), "no_criterion_text"),
        (plain(criterion.text) in {plain(each.text) for each in before}, "row_twice"),
    )
    code = next((code for broken, code in rules if broken), "")
    return [
        *([ContentProblem(code=code, field=f"{where}.text")] if code else []),
        *text_problems(criterion.text, f"{where}.text", most=MAX_ROW),
        *_levels_problems(criterion.lines, f"{where}.levels"),
    ]


def _levels_problems(lines: Sequence[str], where: str) -> list[ContentProblem]:
    """The first line that cannot be read, else what is wrong with all of them together."""
    wrong = [problem for line in lines for problem in _line_problems(line, where)]
    if wrong:
        return wrong[:1]
    texts, points = zip(*((text, only_number(figure)) for text, figure in map(_split, lines)), strict=True)
    rules = (
        (len(lines) < 2, "too_few_levels"),
        (len(lines) > MAX_LEVELS, "too_many_rows"),
        (len(set(texts)) < len(texts), "row_twice"),
        (len(set(points)) < 2, "levels_alike"),
    )
    code = next((code for broken, code in rules if broken), "")
    return [ContentProblem(code=code, field=where)] if code else []


def _line_problems(line: str, where: str) -> list[ContentProblem]:
    text, figure = _split(line)
    near = {"near": line[:40]}
    try:
        points = only_number(figure)
    except NotANumber:
        return [ContentProblem(code="level_without_points", field=where, values=near)]
    if not 0 <= points <= MOST_POINTS:
        return [ContentProblem(code="points_out_of_bounds", field=where, values=near)]
    return text_problems(text, where, most=MAX_ROW)

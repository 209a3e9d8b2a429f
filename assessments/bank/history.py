"""A question's versions, for its authors: when, by whom, how many answers, and what changed from one to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from assessments.bank.content import AS_TYPED, Hint, hints_of
from assessments.bank.differences import Line, differences
from assessments.bank.models import Item, ItemVersion
from assessments.bank.queries import content_of, media_of, with_keys

_COUNTED = ~Q(responses__attempt__state="voided")


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """A version, and how many attempts hold an answer to it (cancelled ones left out)."""

    version: ItemVersion
    answers: int


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two versions, and every line of both with what changed."""

    before: ItemVersion
    after: ItemVersion
    lines: tuple[Line, ...]

    @property
    def is_same(self) -> bool:
        return all(line.change == "same" for line in self.lines)


def version_rows(item: Item) -> list[VersionRow]:
    """The newest first: one query."""
    answers = Count("responses__attempt", filter=_COUNTED, distinct=True)
    versions = ItemVersion.objects.filter(item=item).select_related("created_by").annotate(answers=answers)
    return [VersionRow(version=version, answers=version.answers) for version in versions.order_by("-number")]


def comparison(rows: list[VersionRow], *, before: int | None, after: int | None) -> Comparison | None:
    """Two versions by their numbers, else the newest and the one before it; None where there is one version."""
    numbers = {row.version.number: row.version.pk for row in rows}
    if len(numbers) < 2:
        return None
    newest, previous = sorted(numbers, reverse=True)[:2]
    wanted = (numbers.get(before or 0, numbers[previous]), numbers.get(after or 0, numbers[newest]))
    found = with_keys(set(wanted))
    first, second = found[wanted[0]], found[wanted[1]]
    lines = differences(_said_by(first), _said_by(second))
    return Comparison(before=first, after=second, lines=tuple(lines))


def _said_by(version: ItemVersion) -> dict[str, Any]:
    """Everything that a version says, key and files included."""
    files = [
        {"id": f"{each.kind}:{each.part}:{each.sha256}", "text": f"{each.get_kind_display()} – {each.description}"}
        for each in media_of(version)
    ]
    content, key = content_of(version), version.answer_key.key
    if as_typed := AS_TYPED.get(content.interaction):
        whole = {name: text for name, text in key["feedback"].items() if name in ("correct", "incorrect")}
        said = {"text": as_typed(content), "key": {"feedback": whole, "general": key.get("general", "")}}
    else:
        said = {"shown": _without_hints(version.body), "key": _without_hints(key)}
    hints = [{"id": f"hint{number}", "text": _told(hint)} for number, hint in enumerate(hints_of(version.body, key), 1)]
    return {"prompt": version.prompt, **said, "hints": hints, "media": files}


def _without_hints(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Costs are stored in one place and texts in another: an author reads them together."""
    return {name: value for name, value in stored.items() if name != "hints"}


def _told(hint: Hint) -> str:
    return f"{hint.text} (−{hint.cost} %)" if hint.cost else hint.text

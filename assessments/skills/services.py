"""Load skills frameworks from versioned data. Nothing is deleted: evidence may point to it."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from assessments.skills.models import Framework, Skill

DATA = Path(__file__).parent / "data"


class MalformedFramework(ValueError):
    """The data is no framework; the message says where."""


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What a load did to a framework, in numbers of skills; the same data loaded again gives none."""

    framework: Framework
    added: int
    changed: int
    retired: int


@transaction.atomic
def load_framework(*, source: Path | Mapping[str, Any], now: datetime.datetime) -> Loaded:
    """Make the framework of this data, or bring it up to date; a skill that is gone from the data is retired.

    `source` is {slug, title, source, licence, skills: [{code, label, plain_label?, parent?}]}, parents before
    those below them, or the path of a JSON file that holds it. Raises MalformedFramework.
    """
    data = _read(source)
    framework, _created = Framework.objects.update_or_create(
        slug=data["slug"], defaults={name: data[name] for name in ("title", "source", "licence")}
    )
    known = {skill.code: skill for skill in framework.skills.all()}
    before = dict.fromkeys(known)
    changed = sum(_put(framework, known, place, row) for place, row in enumerate(data["skills"]))
    gone = before.keys() - {row["code"] for row in data["skills"]}
    retired = framework.skills.filter(code__in=gone, retired_at=None).update(retired_at=now)
    return Loaded(framework=framework, added=len(known) - len(before), changed=changed, retired=retired)


def load_all(*, now: datetime.datetime) -> list[Loaded]:
    """Load every framework that comes with the project."""
    return [load_framework(source=path, now=now) for path in sorted(DATA.glob("*.json"))]


def _read(source: Path | Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        data = json.loads(source.read_text("utf-8")) if isinstance(source, Path) else source
        codes = [row["code"] for row in data["skills"]]
        missing = [name for name in ("slug", "title", "source", "licence") if not isinstance(data[name], str)]
        missing += [row["code"] for row in data["skills"] if not row["label"]]
        if missing or not codes or len(set(codes)) < len(codes):
            raise MalformedFramework(f"texts missing: {missing}" if missing else "no skills, or a code given twice")
        for place, row in enumerate(data["skills"]):
            if row.get("parent") and row["parent"] not in codes[:place]:
                raise MalformedFramework(f"{row['code']}: parent {row['parent']} does not come before it")
    except (OSError, KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise MalformedFramework(f"{source if isinstance(source, Path) else 'data'}: {error!r}") from error
    return data


def _put(framework: Framework, known: dict[str, Skill], place: int, row: Mapping[str, Any]) -> bool:
    """Add or update one skill; `known` holds it afterwards. True when one that was there has changed."""
    parent = known[row["parent"]].pk if row.get("parent") else None
    wanted = {
        "label": row["label"],
        "plain_label": row.get("plain_label", ""),
        "parent_id": parent,
        "position": place,
        "retired_at": None,
    }
    skill = known.get(row["code"])
    if skill is None:
        known[row["code"]] = Skill.objects.create(framework=framework, code=row["code"], **wanted)
        return False
    if all(getattr(skill, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(skill, name, value)
    skill.save(update_fields=list(wanted))
    return True

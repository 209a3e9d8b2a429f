"""A dry run as it is kept: {"sums": {name: number}, "rows": [row]}, people by id, until somebody reads it."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, TypeAlias

from courses.corrections.dry_run import NAMED, DryRun, losers_first, people_trained
from courses.corrections.rows import Change, PersonRow
from lms.accounts.models import User

Told: TypeAlias = dict[str, Any]
SUMS = [each.name for each in fields(DryRun) if each.name != "rows"]
CHANGES = ("results", "skills")
CERTIFICATES = ("given", "revoked", "left")


def packed(run: DryRun) -> Told:
    """As it is kept."""
    return {"sums": {name: getattr(run, name) for name in SUMS}, "rows": [_packed_row(row) for row in run.rows]}


def _packed_row(row: PersonRow) -> Told:
    changes = {name: [asdict(each) for each in getattr(row, name)] for name in CHANGES}
    return {"person": row.person.pk} | changes | {name: list(getattr(row, name)) for name in CERTIFICATES}


def added(told: Told, more: Told) -> Told:
    """What was kept, nothing at first, with what more people add to it."""
    if not told:
        return more
    sums = {name: told["sums"][name] + more["sums"][name] for name in SUMS}
    return {"sums": sums, "rows": (told["rows"] + more["rows"])[:NAMED]}


def unpacked(told: Told, user: User) -> DryRun:
    """With the names of those people only whom the reader trains today. Two queries."""
    if not told:
        return DryRun()
    rows: Sequence[Told] = told["rows"]
    people = User.objects.in_bulk(people_trained(user, [row["person"] for row in rows]))
    named = [_unpacked_row(row, people[row["person"]]) for row in rows if row["person"] in people]
    return DryRun(rows=sorted(named, key=losers_first), **told["sums"])


def _unpacked_row(row: Told, person: User) -> PersonRow:
    results, skills = (tuple(Change(**each) for each in row[name]) for name in CHANGES)
    given, revoked, left = (tuple(row[name]) for name in CERTIFICATES)
    return PersonRow(person=person, results=results, skills=skills, given=given, revoked=revoked, left=left)

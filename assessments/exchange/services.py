"""Questions of a file enter a structure's bank, all together or not at all."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from assessments.bank.categories import DEPTH, Category
from assessments.bank.filing import create_category, move_items
from assessments.bank.models import Item
from assessments.bank.services import create_item
from assessments.exchange.formats import Format
from assessments.exchange.queries import Reading, reading_of
from lms.accounts.models import User
from lms.journal.services import record
from lms.structures.models import Structure

LONGEST_CATEGORY = 80  # signs of a name


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What came in, and the file as it was read at that moment."""

    items: tuple[Item, ...]
    reading: Reading


@transaction.atomic
def import_questions(
    *,
    structure: Structure,
    text: str,
    format: Format | None,
    by: User,
    now: datetime.datetime,
    keep_categories: bool = False,
) -> Imported:
    """Add each question of the text that the bank can hold; what it holds already, word for word, is not added twice.

    `keep_categories`: filed as in the file, in categories of the structure made where they are missing (three levels
    at most: what lies deeper is filed in the third). `format` None: recognised. Raises FileRefused.
    """
    # Locked: the same file sent twice at once comes in once.
    place = Structure.objects.select_for_update().get(pk=structure.pk)
    reading = reading_of(text, structure=place, format=format)
    items: list[Item] = []
    filed: dict[str, list[Item]] = {}
    for each in reading.incoming:
        item = create_item(structure=place, title=each.title, content=each.content, by=by, now=now)
        items.append(item)
        filed.setdefault(each.category, []).append(item)
    if keep_categories:
        for path, together in filed.items():
            move_items(items=together, category=_category(place, path, by=by, now=now), by=by, now=now)
    told: dict[str, Any] = {"format": reading.format.value, "taken": len(items), "left": len(reading.problems)}
    record(verb="questions.imported", now=now, by=by, structure_id=place.pk, **told)
    return Imported(items=tuple(items), reading=reading)


def _category(structure: Structure, path: str, *, by: User, now: datetime.datetime) -> Category | None:
    """The category of this path, made where it is missing; None for no path."""
    category: Category | None = None
    for name in path.split("/")[:DEPTH] if path else ():
        short = name[:LONGEST_CATEGORY].strip()
        found = Category.objects.filter(structure=structure, parent=category, name=short).first()
        category = found or create_category(structure=structure, parent=category, name=short, by=by, now=now)
    return category


@transaction.atomic
def record_export(*, format: Format, questions: int, by: User, now: datetime.datetime) -> None:
    """Questions left with their keys: the journal says who took how many."""
    record(verb="questions.exported", now=now, by=by, format=format.value, questions=questions)

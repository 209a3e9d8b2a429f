"""Questions of a file enter a structure's bank, all together or not at all."""

import datetime
import io
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from assessments.bank.categories import DEPTH, Category
from assessments.bank.files import MediaRefused
from assessments.bank.filing import create_category, move_items, set_state
from assessments.bank.models import Item, ItemMedia, ItemVersion, State
from assessments.bank.services import attach_media, create_item
from assessments.exchange.formats import Format
from assessments.exchange.names import names_in
from assessments.exchange.pictures import Allowance
from assessments.exchange.queries import Incoming, Reading, reading_of
from assessments.exchange.questions import Picture
from lms.accounts.models import User
from lms.journal.services import record
from lms.structures.models import Structure

LONGEST_CATEGORY = 80  # signs of a name


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What came in, which of them as drafts, and the file as it was read at that moment."""

    items: tuple[Item, ...]
    waiting: tuple[Item, ...]
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
    at most: what lies deeper is filed in the third). `format` None: recognised. A question whose picture is not
    described, or cannot be drawn, comes in as a draft. Raises FileRefused.
    """
    # Locked: the same file sent twice at once comes in once.
    place = Structure.objects.select_for_update().get(pk=structure.pk)
    reading = reading_of(text, structure=place, format=format)
    items: list[Item] = []
    waiting: list[Item] = []
    allowance = Allowance()
    filed: dict[str, list[Item]] = {}
    for each in reading.incoming:
        item = create_item(structure=place, title=each.title, content=each.content, by=by, now=now)
        items.append(item)
        if not _finished(item, each, allowance, by=by, now=now):
            waiting.append(item)
        filed.setdefault(each.category, []).append(item)
    if keep_categories:
        for path, together in filed.items():
            move_items(items=together, category=_category(place, path, by=by, now=now), by=by, now=now)
    told: dict[str, Any] = {"format": reading.format.value, "taken": len(items), "left": len(reading.problems)}
    record(verb="questions.imported", now=now, by=by, structure_id=place.pk, **told)
    return Imported(items=tuple(items), waiting=tuple(waiting), reading=reading)


def _finished(item: Item, incoming: Incoming, allowance: Allowance, *, by: User, now: datetime.datetime) -> bool:
    """Give the question its picture; False where it stays a draft, for its author to finish."""
    waits = incoming.waits
    if waits:
        set_state(items=[item], state=State.DRAFT, by=by, now=now)
    if incoming.picture and not _illustrated(item, incoming.picture, allowance, by=by, now=now):
        set_state(items=[item], state=State.DRAFT, by=by, now=now)
        waits = True
    return not waits


def _illustrated(item: Item, picture: Picture, allowance: Allowance, *, by: User, now: datetime.datetime) -> bool:
    """Whether the picture could be drawn anew and belongs to the question now."""
    if not allowance.admits(picture.content):
        return False
    version = ItemVersion.objects.select_related("item").get(item=item.pk)
    try:
        attach_media(
            version=version, kind=ItemMedia.Kind.IMAGE, file=io.BytesIO(picture.content),
            description=picture.description, by=by, now=now,
        )  # fmt: skip
    except MediaRefused:
        return False
    return True


def _category(structure: Structure, path: str, *, by: User, now: datetime.datetime) -> Category | None:
    """The category of this path, made where it is missing; None for no path."""
    category: Category | None = None
    for name in names_in(path)[:DEPTH]:
        short = name[:LONGEST_CATEGORY].strip()
        found = Category.objects.filter(structure=structure, parent=category, name=short).first()
        category = found or create_category(structure=structure, parent=category, name=short, by=by, now=now)
    return category


@transaction.atomic
def record_export(*, format: str, questions: int, by: User, now: datetime.datetime) -> None:
    """Questions left with their keys: the journal says who took how many."""
    record(verb="questions.exported", now=now, by=by, format=str(format), questions=questions)

"""Rooms with shared computers: made, renamed, retired."""

import datetime

from django.db import IntegrityError, transaction

from lms.accounts.models import User
from lms.cohorts.models import ClassSession, Room
from lms.journal.services import record
from lms.structures.models import Structure


class RoomNameTaken(Exception):
    """A room in use already has this name in the structure."""


class RoomInUse(Exception):
    """A class session is open in the room."""


@transaction.atomic
def make_room(*, name: str, structure: Structure, by: User | None, now: datetime.datetime) -> Room:
    """Raises RoomNameTaken."""
    try:
        with transaction.atomic():
            room = Room.objects.create(name=name, structure=structure, created_at=now)
    except IntegrityError as error:
        raise RoomNameTaken(name) from error
    record(verb="room.made", now=now, by=by, structure_id=structure.pk, target=f"room:{room.uuid}")
    return room


@transaction.atomic
def rename_room(*, room: Room, name: str, by: User, now: datetime.datetime) -> None:
    """Raises RoomNameTaken."""
    try:
        with transaction.atomic():
            Room.objects.filter(pk=room.pk).update(name=name)
    except IntegrityError as error:
        raise RoomNameTaken(name) from error
    record(verb="room.renamed", now=now, by=by, structure_id=room.structure_id, target=f"room:{room.uuid}")


@transaction.atomic
def retire_room(*, room: Room, by: User, now: datetime.datetime) -> None:
    """The room is no longer used: none of its seats offers a first name any more. Raises RoomInUse."""
    if ClassSession.objects.filter(room=room, closed_at=None).exists():
        raise RoomInUse
    if Room.objects.filter(pk=room.pk, retired_at=None).update(retired_at=now):
        record(verb="room.retired", now=now, by=by, structure_id=room.structure_id, target=f"room:{room.uuid}")

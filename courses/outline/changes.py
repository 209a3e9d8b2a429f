"""What a publication changed, for the journal and for whoever must recompute."""

import datetime
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(kw_only=True)
class OutlineChange:
    """The uuids of tracks, courses and lessons by what happened to them; all empty when nothing did.

    `reshaped` holds the ids of courses whose lessons, required activities or skills are no longer the same:
    what people did there has to be looked at again.
    """

    at: datetime.datetime
    added: list[UUID] = field(default_factory=list)
    updated: list[UUID] = field(default_factory=list)
    moved: list[UUID] = field(default_factory=list)
    returned: list[UUID] = field(default_factory=list)
    retired: list[UUID] = field(default_factory=list)
    reshaped: set[int] = field(default_factory=set)

    def as_data(self) -> dict[str, Any]:
        """What the journal keeps: the lists that are not empty."""
        lists = ("added", "updated", "moved", "returned", "retired")
        return {name: [str(uuid) for uuid in getattr(self, name)] for name in lists if getattr(self, name)}

    def __bool__(self) -> bool:
        return bool(self.as_data() or self.reshaped)

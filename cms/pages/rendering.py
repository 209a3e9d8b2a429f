"""A lesson's body as HTML: what is the same for all is made once a process, activities are made for each person.

A slow computer serves thirty learners the same lesson at the same minute: pictures, sounds and texts of a published
revision do not change, so their HTML is kept for a few minutes. Answers, states and forms never are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

_SECONDS = 300  # a picture whose description was corrected is read everywhere within five minutes


@dataclass(frozen=True)
class Fixed:
    """HTML that everybody gets."""

    html: str


@dataclass(frozen=True)
class ActivityPlace:
    """Where an activity stands in the lesson."""

    uuid: UUID
    voice: str  # address of its recorded reading, or empty


Part = Fixed | ActivityPlace


@dataclass(frozen=True)
class LookedAt:
    """An activity as its author looks at it: it leads nowhere."""

    uuid: UUID
    kind: str
    title: str
    url: str = ""
    words: str = ""
    is_done: bool = False
    first: tuple[()] = ()


def published_parts(page: Any) -> list[Part]:
    """The parts of a published page, kept in this process until it is published again."""
    published = page.last_published_at.isoformat() if page.last_published_at else ""
    key = f"body:{page.pk}:{page.live_revision_id}:{published}"
    parts: list[Part] | None = caches["local"].get(key)
    if parts is None:
        parts = body_parts(page.body)
        caches["local"].set(key, parts, _SECONDS)
    return parts


def body_parts(body: Iterable[Any]) -> list[Part]:
    """Each block, rendered in the language of what it holds or, for an activity, named."""
    parts: list[Part] = []
    for block in body:
        if block.block_type != "activity":
            with translation.override(settings.LANGUAGE_CODE):
                parts.append(Fixed(block.render()))
        elif (activity := block.value.get("activity")) is not None:
            voice = block.value.reading
            parts.append(ActivityPlace(activity.uuid, voice.file.url if voice else ""))
    return parts


def looked_at(body: Iterable[Any]) -> dict[UUID, LookedAt]:
    """The activities of a draft, for its author."""
    chosen = (block.value.get("activity") for block in body if block.block_type == "activity")
    return {activity.uuid: LookedAt(activity.uuid, activity.kind, activity.title) for activity in chosen if activity}


def rendered(parts: Iterable[Part], *, rows: Mapping[UUID, Any], lesson: Any, request: HttpRequest) -> list[SafeString]:
    """The HTML of each part, in order; an activity that is no longer in the lesson is left out."""
    made = []
    for part in parts:
        if isinstance(part, Fixed):
            made.append(mark_safe(part.html))  # noqa: S308 our own templates made it
        elif row := rows.get(part.uuid):
            context = {"activity": row, "lesson": lesson, "voice": part.voice}
            made.append(mark_safe(render_to_string("blocks/activity_block.html", context, request)))  # noqa: S308
    return made

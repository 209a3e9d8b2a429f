"""What is told of an attempt, apart from how: plain values, whatever they were read from."""

import datetime
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

# What has changed a judgement since it was made, oldest first, by name: corrections applied and undone.
Revisions = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Named:
    """A thing of the site that has an address: a lesson, a course."""

    uuid: UUID
    title: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an attempt was begun."""

    lesson: Named
    course: Named


@dataclass(frozen=True, kw_only=True)
class AnswerFacts:
    """One answer to one version of a question, as given and as marked. `key` is None where it is not to be told."""

    submission: UUID
    version: UUID
    item: UUID
    number: int  # the version's
    prompt: str
    interaction: str
    body: dict[str, Any]
    key: dict[str, Any]
    tells_key: bool
    answer: Any
    raw: float
    minimum: float
    maximum: float
    scaled: float
    success: bool
    at: datetime.datetime
    revisions: Revisions = ()


@dataclass(frozen=True, kw_only=True)
class ReportFacts:
    """What a player in the browser sent: a claim."""

    uuid: UUID
    verb: str
    root: bool
    body: dict[str, Any]
    at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class OutcomeFacts:
    """What the attempt came to; `duration` in seconds."""

    raw: float
    minimum: float
    maximum: float
    scaled: float
    success: bool
    completion: bool
    duration: int
    self_assessed: bool
    at: datetime.datetime
    revisions: Revisions = ()


@dataclass(frozen=True, kw_only=True)
class AttemptFacts:
    """An attempt with all that is known of it. `kind` is the activity's."""

    uuid: UUID
    person: UUID
    activity: Named
    kind: str
    number: int
    started_at: datetime.datetime
    voided: bool = False
    tells_key: bool = False
    place: Place | None = None
    answers: tuple[AnswerFacts, ...] = ()
    reports: tuple[ReportFacts, ...] = ()
    outcome: OutcomeFacts | None = field(default=None)

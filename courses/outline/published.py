"""What a publication says of the outline: plain values, in the order people read them.

`cms/publishing` fills these from the page tree; nothing here knows a page. The uuid is the identity: a course
or lesson that comes back under another parent has moved, whatever its title.
"""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class ActivityData:
    """An activity inside a lesson, by its own uuid; `required` ones must be done for the lesson to be."""

    uuid: UUID
    required: bool = True


@dataclass(frozen=True, kw_only=True)
class LessonData:
    """A lesson, its activities in order and the skills it works (ids of `assessments.Skill`)."""

    uuid: UUID
    title: str
    slug: str
    url: str
    code: str = ""
    objective: str = ""
    minutes: int = 0
    activities: tuple[ActivityData, ...] = ()
    skills: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CertificateData:
    """What the author set for the certificate of a course; `name` empty means the title of the course."""

    name: str = ""
    description: str = ""
    criteria: str = ""
    hours: Decimal | None = None
    skills: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CourseData:
    """A course and its lessons in order; `prerequisites` are uuids of courses advised before it."""

    uuid: UUID
    title: str
    slug: str
    url: str
    structure_id: int | None = None
    code: str = ""
    objective: str = ""
    family: str = ""
    minutes: int = 0
    open_to_try: bool = False
    lessons: tuple[LessonData, ...] = ()
    prerequisites: tuple[UUID, ...] = ()
    certificate: CertificateData | None = None


@dataclass(frozen=True, kw_only=True)
class TrackData:
    """A track, the courses whose home it is, in order, and those of other tracks that it refers to."""

    uuid: UUID
    title: str
    slug: str
    url: str
    structure_id: int | None = None
    position: int = 0
    courses: tuple[CourseData, ...] = ()
    referred: tuple[UUID, ...] = ()

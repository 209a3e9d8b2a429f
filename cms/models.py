"""The models of the content floor, applet by applet."""

from cms.authoring.models import SecondReading, Studio
from cms.media.models import Image, Recording, Rendition
from cms.pages.models import (
    CataloguePage,
    CoursePage,
    CoursePrerequisite,
    CourseSkill,
    HomePage,
    LessonPage,
    LessonSkill,
    PlainPage,
    TrackPage,
    TrackReference,
)

__all__ = [
    "CataloguePage",
    "CoursePage",
    "CoursePrerequisite",
    "CourseSkill",
    "HomePage",
    "Image",
    "LessonPage",
    "LessonSkill",
    "PlainPage",
    "Recording",
    "Rendition",
    "SecondReading",
    "Studio",
    "TrackPage",
    "TrackReference",
]

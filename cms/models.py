"""The models of the content floor, applet by applet."""

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
from cms.publishing.models import Studio

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
    "Studio",
    "TrackPage",
    "TrackReference",
]

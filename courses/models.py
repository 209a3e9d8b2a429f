"""The models of the courses floor, applet by applet."""

from courses.corrections.models import Consequence, Foresight
from courses.enrolments.models import CohortEnrolment, Enrolment
from courses.outline.models import Alignment, Course, Lesson, LessonActivity, Prerequisite, Track, TrackCourse
from courses.progress.models import CourseProgress, LessonEvent, LessonProgress, Mastery
from courses.statements.models import Delivery

__all__ = [
    "Alignment",
    "CohortEnrolment",
    "Consequence",
    "Course",
    "CourseProgress",
    "Delivery",
    "Enrolment",
    "Foresight",
    "Lesson",
    "LessonActivity",
    "LessonEvent",
    "LessonProgress",
    "Mastery",
    "Prerequisite",
    "Track",
    "TrackCourse",
]

"""Writes the demo's tracks, courses and lessons into the page tree, and publishes them as an author does."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from wagtail.models import Page
from wagtail.rich_text import RichText

from assessments.activities.models import Activity
from assessments.skills.queries import skills_named
from cms.authoring.models import Studio
from cms.demo import exercises, figures, reader
from cms.demo.audio import recordings
from cms.demo.cast import TRACK_HOMES
from cms.demo.content import (
    ActivityBlock,
    Block,
    CalloutBlock,
    Course,
    GlossaryBlock,
    ImageBlock,
    Lesson,
    StepsBlock,
    TextBlock,
    Track,
)
from cms.demo.people import People
from cms.media.models import Image, Recording
from cms.media.services import keep_image, keep_recording
from cms.pages.models import CoursePage, CoursePrerequisite, CourseSkill, LessonPage, LessonSkill, TrackPage
from cms.publishing.services import publish
from lms.accounts.models import User

FIGURE_WIDTH: Final = 1280  # pixels: the widest that lessons show


@dataclass(kw_only=True)
class Writing:
    """Who writes, where and when; and the courses written so far, by code."""

    studio: Studio
    author: User
    administrator: User
    now: datetime.datetime
    courses: dict[str, CoursePage] = field(default_factory=dict)


def write_pages(people: People, *, now: datetime.datetime) -> dict[str, LessonPage]:
    """Every track with its courses and lessons, published; the lesson pages by code."""
    lessons: dict[str, LessonPage] = {}
    for track in reader.tracks():
        studio = people.studios[TRACK_HOMES[track.slug]]
        author = people.staff["claire"]
        writing = Writing(studio=studio, author=author, administrator=people.administrator, now=now)
        lessons |= _write_track(track, writing)
    return lessons


def _write_track(track: Track, writing: Writing) -> dict[str, LessonPage]:
    page = TrackPage(
        title=track.title,
        slug=track.slug,
        code=track.code,
        objective=track.objective,
        audience=track.audience,
        duration=track.duration,
    )
    _add(page, below=writing.studio.section)
    courses = [reader.course(code) for code in track.courses]
    lessons = {code: lesson for course in courses for code, lesson in _write_course(course, page, writing)}
    # From the lessons up: a course enters the outline whole.
    for each in [*lessons.values(), *writing.courses.values(), page]:
        publish(page=each, by=writing.author, now=writing.now)
    return lessons


def _write_course(course: Course, track: TrackPage, writing: Writing) -> Iterator[tuple[str, LessonPage]]:
    page = CoursePage(
        title=course.title,
        slug=course.slug,
        code=course.code,
        objective=course.objective,
        family=course.family,
        open_to_try=course.open_to_try,
        **_certificate(course),
    )
    page.course_skills = [
        CourseSkill(skill=skill, sort_order=place) for place, skill in enumerate(skills_named(list(course.skills)))
    ]
    page.prerequisites = [
        CoursePrerequisite(required=writing.courses[code], sort_order=place)
        for place, code in enumerate(course.prerequisites)
    ]
    _add(page, below=track)
    writing.courses[course.code] = page
    for lesson in course.lessons:
        yield lesson.code, _write_lesson(lesson, page, writing)


def _certificate(course: Course) -> dict[str, Any]:
    if course.certificate is None:
        return {}
    return {
        "gives_certificate": True,
        "certificate_hours": course.certificate.hours,
        "certificate_text": course.certificate.skills_text,
    }


def _write_lesson(lesson: Lesson, course: CoursePage, writing: Writing) -> LessonPage:
    activities = _activities(lesson, writing)
    voices = _keep_voices(lesson, writing)
    page = LessonPage(
        title=lesson.title,
        slug=lesson.slug,
        code=lesson.code,
        objective=lesson.objective,
        minutes=lesson.minutes,
        difficulty=lesson.difficulty,
        title_voice=voices.get("title"),
        objective_voice=voices.get("objective"),
        body=[
            (name, value | {"voice": voices.get(f"block:{place}")})
            for place, block in enumerate(lesson.blocks)
            for name, value in _stream(block, activities, writing)
        ],
    )
    page.lesson_skills = [
        LessonSkill(skill=skill, sort_order=place) for place, skill in enumerate(skills_named(list(lesson.skills)))
    ]
    _add(page, below=course)
    return page


def _activities(lesson: Lesson, writing: Writing) -> list[tuple[Activity, bool]]:
    """What the lesson ends with, each required or not: its quiz, and in one lesson the H5P exercise."""
    structure, author, now = writing.studio.structure, writing.author, writing.now
    quiz = exercises.make_quiz(lesson=lesson, structure=structure, by=author, now=now)
    if lesson.code != exercises.EXERCISE_LESSON:
        return [(quiz.activity, True)]
    exercise = exercises.make_exercise(structure=structure, by=author, administrator=writing.administrator, now=now)
    return [(exercise, False), (quiz.activity, True)]


def _keep_voices(lesson: Lesson, writing: Writing) -> dict[str, Recording]:
    """The recorded voice of the title, the objective and each block, where there is one."""
    return {
        key: keep_recording(
            title=f"{lesson.code} – {key}",
            content=recording.path(lesson.code).read_bytes(),
            transcript=recording.transcript,
            collection=writing.studio.collection,
            by=writing.author,
            now=writing.now,
        )
        for key, recording in recordings(lesson.code).items()
        if key in ("title", "objective") or key.startswith("block:")
    }


def _stream(
    block: Block, activities: list[tuple[Activity, bool]], writing: Writing
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The block, or blocks, that the page's body takes for one block of the text."""
    match block:
        case TextBlock(html=html):
            yield "text", {"text": RichText(html)}
        case ImageBlock(alt=alt, caption=caption):
            yield "image", {"image": _keep_figure(block, writing), "description": alt, "caption": caption}
        case StepsBlock(title=title, steps=steps):
            yield "steps", {"title": title, "steps": list(steps)}
        case CalloutBlock(kind=kind, text=text):
            yield "callout", {"kind": kind, "text": RichText(f"<p>{text}</p>")}
        case GlossaryBlock(word=word, definition=definition):
            yield "glossary", {"word": word, "definition": definition}
        case ActivityBlock():
            for activity, required in activities:
                yield "activity", {"activity": activity, "required": required}


def _keep_figure(block: ImageBlock, writing: Writing) -> Image:
    return keep_image(
        title=block.caption,
        content=figures.render_png(figures.figure_path(block.figure), width=FIGURE_WIDTH),
        name=f"{block.figure}.png",
        description=block.alt,
        collection=writing.studio.collection,
        by=writing.author,
    )


def _add(page: Page, *, below: Page) -> None:
    """Put a draft in the tree."""
    page.live = False
    below.add_child(instance=page)

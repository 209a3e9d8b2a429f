"""Reading the page tree as an outline: what is live below a live track, in the order of the tree."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import QuerySet
from wagtail.models import Page

from cms.pages.addresses import address
from cms.pages.models import CoursePage, LessonPage, TrackPage
from courses.outline.published import ActivityData, CertificateData, CourseData, LessonData, TrackData

P = TypeVar("P", bound=Page)


def tracks_holding(pages: Iterable[Page]) -> QuerySet[TrackPage]:
    """The tracks that are, hold or lie below these pages."""
    found = TrackPage.objects.none()
    for page in pages:
        found |= TrackPage.objects.ancestor_of(page, inclusive=True) | TrackPage.objects.descendant_of(page)
    return found.order_by("path")


def is_open(page: Page) -> bool:
    """Live, and every page above it too: what one can reach."""
    return bool(page.live) and not page.get_ancestors().filter(live=False, depth__gt=1).exists()


def track_data(tracks: Sequence[TrackPage]) -> list[TrackData]:
    """These tracks as the outline wants them, in a number of queries that does not depend on their size."""
    courses = _below(tracks, CoursePage.objects.prefetch_related("course_skills", "prerequisites__required"))
    lessons = _below(
        [course for homed in courses.values() for course in homed],
        LessonPage.objects.prefetch_related("lesson_skills"),
    )
    return [_track(track, courses[track.path], lessons) for track in tracks]


def _track(page: TrackPage, courses: Sequence[CoursePage], lessons: dict[str, list[LessonPage]]) -> TrackData:
    structure_id = page.structure_id()
    references = page.referred_courses.select_related("course")
    return TrackData(
        uuid=page.uuid,
        title=page.title,
        slug=page.slug,
        url=address(page.url_path),
        structure_id=structure_id,
        position=_position(page.path),
        courses=tuple(_course(course, lessons[course.path], structure_id) for course in courses),
        referred=tuple(reference.course.uuid for reference in references if reference.course.live),
    )


def _position(path: str) -> int:
    """The order of tracks across sections, from their place in the tree alone: moving one moves no number elsewhere."""
    steps = [path[start : start + Page.steplen] for start in range(Page.steplen, len(path), Page.steplen)]
    home, section, own = (int(step, 36) for step in steps)
    return (home * 1000 + section) * 1000 + own


def _below(parents: Sequence[Page], pages: "QuerySet[P]") -> dict[str, list[P]]:
    """The live children of each page, by its path."""
    paths = {parent.path for parent in parents}
    found: dict[str, list[P]] = defaultdict(list)
    if not parents:
        return found
    depth = parents[0].depth + 1
    between = pages.filter(live=True, depth=depth, path__gte=min(paths), path__lte=max(paths) + "ZZZZ")
    for page in between.order_by("path"):
        parent = page.path[: -Page.steplen]
        if parent in paths:
            found[parent].append(page)
    return found


def _course(page: CoursePage, lessons: Sequence[LessonPage], structure_id: int | None) -> CourseData:
    return CourseData(
        uuid=page.uuid,
        title=page.title,
        slug=page.slug,
        url=address(page.url_path),
        structure_id=structure_id,
        code=page.code,
        objective=page.objective,
        family=page.family,
        open_to_try=page.open_to_try,
        minutes=sum(lesson.minutes for lesson in lessons),
        lessons=tuple(_lesson(lesson) for lesson in lessons),
        prerequisites=tuple(link.required.uuid for link in page.prerequisites.all()),
        certificate=_certificate(page, lessons),
    )


def _certificate(page: CoursePage, lessons: Sequence[LessonPage]) -> CertificateData | None:
    if not page.gives_certificate:
        return None
    skills = [link.skill_id for link in page.course_skills.all()]
    worked = [link.skill_id for lesson in lessons for link in lesson.lesson_skills.all()]
    return CertificateData(
        name=page.title,
        description=page.certificate_text,
        criteria=page.certificate_criteria,
        hours=page.certificate_hours,
        skills=tuple(dict.fromkeys(skills or worked)),
    )


def _lesson(page: LessonPage) -> LessonData:
    return LessonData(
        uuid=page.uuid,
        title=page.title,
        slug=page.slug,
        url=address(page.url_path),
        code=page.code,
        objective=page.objective,
        minutes=page.minutes,
        activities=_activities(page),
        skills=tuple(dict.fromkeys(link.skill_id for link in page.lesson_skills.all())),
    )


def _activities(page: LessonPage) -> tuple[ActivityData, ...]:
    found: dict[int, ActivityData] = {}
    for block in page.body:
        activity = block.value.get("activity") if block.block_type == "activity" else None
        if activity is not None:
            data = ActivityData(uuid=activity.uuid, required=bool(block.value.get("required")))
            found.setdefault(activity.pk, data)
    return tuple(found.values())

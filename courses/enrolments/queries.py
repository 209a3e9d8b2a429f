"""Who may open what. Access follows from enrolments in force: no row per person is written when a cohort enrols."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from courses.enrolments.models import CohortEnrolment, Enrolment
from courses.outline.models import Course, Lesson, LessonActivity, Track
from lms.accounts.models import Visitor
from lms.cohorts.models import COHORT_ROLES, Cohort
from lms.structures.models import STUDIO_ROLES, Membership, Structure
from lms.web.prepared import Slot

# Who opens any lesson offered to their structure, to write it or to teach with it.
TEACHING_ROLES = STUDIO_ROLES | COHORT_ROLES
NOBODY = 0  # the id that no row has: a visitor who has not signed in


def _gives(enrolments: QuerySet[Any], course: str = "") -> Exists:
    """Whether one of these enrolments gives the course: names it, or a track that holds it or refers to it.

    `course` is the path from the row that asks to the course ("course__" on lessons).
    """
    pk, track = (f"{course.removesuffix('__')}_id", f"{course}track_id") if course else ("pk", "track_id")
    named = Q(course=OuterRef(pk)) | Q(track=OuterRef(track))
    return Exists(enrolments.order_by().filter(named | Q(track__referred_courses__course=OuterRef(pk))))


def followed_by(user: Visitor | Slot | OuterRef, course: str = "") -> Q:
    """The condition on courses that says: this person follows it, alone or with a cohort they are in today.

    `course` is the path from the row that asks to the course ("course__" on lessons). A prepared query gives the
    slot where the person's id will stand; a query on people, the reference to theirs.
    """
    me = user if isinstance(user, (Slot, OuterRef)) else user.pk or NOBODY
    own = Enrolment.objects.current().filter(user=me)
    shared = CohortEnrolment.objects.current().filter(
        cohort__memberships__learner=me, cohort__memberships__left_at=None
    )
    return _gives(own, course) | _gives(shared, course)


def courses_of(user: Visitor) -> QuerySet[Course]:
    """The courses in force that the person follows, in the order of their tracks."""
    return in_reading_order(Course.objects.current().filter(followed_by(user)))


def courses_to_try() -> QuerySet[Course]:
    """The courses in force that whoever comes may begin without an account."""
    return in_reading_order(Course.objects.current().filter(open_to_try=True).exclude(url=""))


def in_reading_order(courses: QuerySet[Course]) -> QuerySet[Course]:
    """By track, then by place in it; courses outside any track come last."""
    return courses.order_by(F("track__position").asc(nulls_last=True), "track_id", "position", "pk")


def may_open(user: Visitor, lesson: Lesson) -> bool:
    """Whether the person may open this lesson now: they follow its course, or teach with it. One query or two."""
    if not user.is_authenticated or lesson.retired_at is not None:
        return False
    return _open_to(user, Course.objects.filter(pk=lesson.course_id))


def _open_to(user: Visitor, courses: QuerySet[Course]) -> bool:
    """Whether the person follows one of these courses or teaches with it."""
    return courses.filter(followed_by(user), retired_at=None).exists() or taught_by(user, courses).exists()


def taught_by(user: Visitor, courses: QuerySet[Course]) -> QuerySet[Course]:
    """Those of the courses that the user writes or teaches.

    Courses offered to a structure where they train, write, coordinate or administer, and whatever a cohort of such
    a structure follows. Everything in force for a superuser.
    """
    if user.is_superuser:
        return courses.filter(retired_at=None)
    mine = Membership.objects.current().filter(user_id=user.pk or NOBODY, role__in=TEACHING_ROLES).order_by()
    if not mine.exists():
        return courses.none()
    cohorts = CohortEnrolment.objects.current().filter(cohort__structure_id__in=mine.values("structure_id"))
    above = Q(structure_id__in=mine.values("structure__parent_id")) | Q(
        structure_id__in=mine.values("structure__parent__parent_id")
    )
    offered = Q(structure=None) | Q(structure_id__in=mine.values("structure_id")) | above
    return courses.filter(retired_at=None).filter(offered | _gives(cohorts))


def _offered_to(structure: Structure) -> Q:
    """What a structure may teach: its own, that of the structures above it, and what belongs to none."""
    above = Structure.objects.filter(Q(children=structure) | Q(children__children=structure)).order_by()
    return Q(structure=None) | Q(structure=structure) | Q(structure_id__in=above.values("pk"))


def tracks_offered_to(structure: Structure) -> QuerySet[Track]:
    return Track.objects.current().filter(_offered_to(structure)).order_by("position", "pk")


def courses_offered_to(structure: Structure) -> QuerySet[Course]:
    offered = Course.objects.current().filter(_offered_to(structure)).select_related("track")
    return in_reading_order(offered)


def enrolments_of_cohort(cohort: Cohort) -> QuerySet[CohortEnrolment]:
    """What the cohort follows, the oldest first."""
    following = CohortEnrolment.objects.current().filter(cohort=cohort)
    return following.select_related("track", "course").order_by("enrolled_at", "pk")


def courses_of_cohort(cohort: Cohort) -> QuerySet[Course]:
    """The courses in force that the cohort follows, in reading order."""
    following = CohortEnrolment.objects.current().filter(cohort=cohort)
    return in_reading_order(Course.objects.current().filter(_gives(following)))


def may_attempt(user: Visitor, activity_id: int, context: UUID | None) -> bool:
    """Whether the person may try this activity from this lesson: they may open it, and the activity is in it."""
    held = LessonActivity.objects.current().filter(activity_id=activity_id, lesson__uuid=context)
    in_force = held.filter(lesson__retired_at=None).order_by()
    return user.is_authenticated and _open_to(user, Course.objects.filter(lessons__in=in_force.values("lesson_id")))


def follows_lesson_of_activity(user: Visitor, context: UUID) -> Exists:
    """`may_attempt` for who follows the course, as a condition on rows that have an `activity`."""
    held = LessonActivity.objects.current().filter(
        activity_id=OuterRef(OuterRef("activity_id")),
        lesson=OuterRef("lessons__pk"),
        lesson__uuid=context,
        lesson__retired_at=None,
    )
    courses = Course.objects.filter(Exists(held), followed_by(user), lessons__uuid=context, retired_at=None)
    return Exists(courses.order_by())


def page_of(context: UUID) -> str:
    """The address of the lesson's page; empty when it has none now."""
    url = Lesson.objects.current().filter(uuid=context).values_list("url", flat=True).first()
    return url or ""


def lessons_of(user: Visitor, activities: Collection[int]) -> dict[int, UUID]:
    """Where the person does these activities: the first lesson that holds each in a course that they follow."""
    held = LessonActivity.objects.current().filter(activity__in=activities, lesson__retired_at=None)
    reached = held.filter(followed_by(user, "lesson__course__"), lesson__course__retired_at=None).exclude(
        lesson__url=""
    )
    last_first = reached.order_by("-lesson__course__position", "-lesson__position", "-pk")
    return dict(last_first.values_list("activity_id", "lesson__uuid"))

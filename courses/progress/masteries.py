"""How far people master skills, derived from the lessons they proved (rule: `progress.models.Mastery`)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from assessments.activities.models import Activity
from courses.outline.models import Alignment, LessonActivity
from courses.progress.keeping import MasteryLevel
from courses.progress.models import CourseProgress, LessonProgress


def mastery_levels(
    people: Collection[int], *, instead: Mapping[tuple[int, int], bool] | None = None
) -> dict[int, dict[int, MasteryLevel]]:
    """By user id, then by skill id: the share of lessons proved, above 0, and how many. Three queries.

    `instead`: what would be if these lessons were proved or not, by (user id, lesson id).
    """
    begun: defaultdict[int, list[int]] = defaultdict(list)
    courses = CourseProgress.objects.filter(user__in=people).order_by().values_list("course_id", "user_id")
    for course_id, user_id in courses:
        begun[course_id].append(user_id)
    proved = set(
        LessonProgress.objects.filter(user__in=people, proved=True).order_by().values_list("user_id", "lesson_id")
    )
    if instead:
        proved = {each for each in proved if instead.get(each, True)} | {
            each for each, is_so in instead.items() if is_so
        }
    return _levels(begun, proved)


def _levels(begun: Mapping[int, Sequence[int]], proved: set[tuple[int, int]]) -> dict[int, dict[int, MasteryLevel]]:
    counted: defaultdict[int, Counter[int]] = defaultdict(Counter)
    shown: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for course_id, lesson_id, skill_id, asked in _alignments(begun):
        for user_id in begun[course_id]:
            is_proved = (user_id, lesson_id) in proved
            counted[user_id][skill_id] += asked or is_proved
            shown[user_id][skill_id] += is_proved
    return {
        user_id: {skill: (count / counted[user_id][skill], count) for skill, count in skills.items() if count}
        for user_id, skills in shown.items()
    }


def _alignments(courses: Collection[int]) -> QuerySet[Alignment, tuple[int, int, int, bool]]:
    """(course, lesson, skill, whether the lesson is asked for: it is in force and holds a required quiz).

    A lesson that is no longer asked for counts for those who proved it: retiring content takes nobody's skill away.
    """
    quiz = LessonActivity.objects.current().filter(
        lesson=OuterRef("lesson"), required=True, activity__kind=Activity.Kind.QUIZ
    )
    in_force = Q(lesson__retired_at=None, lesson__course__retired_at=None)
    aligned = Alignment.objects.filter(lesson__course__in=courses).annotate(
        asked=ExpressionWrapper(in_force & Exists(quiz), output_field=BooleanField())
    )
    return aligned.order_by("pk").values_list("lesson__course_id", "lesson_id", "skill_id", "asked")

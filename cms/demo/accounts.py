"""Where the demo is and who can sign in: for people who try it, for the journeys and for the measures."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from assessments.activities.models import Activity
from assessments.credentials.models import Credential
from cms.demo.cast import (
    CENTRE,
    COHORTS,
    DEMO_ADMINISTRATOR,
    DEMO_COUNSELLOR,
    DEMO_LEARNER,
    DEMO_TRAINER,
    NEWCOMER,
)
from cms.demo.people import card_code, password, pin
from courses.outline.models import Course, Lesson, LessonActivity
from lms.cohorts.models import Cohort

_COURSE, _LESSON, _H5P_LESSON = "D01", "D01-L1", "D01-L6"


def accounts() -> dict[str, Any]:
    """Addresses and sign-ins; the same at each start. `urls.h5p` and `urls.verify` may be None."""
    return {
        "urls": addresses(),
        "learner": _card(DEMO_LEARNER),
        "newcomer": _card(NEWCOMER),
        "trainer": _staff(DEMO_TRAINER),
        "counsellor": _staff(DEMO_COUNSELLOR),
        "admin": _staff(DEMO_ADMINISTRATOR),
    }


def addresses() -> dict[str, str | None]:
    """Where each screen is. The lesson, the quiz and the exercise are open to the demo's learner."""
    lesson = _lessons().get(code=_LESSON)
    exercise = _held(Activity.Kind.H5P).filter(lesson__code=_H5P_LESSON).first()
    credential = Credential.objects.filter(state=Credential.State.ISSUED).order_by("pk").first()
    return {
        "sign_in": _absolute(reverse("sign_in")),
        "staff_sign_in": _absolute(reverse("staff_sign_in")),
        "home": _absolute(reverse("home")),
        "course": _absolute(Course.objects.current().get(code=_COURSE, structure__slug=CENTRE).url),
        "lesson": _absolute(lesson.url),
        "quiz": _absolute(_quiz_path(lesson)),
        "h5p": _absolute(exercise.lesson.url) if exercise else None,
        "caseload": _absolute(reverse("caseload")),
        "cohort": _absolute(_cohort_path()),
        "verify": _absolute(reverse("verify_code", args=[credential.code])) if credential else None,
    }


def _lessons() -> Any:
    return Lesson.objects.current().filter(course__structure__slug=CENTRE)


def _held(kind: Activity.Kind) -> Any:
    held = LessonActivity.objects.current().filter(activity__kind=kind, lesson__in=_lessons())
    return held.select_related("activity", "lesson")


def _quiz_path(lesson: Lesson) -> str:
    held = _held(Activity.Kind.QUIZ).get(lesson=lesson)
    return reverse("quiz", args=[held.activity.uuid, lesson.uuid])


def _cohort_path() -> str:
    role = next(role for role in COHORTS if role.trainer == DEMO_TRAINER)
    cohort = Cohort.objects.current().get(name=role.name, structure__slug=role.structure)
    return reverse("cohort_progress", args=[cohort.uuid])


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def _card(name: str) -> dict[str, str]:
    return {"name": name, "card": card_code(name), "pin": pin(name)}


def _staff(username: str) -> dict[str, str]:
    return {"username": username, "password": password(username)}

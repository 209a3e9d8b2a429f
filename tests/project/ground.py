"""The people and things that the matrix of permissions is tried on: two structures, seven visitors."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone

from assessments.activities.models import Activity
from assessments.h5p import services as h5p
from assessments.h5p.models import H5PLibrary
from lms.accounts.models import User
from lms.structures.models import Role
from tests.doors import enter, enter_as_staff
from tests.factories.credentials import AchievementFactory, AchievementVersionFactory, IssuerProfileFactory, issued
from tests.factories.h5p import h5p_package
from tests.factories.handins import handed_file
from tests.factories.outline import (
    CourseFactory,
    EnrolmentFactory,
    ItemFactory,
    LessonActivityFactory,
    LessonFactory,
    quiz,
)
from tests.factories.pages import member, studio
from tests.factories.people import (
    CohortFactory,
    CohortMembershipFactory,
    RoomFactory,
    SeatFactory,
    SupportFactory,
)
from tests.factories.progress import AttemptFactory, CohortEnrolmentFactory
from tests.factories.work import handed_in, quiz_with_writing

VISITORS = (
    "anonymous",
    "learner",  # has a cohort, a course, an attempt, a certificate, and gave consent to the counsellor
    "other learner",  # of the same structure, follows nothing
    "trainer",  # of the learner's structure
    "other trainer",  # of another structure
    "counsellor",  # holds the learner's consent
    "administrator",  # of the learner's structure
)


@dataclass
class Ground:
    """What addresses are filled with. All belongs to the first structure and to its first learner."""

    people: dict[str, User]
    clients: dict[str, Client]
    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.things[name]
        except KeyError as error:
            raise AttributeError(name) from error


def make_ground() -> Ground:
    here, there = studio("ici").structure, studio("la-bas").structure
    people = {
        "learner": member(here, Role.LEARNER),
        "other learner": member(here, Role.LEARNER),
        "trainer": member(here, Role.TRAINER),
        "other trainer": member(there, Role.TRAINER),
        "counsellor": member(here, Role.COUNSELLOR),
        "administrator": member(here, Role.ADMINISTRATOR),
    }
    ground = Ground(people=people, clients={"anonymous": Client()} | {who: Client() for who in people})
    for who, someone in people.items():
        if who.endswith("learner"):
            enter(ground.clients[who], someone)
        else:
            enter_as_staff(ground.clients[who], someone)
    ground.things = _things(here, people)
    return ground


def _things(here: Any, people: dict[str, User]) -> dict[str, Any]:
    learner = people["learner"]
    course = CourseFactory.create(structure=here, open_to_try=True)
    lesson = LessonFactory.create(course=course)
    quiz_activity = quiz(items=2, structure=here).activity
    h5p_activity = _exercise(here, people["trainer"])
    for activity in (quiz_activity, h5p_activity):
        LessonActivityFactory.create(lesson=lesson, activity=activity)
    cohort = CohortFactory.create(structure=here)
    room = RoomFactory.create(structure=here)
    CohortMembershipFactory.create(cohort=cohort, learner=learner)
    EnrolmentFactory.create(user=learner, course=course)
    issuer = IssuerProfileFactory.create(structure=here)
    version = AchievementVersionFactory.create(achievement=AchievementFactory.create(issuer=issuer))
    attempt = AttemptFactory.create(user=learner, activity=quiz_activity)
    return {
        "learner": learner,
        "staff": people["trainer"],
        "staff_membership": people["trainer"].memberships.get(),
        "lesson": lesson,
        "quiz": quiz_activity,
        "h5p": h5p_activity,
        "item": ItemFactory.create(structure=here),
        "attempt": attempt,
        "work": handed_in(quiz_with_writing(items=0, structure=here), by=learner, at=timezone.now()),
        "handed_file": handed_file(attempt),
        "h5p_attempt": AttemptFactory.create(user=learner, activity=h5p_activity),
        "cohort": cohort,
        "room": room,
        "seat": SeatFactory.create(room=room),
        "cohort_enrolment": CohortEnrolmentFactory.create(cohort=cohort, course=course),
        "credential": issued(achievement_version=version, learner=learner, now=timezone.now()),
        "support": SupportFactory.create(learner=learner, counsellor=people["counsellor"]),
    }


def _exercise(here: Any, by: User) -> Activity:
    """An H5P exercise whose libraries are approved."""
    now = timezone.now()
    received = h5p.receive_package(file=h5p_package(), name="carte.h5p", structure=here, by=by, now=now)
    for library in H5PLibrary.objects.order_by("pk"):
        h5p.approve_library(library=library, by=by, now=now)
    return Activity.objects.get(pk=received.content.pk)

"""A course whose certificate hangs on a quiz of three questions, people who took it, and those who correct it."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from assessments.attempts import services as attempts
from assessments.attempts.corrections import Correction
from assessments.attempts.models import Attempt
from assessments.bank.models import ItemVersion
from assessments.bank.queries import with_key
from assessments.credentials.models import Credential
from assessments.quizzes.models import Quiz
from assessments.skills.models import Framework, Skill
from courses.corrections import services
from courses.outline.models import Alignment, Course
from lms.accounts.models import User
from lms.celery import app
from lms.jobs.services import run_due
from lms.structures.models import Structure
from lms.structures.services import create_structure
from tests.assessments.attempts.test_services import answer, planned
from tests.factories.credentials import AchievementFactory, AchievementVersionFactory, IssuerProfileFactory
from tests.factories.outline import CourseFactory, EnrolmentFactory, LessonActivityFactory, LessonFactory, quiz
from tests.factories.people import CohortFactory, CohortMembershipFactory, learner, trainer

NOW = datetime.datetime(2026, 6, 5, 9, 0, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=3)
A_IS_RIGHT = {"correct": ["a"], "feedback": {}}
WORDS = "La bonne réponse est « Un clic »."


@dataclass(kw_only=True)
class Class:
    """A cohort that follows the course, its trainer, and the quiz."""

    structure: Structure
    course: Course
    quiz: Quiz
    trainer: User
    skill: Skill

    @property
    def version(self) -> ItemVersion:
        """The first question's, with its key: « b » is right, for now."""
        return with_key(planned(self.quiz)[0].version_id)

    def takes(self, picked: Sequence[str | None], *, user: User | None = None, at: datetime.datetime = NOW) -> Attempt:
        """Somebody of the cohort takes the quiz with these answers."""
        person = user or self.joins()
        attempt = attempts.start_attempt(
            user=person, activity=self.quiz.activity, plan=planned(self.quiz), context=uuid.uuid4(), now=at
        )
        for slot, choice in enumerate(picked):
            if choice:
                answer(attempt, slot, choice, now=at)
        attempts.submit_attempt(attempt=attempt, now=at)
        return attempt

    def joins(self) -> User:
        person = learner(self.structure)
        cohort = self.structure.cohorts.get()  # type: ignore[attr-defined]
        CohortMembershipFactory.create(cohort=cohort, learner=person)
        EnrolmentFactory.create(user=person, course=self.course)
        return person

    def corrects(self, kind: Correction.Kind = Correction.Kind.KEY, *, by: User | None = None) -> Correction:
        """Corrected, with all that follows."""
        key = A_IS_RIGHT if kind == Correction.Kind.KEY else None
        correction = services.apply(
            version=self.version, kind=kind, explanation=WORDS, by=by or self.trainer, now=LATER, key=key
        )
        work()
        correction.refresh_from_db()
        return correction

    def undoes(self, correction: Correction) -> None:
        services.undo(correction=correction, by=self.trainer, now=LATER)
        work()
        correction.refresh_from_db()


def work() -> None:
    """All the jobs that wait, whatever they are."""
    app.loader.import_default_modules()
    while run_due(now=datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1000)):
        pass


def states(person: User) -> list[str]:
    """The states of the person's certificates, in the order of their award."""
    return list(Credential.objects.filter(learner=person).order_by("pk").values_list("state", flat=True))


@pytest.fixture
def group() -> Class:
    structure = create_structure(name="Les Tilleuls", slug="tilleuls", by=None, now=NOW)
    CohortFactory.create(structure=structure)
    made = quiz(items=3, structure=structure, pass_mark=60)
    issuer = IssuerProfileFactory.create(structure=structure)
    achievement = AchievementVersionFactory.create(achievement=AchievementFactory.create(issuer=issuer)).achievement
    course = CourseFactory.create(achievement=achievement, structure=structure)
    lesson = LessonFactory.create(course=course)
    LessonActivityFactory.create(lesson=lesson, activity=made.activity)
    framework = Framework.objects.create(slug="essai", title="Essai")
    skill = Skill.objects.create(framework=framework, code="1.1", label="Cliquer")
    Alignment.objects.create(lesson=lesson, skill=skill)
    return Class(structure=structure, course=course, quiz=made, trainer=trainer(structure), skill=skill)

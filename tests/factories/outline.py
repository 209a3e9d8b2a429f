"""Tracks, courses, lessons and what is in them."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assessments.activities.models import Activity
from assessments.bank.models import AnswerKey, Item, ItemVersion
from assessments.quizzes.models import Quiz, QuizItem
from courses.enrolments.models import Enrolment
from courses.outline.models import Course, Lesson, LessonActivity, Track
from tests.factories.people import StructureFactory, UserFactory


class TrackFactory(DjangoModelFactory[Track]):
    class Meta:
        model = Track

    title = factory.Sequence(lambda n: f"Parcours {n}")
    slug = factory.Sequence(lambda n: f"parcours-{n}")
    url = factory.LazyAttribute(lambda track: f"/{track.slug}/")


class CourseFactory(DjangoModelFactory[Course]):
    class Meta:
        model = Course

    structure = factory.SubFactory(StructureFactory)
    track = factory.SubFactory(TrackFactory)
    title = factory.Sequence(lambda n: f"Module {n}")
    slug = factory.Sequence(lambda n: f"module-{n}")
    url = factory.LazyAttribute(lambda course: f"/{course.slug}/")
    position = factory.Sequence(int)


class LessonFactory(DjangoModelFactory[Lesson]):
    class Meta:
        model = Lesson

    course = factory.SubFactory(CourseFactory)
    title = factory.Sequence(lambda n: f"Leçon {n}")
    slug = factory.Sequence(lambda n: f"lecon-{n}")
    url = factory.LazyAttribute(lambda lesson: f"/{lesson.slug}/")
    minutes = 20
    position = factory.Sequence(int)


class ItemFactory(DjangoModelFactory[Item]):
    """A choice question whose right answer is « b »."""

    class Meta:
        model = Item
        skip_postgeneration_save = True

    structure = factory.SubFactory(StructureFactory)
    title = factory.Sequence(lambda n: f"Question {n}")
    interaction = "choice"
    created_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def version(self, create: bool, extracted: object, **kwargs: object) -> None:
        body = {
            "multiple": False,
            "choices": [{"id": "a", "text": "Un clic"}, {"id": "b", "text": "Deux clics"}],
        }
        version = ItemVersion.objects.create(
            item=self, number=1, prompt="Que faites-vous ?", body=body, created_at=timezone.now()
        )
        AnswerKey.objects.create(
            version=version, key={"correct": ["b"], "feedback": {"a": "CANARI-NON", "b": "CANARI-OUI"}}
        )


class ActivityFactory(DjangoModelFactory[Activity]):
    class Meta:
        model = Activity

    kind = Activity.Kind.QUIZ
    structure = factory.SubFactory(StructureFactory)
    title = factory.Sequence(lambda n: f"Quiz {n}")
    created_at = factory.LazyFunction(timezone.now)


class LessonActivityFactory(DjangoModelFactory[LessonActivity]):
    class Meta:
        model = LessonActivity

    lesson = factory.SubFactory(LessonFactory)
    activity = factory.SubFactory(ActivityFactory)


class EnrolmentFactory(DjangoModelFactory[Enrolment]):
    class Meta:
        model = Enrolment

    user = factory.SubFactory(UserFactory)
    enrolled_at = factory.LazyFunction(timezone.now)


def quiz(*, items: int = 3, **fields: object) -> Quiz:
    """A quiz of choice questions whose right answer is « b »."""
    activity = ActivityFactory.create(**fields)
    made = Quiz.objects.create(activity=activity)
    for position in range(items):
        QuizItem.objects.create(quiz=made, item=ItemFactory.create(structure=activity.structure), position=position)
    return made

"""What the studio's own screens show, always within the structures where the person works."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from assessments.activities.models import Activity
from assessments.bank.models import Item
from assessments.h5p.models import H5PContent, H5PContentVersion
from assessments.h5p.queries import current_versions, play_sets
from assessments.quizzes.models import Quiz
from assessments.quizzes.queries import quizzes_visible_to
from lms.accounts.models import User
from lms.structures.models import STUDIO_ROLES, Membership, Structure


def studio_structures(user: User) -> QuerySet[Structure]:
    """Structures in whose studio the person works; all of them for a superuser."""
    if user.is_superuser:
        return Structure.objects.all()
    mine = Membership.objects.current().filter(user_id=user.pk, role__in=STUDIO_ROLES)
    return Structure.objects.filter(pk__in=mine.values("structure_id"))


def quiz_list(user: User, *, search: str = "") -> QuerySet[Quiz]:
    """Quizzes in use with `questions`, how many they ask."""
    quizzes = quizzes_visible_to(user).select_related("activity__structure")
    return quizzes.filter(activity__title__icontains=search) if search else quizzes


def quiz_candidates(structure: Structure, quiz: Quiz | None = None) -> QuerySet[Item]:
    """The questions that the structure's quiz may ask, and those that it holds already: a draft keeps its place."""
    ready = Item.objects.current().usable_in(structure).order_by().values("pk")
    held = Q(quiz_items__quiz=quiz, retired_at=None) if quiz else Q(pk__in=[])
    found = Item.objects.filter(Q(pk__in=ready) | held).distinct()
    return found.select_related("structure", "category__parent__parent").order_by("title", "pk")


@dataclass(frozen=True)
class ExerciseRow:
    """An H5P exercise in the studio's list."""

    content: H5PContent
    version: H5PContentVersion
    waits_for: tuple[str, ...]


def exercise_list(user: User, *, search: str = "") -> QuerySet[H5PContentVersion]:
    """The H5P exercises in use, each by the version that plays."""
    mine = Activity.objects.visible_to(user).filter(title__icontains=search)
    versions = current_versions().filter(content__activity__in=mine).defer("params")
    return versions.select_related("content__activity__structure").order_by("content__activity__title", "pk")


def exercise_rows(versions: Sequence[H5PContentVersion]) -> list[ExerciseRow]:
    """These exercises, each with the libraries it still waits for."""
    sets = play_sets(versions)
    return [ExerciseRow(version.content, version, sets[version.pk].waiting) for version in versions]

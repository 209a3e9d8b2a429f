"""An exercise received and approved, a learner who may try it, and the floor above that says so."""

import io
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.utils import timezone

from assessments.activities import access
from assessments.h5p import services
from assessments.h5p.models import H5PContent, H5PLibrary
from lms.accounts.models import User
from lms.structures.models import Structure
from tests.factories.h5p import h5p_package
from tests.factories.people import StructureFactory, learner, trainer


def approve_all() -> None:
    """Approve every library of the store, as an administrator would one by one."""
    for library in H5PLibrary.objects.order_by("pk"):
        services.approve_library(library=library, by=trainer(), now=timezone.now())


@dataclass(frozen=True)
class Exercise:
    """An approved exercise of a structure, in a lesson."""

    content: H5PContent
    structure: Structure
    lesson: uuid.UUID


@pytest.fixture
def make_exercise() -> Callable[..., Exercise]:
    """`make_exercise()`, or with a package of one's own; libraries approved."""

    def make(package: io.BytesIO | None = None, *, approved: bool = True) -> Exercise:
        structure = StructureFactory.create()
        received = services.receive_package(
            file=package or h5p_package(),
            name="carte.h5p",
            structure=structure,
            by=trainer(structure),
            now=timezone.now(),
        )
        if approved:
            approve_all()
        return Exercise(received.content, structure, uuid.uuid4())

    return make


@pytest.fixture
def exercise(make_exercise: Callable[..., Exercise]) -> Exercise:
    return make_exercise()


@pytest.fixture
def pupil(exercise: Exercise, allowed: set[tuple[int, int, uuid.UUID | None]]) -> User:
    """A learner whose lesson holds the exercise."""
    user = learner(exercise.structure)
    allowed.add((user.pk, exercise.content.pk, exercise.lesson))
    return user


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[tuple[int, int, uuid.UUID | None]]]:
    """(person, activity, lesson) triples that the floor above lets through, in place of enrolments."""
    triples: set[tuple[int, int, uuid.UUID | None]] = set()
    monkeypatch.setattr(access, "_checks", [lambda user, activity, lesson: (user.pk, activity, lesson) in triples])
    return triples  # type: ignore[return-value]

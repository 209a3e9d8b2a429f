"""Bundles are made as soon as an exercise may play, by a job: no learner waits for them."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from assessments.h5p import services
from assessments.h5p.bundles import is_made
from assessments.h5p.models import H5PLibrary
from assessments.h5p.queries import current_versions, play_sets
from lms.jobs.models import Job
from lms.jobs.services import run_due
from tests.assessments.h5p.conftest import Exercise, approve_all
from tests.factories.h5p import FOLDER, h5p_package, library_json
from tests.factories.people import trainer

pytestmark = pytest.mark.django_db


def made() -> list[bool]:
    """Whether each exercise, oldest first, finds its bundle."""
    versions = list(current_versions().order_by("pk"))
    sets = play_sets(versions)
    return [is_made(sets[version.pk].libraries) for version in versions]


def test_a_bundle_waits_for_approval_and_then_for_nobody(make_exercise: Callable[..., Exercise]) -> None:
    make_exercise(approved=False)
    run_due(now=timezone.now())
    assert made() == [False]
    approve_all()
    assert Job.objects.filter(kind="h5p.prepare", state=Job.State.WAITING).count() == 1, "one job for all decisions"
    run_due(now=timezone.now())
    assert made() == [True]


def test_a_newer_patch_and_going_back_bring_theirs(make_exercise: Callable[..., Exercise]) -> None:
    make_exercise()
    newer = h5p_package(
        **{f"{FOLDER}/library.json": library_json(patchVersion=9), f"{FOLDER}/card.js": "/* newer */ var Declic = {};"}
    )
    make_exercise(newer)
    run_due(now=timezone.now())
    assert made() == [True, True]
    older = H5PLibrary.objects.filter(machine_name="Declic.Card").earliest("patch")
    services.block_library(library=H5PLibrary.objects.latest("patch"), by=trainer(), now=timezone.now())
    assert older.patch < 9
    run_due(now=timezone.now())
    assert made() == [True, True]
    assert not Job.objects.exclude(state=Job.State.DONE).exists()

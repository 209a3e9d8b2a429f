"""What comes before an activity, as authors set it: of one structure, in no ring, journalled once."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from assessments.activities.models import Activity, Prerequisite
from assessments.activities.prerequisites import (
    PrerequisiteOfAnotherStructure,
    PrerequisiteRing,
    set_prerequisites,
)
from lms.journal.models import Entry
from lms.structures.models import Structure
from tests.factories.outline import ActivityFactory
from tests.factories.people import StructureFactory, trainer

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 10, 0, tzinfo=datetime.UTC)
PASSED, DONE = Prerequisite.Wanted.PASSED, Prerequisite.Wanted.DONE


@pytest.fixture
def place() -> Structure:
    made: Structure = StructureFactory.create()
    return made


def ask(activity: Activity, *first: Activity, wanted: Prerequisite.Wanted = PASSED) -> bool:
    return set_prerequisites(activity=activity, first=dict.fromkeys(first, wanted), by=None, now=NOW)


def test_what_comes_first_takes_the_place_of_what_did_and_is_journalled_once(place: Structure) -> None:
    quiz, one, two = ActivityFactory.create_batch(3, structure=place)
    by = trainer(place)
    for _time in range(2):
        set_prerequisites(activity=quiz, first={one: PASSED}, by=by, now=NOW)
    assert Entry.objects.get(verb="activity.prerequisites_set").data == {"first": {str(one.uuid): "passed"}}
    set_prerequisites(activity=quiz, first={one: DONE, two: PASSED}, by=by, now=NOW)
    assert dict(quiz.prerequisites.values_list("required_id", "wanted")) == {one.pk: "done", two.pk: "passed"}
    set_prerequisites(activity=quiz, first={}, by=by, now=NOW)
    assert not Prerequisite.objects.exists()


def test_an_activity_of_another_structure_is_refused(place: Structure) -> None:
    with pytest.raises(PrerequisiteOfAnotherStructure):
        ask(ActivityFactory.create(structure=place), ActivityFactory.create())


def test_a_ring_is_refused_however_long_and_says_where_it_closes(place: Structure) -> None:
    one, two, three, four = ActivityFactory.create_batch(4, structure=place)
    ask(two, one)
    ask(three, two)
    with pytest.raises(PrerequisiteRing) as ring:
        ask(one, four, three)
    assert ring.value.required == three
    assert not one.prerequisites.exists()
    with pytest.raises(PrerequisiteRing):
        ask(four, four)


def test_two_ways_to_the_same_activity_are_no_ring(place: Structure) -> None:
    one, two, three, four = ActivityFactory.create_batch(4, structure=place)
    ask(two, one)
    ask(three, one)
    assert ask(four, two, three)
    assert ask(two, one, wanted=DONE)


def test_the_database_keeps_each_once_and_none_before_itself(place: Structure) -> None:
    one, two = ActivityFactory.create_batch(2, structure=place)
    ask(one, two)
    with pytest.raises(IntegrityError), transaction.atomic():
        Prerequisite.objects.create(activity=one, required=two)
    with pytest.raises(IntegrityError), transaction.atomic():
        Prerequisite.objects.create(activity=one, required=one)

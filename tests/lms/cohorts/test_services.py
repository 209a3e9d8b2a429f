"""Learners, cohorts, class sessions."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from lms.cohorts import queries, services
from lms.cohorts.models import ClassSession
from lms.journal.models import Entry
from lms.structures.models import Membership, Role
from tests.factories.people import CohortFactory, StructureFactory, learner, trainer

pytestmark = pytest.mark.django_db


def test_a_learner_needs_no_e_mail_and_has_no_password():
    place = StructureFactory.create()
    karim = trainer(place)
    made = services.create_learner(first_name="Fatima", last_name="B.", structure=place, by=karim, now=timezone.now())
    assert made.email == ""
    assert not made.has_usable_password()
    assert Membership.objects.current().get(user=made).role == Role.LEARNER
    assert Entry.objects.filter(verb="learner.created", subject=made, actor=karim).exists()


def test_two_groups_in_use_cannot_share_a_name():
    group = CohortFactory.create()
    with pytest.raises(services.CohortNameTaken):
        services.create_cohort(
            name=group.name, structure=group.structure, by=trainer(group.structure), now=timezone.now()
        )


def test_only_learners_of_the_place_join_a_group():
    group = CohortFactory.create()
    stranger = learner()
    with pytest.raises(services.NotALearnerHere):
        services.add_people(cohort=group, learners=[stranger], by=trainer(group.structure), now=timezone.now())
    assert not queries.people_of(group).exists()


def test_joining_twice_counts_once_and_leaving_keeps_the_past():
    group = CohortFactory.create()
    karim, fatima = trainer(group.structure), learner(group.structure)
    now = timezone.now()
    assert services.add_people(cohort=group, learners=[fatima], by=karim, now=now) == 1
    assert services.add_people(cohort=group, learners=[fatima], by=karim, now=now) == 0
    assert services.remove_person(cohort=group, learner=fatima, by=karim, now=now)
    assert not queries.people_of(group).exists()
    assert group.memberships.count() == 1


def test_a_session_opens_once_and_closes_once():
    group = CohortFactory.create()
    karim = trainer(group.structure)
    services.open_session(cohort=group, by=karim, now=timezone.now())
    with pytest.raises(services.SessionAlreadyOpen):
        services.open_session(cohort=group, by=karim, now=timezone.now())
    assert services.close_session(cohort=group, by=karim, now=timezone.now())
    assert not services.close_session(cohort=group, by=karim, now=timezone.now())
    assert Entry.objects.filter(verb__startswith="session.").count() == 2


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_twenty_openings_at_once_make_one_session():
    group = CohortFactory.create()
    karim = trainer(group.structure)

    def open_one() -> None:
        try:
            services.open_session(cohort=group, by=karim, now=timezone.now())
        except services.SessionAlreadyOpen:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=open_one) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ClassSession.objects.filter(cohort=group).count() == 1

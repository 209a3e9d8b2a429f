import threading
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import BigIntegerField, CharField, Exists, F, FilteredRelation, OuterRef, Q, UUIDField

from lms.accounts.models import User
from lms.structures.models import Membership, Role, Structure
from lms.web.prepared import Prepared, Slot
from tests.factories.people import StructureFactory, learner, person

pytestmark = pytest.mark.django_db


def test_each_request_gets_the_rows_of_its_own_values():
    named = Prepared(lambda: User.objects.filter(username=Slot("name", CharField())).order_by("pk"))
    one, other = learner(), learner()
    assert named.ask(name=one.username) == [one]
    assert named.ask(name=other.username) == [other]
    assert named.ask(name="nobody") == []
    assert named.first(name="nobody") is None


def test_what_changed_since_is_seen_at_once():
    named = Prepared(lambda: User.objects.filter(username=Slot("name", CharField())).order_by("pk"))
    one = learner()
    assert named.first(name=one.username).first_name == one.first_name
    User.objects.filter(pk=one.pk).update(first_name="Aminata")
    assert named.first(name=one.username).first_name == "Aminata"


def test_identifiers_subqueries_and_filtered_relations_hold_slots_as_they_hold_values():
    place, elsewhere = StructureFactory.create(), StructureFactory.create()
    nadia = person(Role.COUNSELLOR, place)

    def written(me: object, uuid: object) -> object:
        mine = FilteredRelation("memberships", condition=Q(memberships__user=me))
        staff = Membership.objects.filter(structure=OuterRef("pk"), user=me).order_by()
        rows = Structure.objects.filter(uuid=uuid).annotate(mine=mine, role=F("mine__role"), works=Exists(staff))
        return rows.order_by("pk").values("uuid", "role", "works")

    prepared = Prepared(lambda: written(Slot("me", BigIntegerField()), Slot("uuid", UUIDField())))
    for structure in (place, elsewhere):
        plain = list(written(nadia.pk, structure.uuid))
        assert prepared.ask(me=nadia.pk, uuid=structure.uuid) == plain
        assert isinstance(plain[0]["uuid"], UUID)
    assert prepared.ask(me=nadia.pk, uuid=place.uuid)[0]["works"] is True


def test_related_rows_come_in_the_same_query(django_assert_num_queries):
    with_user = Prepared(
        lambda: Membership.objects.filter(pk=Slot("pk", BigIntegerField())).select_related("user", "structure")
    )
    membership = learner(StructureFactory.create()).memberships.get()
    expected = membership.user, membership.structure
    with django_assert_num_queries(1):
        found = with_user.first(pk=membership.pk)
        assert (found.user, found.structure) == expected


def test_its_sql_is_written_once():
    built = []

    def build() -> object:
        built.append(1)
        return User.objects.filter(pk=Slot("pk", BigIntegerField())).order_by("pk")

    by_key = Prepared(build)
    one = learner()
    for _ in range(3):
        assert by_key.first(pk=one.pk) == one
    assert len(built) == 1


def test_a_slot_left_empty_asks_nothing(django_assert_num_queries):
    by_key = Prepared(lambda: User.objects.filter(pk=Slot("pk", BigIntegerField())).order_by("pk"))
    with django_assert_num_queries(0), pytest.raises(KeyError):
        by_key.ask(other=1)


def test_a_value_is_never_part_of_the_sql():
    named = Prepared(lambda: User.objects.filter(username=Slot("name", CharField())).order_by("pk"))
    learner()
    assert named.ask(name="' OR 1=1 --") == []
    assert named.ask(name="%s") == []


@pytest.mark.django_db(transaction=True)
def test_threads_ask_side_by_side_each_on_its_own_connection():
    by_key = Prepared(lambda: User.objects.filter(pk=Slot("pk", BigIntegerField())).order_by("pk"))
    people = [learner() for _ in range(4)]
    wrong: list[object] = []

    def ask(one: User) -> None:
        try:
            wrong.extend(found for _ in range(30) if (found := by_key.first(pk=one.pk)) != one)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[one]) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_an_unknown_identifier_finds_nothing():
    by_uuid = Prepared(lambda: Structure.objects.filter(uuid=Slot("uuid", UUIDField())).order_by("pk"))
    assert by_uuid.first(uuid=uuid4()) is None

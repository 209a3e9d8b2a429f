"""Rooms and seats as Karim keeps them, lost cards, blocked learners, sessions ended from the desk."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.accounts.models import User
from lms.cohorts.models import ClassSession, Cohort, Room
from lms.journal.models import Entry
from lms.signin.models import Card, OpenSession, Pin, Seat
from lms.structures.models import Role
from tests.doors import card_of, enter, enter_as_staff, show_card
from tests.factories.people import (
    CohortFactory,
    CohortMembershipFactory,
    MembershipFactory,
    RoomFactory,
    learner,
    trainer,
)
from tests.lms.signin.rooms import Classroom, classroom, type_digits

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Cohort:
    return CohortFactory.create()


@pytest.fixture
def karim(group: Cohort, client: Client) -> User:
    user = trainer(group.structure)
    enter_as_staff(client, user)
    return user


def _text(response: Any) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", response.content.decode())


def test_a_room_is_made_and_this_computer_becomes_its_first_seat(karim: User, client: Client) -> None:
    place = karim.memberships.get().structure
    client.post(reverse("rooms"), {"name": "Salle informatique", "structure": place.pk})
    room = Room.objects.get(structure=place)
    assert 'value="Poste 1"' in _text(client.get(reverse("room", args=[room.uuid])))
    client.post(reverse("room", args=[room.uuid]), {"name": "Poste 1"})
    page = _text(client.get(reverse("room", args=[room.uuid])))
    assert "Cet ordinateur est « Poste 1 »" in page
    assert "Terminer ici et laisser le poste aux apprenants" in page
    assert sorted(Entry.objects.filter(actor=karim, verb__regex="room|seat").values_list("verb", flat=True)) == [
        "room.made",
        "seat.registered",
    ]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_room_without_a_name_that_fits_is_asked_for_one(karim: User, client: Client, name: str) -> None:
    place = karim.memberships.get().structure
    assert client.post(reverse("rooms"), {"name": name, "structure": place.pk}).status_code == 422
    assert not Room.objects.exists()


def test_two_rooms_or_two_seats_of_one_name_are_refused_with_a_sentence(karim: User, client: Client) -> None:
    room = RoomFactory.create(structure=karim.memberships.get().structure, name="Salle 1")
    again = client.post(reverse("rooms"), {"name": "Salle 1", "structure": room.structure_id})
    assert "Une salle de ce nom existe déjà ici" in _text(again)
    client.post(reverse("room", args=[room.uuid]), {"name": "Poste 1"})
    client.cookies.pop(settings.SEAT_COOKIE_NAME)
    twice = client.post(reverse("room", args=[room.uuid]), {"name": "Poste 1"})
    assert twice.status_code == 422
    assert settings.SEAT_COOKIE_NAME not in twice.cookies
    assert Seat.objects.count() == 1


def test_a_room_and_a_seat_are_renamed_and_a_taken_name_is_refused(karim: User, client: Client) -> None:
    place = karim.memberships.get().structure
    RoomFactory.create(structure=place, name="Salle 2")
    room = RoomFactory.create(structure=place, name="Salle 1")
    assert client.post(reverse("room_change", args=[room.uuid]), {"name": "Salle 2"}).status_code == 422
    client.post(reverse("room_change", args=[room.uuid]), {"name": "Bibliothèque"})
    room.refresh_from_db()
    assert room.name == "Bibliothèque"
    client.post(reverse("room", args=[room.uuid]), {"name": "Poste 1"})
    seat = Seat.objects.get()
    client.post(reverse("seat", args=[seat.uuid]), {"name": "Près de la porte"})
    seat.refresh_from_db()
    assert seat.name == "Près de la porte"


def test_a_retired_room_frees_its_name_and_is_not_seen_again(karim: User, client: Client) -> None:
    room = RoomFactory.create(structure=karim.memberships.get().structure, name="Salle 1")
    client.post(reverse("room_retire", args=[room.uuid]))
    assert client.get(reverse("room", args=[room.uuid])).status_code == 404
    client.post(reverse("rooms"), {"name": "Salle 1", "structure": room.structure_id})
    assert Room.objects.current().filter(name="Salle 1").count() == 1


def test_a_room_with_an_open_class_session_is_not_retired(karim: User, group: Cohort, client: Client) -> None:
    room = RoomFactory.create(structure=group.structure)
    client.post(reverse("session_open", args=[group.uuid]), {"room": room.uuid})
    answer = client.post(reverse("room_retire", args=[room.uuid]), follow=True)
    assert "fermez-la d’abord" in _text(answer)
    assert Room.objects.current().filter(pk=room.pk).exists()


@pytest.mark.parametrize("verb", ["get", "post"])
@pytest.mark.parametrize("name", ["room", "room_change", "room_retire", "room_end_sessions"])
def test_a_room_of_another_place_does_not_exist(karim: User, client: Client, name: str, verb: str) -> None:
    other = RoomFactory.create()
    assert getattr(client, verb)(reverse(name, args=[other.uuid])).status_code in {404, 405}
    assert client.post(reverse("rooms"), {"name": "Chez eux", "structure": other.structure_id}).status_code == 422


def test_a_class_session_is_opened_in_the_only_room_or_in_that_of_last_time(
    karim: User, group: Cohort, client: Client
) -> None:
    page = reverse("cohort", args=[group.uuid])
    assert "<select" not in _text(client.get(page))
    first = RoomFactory.create(structure=group.structure, name="Salle 1")
    assert f'value="{first.uuid}" selected' in _text(client.get(page))
    second = RoomFactory.create(structure=group.structure, name="Salle 2")
    assert "selected" not in _text(client.get(page)).replace('value="" selected', "")
    client.post(reverse("session_open", args=[group.uuid]), {"room": second.uuid})
    assert ClassSession.objects.get(closed_at=None).room == second
    client.post(reverse("session_close", args=[group.uuid]))
    assert f'value="{second.uuid}" selected' in _text(client.get(page))


def test_a_class_session_without_room_is_still_opened(karim: User, group: Cohort, client: Client) -> None:
    RoomFactory.create(structure=group.structure)
    client.post(reverse("session_open", args=[group.uuid]), {"room": ""})
    assert ClassSession.objects.get().room is None


def test_a_room_of_another_place_is_never_taken(karim: User, group: Cohort, client: Client) -> None:
    client.post(reverse("session_open", args=[group.uuid]), {"room": RoomFactory.create().uuid})
    assert not ClassSession.objects.filter(room__isnull=False).exists()


def test_two_groups_in_one_room_are_refused_with_the_name_of_the_first(
    karim: User, group: Cohort, client: Client
) -> None:
    room = RoomFactory.create(structure=group.structure)
    other = CohortFactory.create(structure=group.structure, name="Atelier du soir")
    client.post(reverse("session_open", args=[other.uuid]), {"room": room.uuid})
    answer = client.post(reverse("session_open", args=[group.uuid]), {"room": room.uuid}, follow=True)
    assert "« Atelier du soir » a sa séance dans cette salle" in _text(answer)
    assert ClassSession.objects.filter(closed_at=None).count() == 1


def test_a_lost_card_is_one_button_away_from_the_new_one(karim: User, group: Cohort, client: Client) -> None:
    fatima = learner(group.structure)
    CohortMembershipFactory.create(cohort=group, learner=fatima)
    theirs, old = Client(), card_of(fatima)
    show_card(theirs, code=old.code)
    assert reverse("card_lost", args=[fatima.uuid]) in _text(client.get(reverse("cohort", args=[group.uuid])))
    page = client.post(reverse("card_lost", args=[fatima.uuid]))
    code = re.findall(r'class="code">([^<]+)<', _text(page))[0].replace(" ", "")
    assert theirs.get("/mes-reglages/").status_code == 302
    assert show_card(Client(), code=old.code).status_code == 422
    assert show_card(Client(), code=code).status_code == 302
    verbs = Entry.objects.about(fatima.pk).filter(actor=karim).values_list("verb", flat=True)
    assert {"card.revoked", "card.issued"} <= set(verbs)


def test_who_has_no_card_yet_gets_one_by_the_same_button(karim: User, group: Cohort, client: Client) -> None:
    fatima = learner(group.structure)
    client.post(reverse("card_lost", args=[fatima.uuid]))
    assert Card.objects.filter(user=fatima, revoked_at=None).count() == 1


@pytest.mark.parametrize("way", ["code", "token", "seat"])
def test_a_blocked_learner_is_seen_and_unlocked_from_either_list(
    karim: User, group: Cohort, client: Client, way: str
) -> None:
    fatima = learner(group.structure)
    CohortMembershipFactory.create(cohort=group, learner=fatima)
    card_of(fatima)
    unlock, cohort = reverse("pin_unlock", args=[fatima.uuid]), reverse("cohort", args=[group.uuid])
    assert unlock not in _text(client.get(cohort))
    Pin.objects.filter(user=fatima).update(**{f"{way}_failures": 5})
    assert unlock in _text(client.get(cohort))
    assert unlock in _text(client.get(reverse("learners")))
    assert client.post(unlock, {"cohort": str(group.uuid)}).url == cohort
    assert client.post(unlock, {"cohort": "https://example.org"}).url == reverse("learners")
    assert unlock not in _text(client.get(cohort))


@pytest.mark.parametrize("name", ["pin_unlock", "card_lost"])
def test_a_learner_of_another_place_is_left_alone(karim: User, client: Client, name: str) -> None:
    stranger = learner()
    old = card_of(stranger)
    assert client.post(reverse(name, args=[stranger.uuid])).status_code == 404
    assert show_card(Client(), code=old.code).status_code == 302


@pytest.fixture
def room() -> Classroom:
    return classroom()


@pytest.fixture
def desk(room: Classroom) -> Client:
    client = Client()
    enter_as_staff(client, room.trainer)
    return client


def test_the_room_shows_who_is_at_each_seat_and_no_name_of_another_place(room: Classroom, desk: Client) -> None:
    type_digits(room.browser(), room.learner("Fatima", last_name="Belkacem"))
    stranger = room.browser()
    enter(stranger, learner(first_name="Canari"))
    page = _text(desk.get(reverse("room", args=[room.room.uuid])))
    assert "Fatima Belkacem" in page
    assert "Canari" not in page
    assert "Une personne d’un autre lieu" in page


def test_all_the_sessions_of_a_room_end_at_their_next_click_and_no_others(room: Classroom, desk: Client) -> None:
    here, elsewhere = room.browser(), Client()
    fatima, amina = room.learner("Fatima"), room.learner("Amina")
    type_digits(here, fatima)
    enter(elsewhere, amina)
    address = reverse("room_end_sessions", args=[room.room.uuid])
    assert "1 session est ouverte" in _text(desk.get(address))
    assert OpenSession.objects.count() == 2
    desk.post(address)
    assert "a été terminée depuis un autre endroit" in _text(here.get("/mes-reglages/", follow=True))
    assert here.get("/mes-reglages/").url == "/entrer/?next=/mes-reglages/"  # once is enough
    assert elsewhere.get("/mes-reglages/").status_code == 200
    entry = Entry.objects.get(verb="session.ended_by_staff")
    assert (entry.actor, entry.subject, entry.target) == (room.trainer, fatima, f"room:{room.room.uuid}")


def test_all_the_sessions_of_a_group_end_wherever_they_are(room: Classroom, desk: Client) -> None:
    here, elsewhere, stranger = room.browser(), Client(), Client()
    type_digits(here, room.learner("Fatima"))
    enter(elsewhere, room.learner("Amina"))
    other = learner(room.cohort.structure)
    enter(stranger, other)
    desk.post(reverse("cohort_end_sessions", args=[room.cohort.uuid]))
    assert here.get("/mes-reglages/").status_code == 302
    assert elsewhere.get("/mes-reglages/").status_code == 302
    assert stranger.get("/mes-reglages/").status_code == 200


def test_the_trainers_own_session_is_not_among_those_ended(room: Classroom, desk: Client) -> None:
    desk.post(reverse("cohort_end_sessions", args=[room.cohort.uuid]))
    assert desk.get(reverse("rooms")).status_code == 200


def test_a_revoked_seat_is_listed_no_more(room: Classroom, desk: Client) -> None:
    desk.post(reverse("seat_revoke", args=[room.seat.uuid]))
    assert desk.get(reverse("seat", args=[room.seat.uuid])).status_code == 404
    assert "Poste 1</th>" not in _text(desk.get(reverse("room", args=[room.room.uuid])))


@pytest.mark.parametrize("seats", [1, 8])
def test_the_room_asks_the_same_few_queries_whatever_its_size(
    room: Classroom, desk: Client, seats: int, assert_sql_budget: Any
) -> None:
    for number in range(seats):
        Seat.objects.create(
            room=room.room, name=f"Poste {number + 2}", token_hash=f"{number:064x}", registered_at=timezone.now()
        )
    desk.get(reverse("rooms"))
    assert_sql_budget(8, desk.get, reverse("room", args=[room.room.uuid]))


def test_a_counsellor_has_no_rooms(room: Classroom, client: Client) -> None:
    counsellor = MembershipFactory.create(structure=room.cohort.structure, role=Role.COUNSELLOR).user
    enter_as_staff(client, counsellor)
    assert client.get(reverse("rooms")).status_code == 404

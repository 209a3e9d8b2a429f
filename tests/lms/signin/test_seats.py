"""Registered seats: first names where and while a class is held, the PIN alone, five tries, then the trainer."""

import datetime
import gzip
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from lms.accounts.models import User
from lms.accounts.services import choose_picture
from lms.cohorts.models import CohortMembership
from lms.cohorts.rooms import retire_room
from lms.journal.models import Entry
from lms.signin import seats, services
from lms.signin.models import OpenSession, Pin, Seat
from lms.signin.pictures import PICTURES
from lms.signin.seat_signin import LONGEST_CLASS
from lms.structures.models import Role
from lms.structures.services import give_membership
from tests.doors import card_of, enter, enter_as_staff, show_card
from tests.factories.people import CohortFactory, CohortMembershipFactory, MembershipFactory, StructureFactory, learner
from tests.lms.signin.rooms import Classroom, choose, classroom, type_digits

pytestmark = pytest.mark.django_db
CANARY = "Canari"
CALL = "Appelez la personne qui vous accompagne"


@pytest.fixture
def room() -> Classroom:
    return classroom()


def _signed_in(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def _door(client: Client) -> str:
    page: str = client.get("/entrer/").content.decode()
    return page


def test_a_learner_chooses_their_picture_and_types_four_digits(room: Classroom) -> None:
    fatima, client = room.learner("Fatima"), room.browser()
    assert "Fatima" in _door(client)
    page = choose(client, fatima)
    assert page.status_code == 200
    assert "Fatima" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    entered = type_digits(client, fatima)
    assert (entered.status_code, entered.url) == (302, "/aide/")
    assert _signed_in(client) == str(fatima.pk)
    assert client.session["role_kind"] == "learner"


def test_a_seats_session_is_noted_with_its_seat_and_in_the_journal(room: Classroom) -> None:
    fatima, client = room.learner(), room.browser()
    type_digits(client, fatima)
    assert OpenSession.objects.get().seat == room.seat
    entry = Entry.objects.get(verb="session.opened", subject=fatima)
    assert entry.target == f"seat:{room.seat.uuid}"


def test_a_card_shown_at_a_seat_is_noted_there_too(room: Classroom) -> None:
    someone, client = room.learner(), room.browser()
    show_card(client, code=card_of(someone).code)
    assert OpenSession.objects.get().seat == room.seat


def test_a_tile_shows_a_first_name_and_nothing_else(room: Classroom) -> None:
    person = room.learner("Fatima", last_name="Belkacem")
    page = _door(room.browser())
    assert "Belkacem" not in page
    assert person.username not in page
    assert str(person.uuid) not in room.browser().get("/entrer/").headers.get("Location", "")


def test_two_same_first_names_are_told_apart_by_the_picture_then_by_the_last_name(room: Classroom) -> None:
    def named(last_name: str, picture: str) -> None:
        person = room.learner("Fatima", last_name=last_name)
        User.objects.filter(pk=person.pk).update(picture=picture)

    named("Belkacem", "cat")
    named("Bouzid", "cat")
    named("Zerrouki", "sun")
    names = re.findall(r"<strong>(Fatima[^<]*)</strong>", _door(room.browser()))
    assert sorted(names) == ["Fatima", "Fatima Be.", "Fatima Bo."]


def test_people_who_share_the_whole_name_are_still_shown(room: Classroom) -> None:
    for _twin in range(2):
        room.learner("Fatima", last_name="B")
    assert _door(room.browser()).count("<strong>Fatima B</strong>") == 2


def _no_cookie(room: Classroom) -> Client:
    return Client()


def _forged_cookie(room: Classroom) -> Client:
    client = Client()
    client.cookies[settings.SEAT_COOKIE_NAME] = "0" * 26
    return client


def _malformed_cookie(room: Classroom) -> Client:
    client = Client()
    client.cookies[settings.SEAT_COOKIE_NAME] = room.token.lower()
    return client


def _hash_as_cookie(room: Classroom) -> Client:
    client = Client()
    client.cookies[settings.SEAT_COOKIE_NAME] = room.seat.token_hash
    return client


def _revoked(room: Classroom) -> Client:
    seats.revoke_seat(seat=room.seat, by=room.trainer, now=timezone.now())
    return room.browser()


def _closed(room: Classroom) -> Client:
    room.close()
    return room.browser()


def _retired(room: Classroom) -> Client:
    room.close()
    retire_room(room=room.room, by=room.trainer, now=timezone.now())
    return room.browser()


def _archived(room: Classroom) -> Client:
    room.cohort.archived_at = timezone.now()
    room.cohort.save()
    return room.browser()


def _without_pin(room: Classroom) -> Client:
    room.cohort.structure.pin_required = False
    room.cohort.structure.save()
    return room.browser()


NO_LIST = [
    _no_cookie, _forged_cookie, _malformed_cookie, _hash_as_cookie, _revoked, _closed, _retired, _archived, _without_pin
]  # fmt: skip


@pytest.mark.parametrize("browser", NO_LIST, ids=lambda one: one.__name__.strip("_"))
def test_no_list_of_names_anywhere_else(room: Classroom, browser: Any) -> None:
    fatima = room.learner(CANARY)
    client = browser(room)
    assert CANARY not in _door(client)
    assert "/entrer/poste/" not in _door(client)
    for answer in (choose(client, fatima), type_digits(client, fatima), client.get("/entrer/poste/")):
        assert (answer.status_code, answer.url) == (302, "/entrer/")
    assert _signed_in(client) is None


def test_a_class_session_left_open_shows_no_names_the_day_after(room: Classroom) -> None:
    room.learner(CANARY)
    client = room.browser()
    with time_machine.travel(timezone.now() + LONGEST_CLASS + datetime.timedelta(minutes=1), tick=False):
        assert CANARY not in _door(client)


def _leaves(room: Classroom, person: User) -> None:
    CohortMembership.objects.filter(learner=person).update(left_at=timezone.now())


def _becomes_staff(room: Classroom, person: User) -> None:
    give_membership(user=person, structure=StructureFactory.create(), role=Role.TRAINER, by=None, now=timezone.now())


def _gets_a_flag(room: Classroom, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_staff=True)


def _gets_a_group(room: Classroom, person: User) -> None:
    person.groups.add(Group.objects.create(name="anything"))


def _is_closed(room: Classroom, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def _ends_membership(room: Classroom, person: User) -> None:
    person.memberships.update(ended_at=timezone.now())


CHANGES = [_leaves, _becomes_staff, _gets_a_flag, _gets_a_group, _is_closed, _ends_membership]


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__.strip("_"))
def test_only_learners_of_the_cohort_with_no_other_right_are_offered(room: Classroom, change: Any) -> None:
    person, client = room.learner(CANARY), room.browser()
    room.learner("Amina")
    change(room, person)
    assert CANARY not in _door(client)
    assert type_digits(client, person).status_code == 422
    assert _signed_in(client) is None


def test_somebody_of_another_group_gets_the_answer_of_nobody(room: Classroom) -> None:
    room.learner("Amina")
    stranger = CohortMembershipFactory.create(cohort=CohortFactory.create(structure=room.cohort.structure)).learner
    MembershipFactory.create(user=stranger, structure=room.cohort.structure)
    services.set_pin(user=stranger, pin="2075", by=None, now=timezone.now())
    nobody = User(uuid=uuid.uuid4())
    answers = [type_digits(room.browser(), person) for person in (stranger, nobody)]
    bodies = [
        re.sub(r'f[0-9a-f]{12}|value="[A-Za-z0-9]{64}"|nonce="[^"]+"', "", one.content.decode()) for one in answers
    ]
    assert answers[0].status_code == answers[1].status_code == 422
    assert bodies[0] == bodies[1]
    assert not Pin.objects.filter(seat_failures__gt=0).exists()


def test_wrong_digits_are_said_and_never_come_back_in_the_page(room: Classroom) -> None:
    fatima = room.learner()
    page = type_digits(room.browser(), fatima, "9173")
    assert page.status_code == 422
    assert "9173" not in page.content.decode()
    assert Entry.objects.filter(verb="seat.refused", subject=fatima).count() == 1


@pytest.mark.parametrize("typed", ["", "12", "abcd", "12345"])
def test_what_cannot_be_a_pin_costs_no_try(room: Classroom, typed: str) -> None:
    fatima = room.learner()
    assert type_digits(room.browser(), fatima, typed).status_code == 422
    assert Pin.objects.get(user=fatima).seat_failures == 0


@pytest.mark.parametrize("chosen", ["", "nobody", "00000000-0000-0000-0000-000000000000", "\x00"])
def test_a_choice_that_names_nobody_leads_back_to_the_pictures(room: Classroom, chosen: str) -> None:
    room.learner("Amina")
    answer = room.browser().post("/entrer/poste/", {"chosen": chosen})
    assert answer.status_code == 422
    assert "Amina" in answer.content.decode()


def test_after_five_wrong_tries_only_the_card_opens_until_a_trainer_unlocks(room: Classroom) -> None:
    fatima, client = room.learner(), room.browser()
    for _try in range(5):
        assert CALL not in type_digits(client, fatima, "2076").content.decode()
    assert CALL in type_digits(client, fatima).content.decode()
    assert _signed_in(client) is None
    assert show_card(client, code=card_of(fatima).code).status_code == 302


def test_one_button_unlocks_every_way_in_and_keeps_the_digits(room: Classroom) -> None:
    fatima, client = room.learner(), room.browser()
    waits = {f"{way}_retry_at": timezone.now() + datetime.timedelta(seconds=200) for way in ("code", "token")}
    Pin.objects.filter(user=fatima).update(code_failures=9, token_failures=9, seat_failures=5, **waits)
    services.unlock(user=fatima, by=room.trainer, now=timezone.now())
    assert type_digits(client, fatima).status_code == 302
    assert show_card(Client(), code=card_of(fatima).code).status_code == 302
    assert Entry.objects.filter(verb="pin.unlocked", subject=fatima, actor=room.trainer).count() == 1


def test_the_right_digits_forgive_the_wrong_ones_before_them(room: Classroom) -> None:
    fatima, client = room.learner(), room.browser()
    for pin in ["2076"] * 4 + ["2075"] + ["2076"] * 4:
        type_digits(client, fatima, pin)
    assert type_digits(client, fatima).status_code == 302


def test_one_persons_wrong_tries_stop_nobody_else(room: Classroom) -> None:
    fatima, amina, client = room.learner("Fatima"), room.learner("Amina"), room.browser()
    for _try in range(6):
        type_digits(client, fatima, "2076")
    assert type_digits(client, amina).status_code == 302


def test_the_next_person_at_the_seat_ends_the_session_left_open(room: Classroom) -> None:
    fatima, amina, client = room.learner("Fatima"), room.learner("Amina"), room.browser()
    type_digits(client, fatima)
    session = client.session
    session["basket"] = "of Fatima"
    session.save()
    left = client.session.session_key
    type_digits(client, amina)
    assert _signed_in(client) == str(amina.pk)
    assert "basket" not in client.session
    assert not Session.objects.filter(session_key=left).exists()
    assert OpenSession.objects.get().user == amina


def test_the_seats_cookie_outlives_the_end_of_a_session_and_no_script_reads_it(room: Classroom) -> None:
    client, karim = Client(), room.trainer
    enter_as_staff(client, karim)
    answer = client.post(f"/equipe/salles/{room.room.uuid}/", {"name": "Poste 2"})
    cookie = answer.cookies[settings.SEAT_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 365 * 24 * 3600)
    ended = client.post("/fini/")
    assert "cookies" not in ended.headers["Clear-Site-Data"]
    assert client.cookies[settings.SEAT_COOKIE_NAME].value == cookie.value
    room.learner("Amina")
    assert "Amina" in _door(client)


def test_no_seats_token_can_be_read_from_the_database(room: Classroom) -> None:
    assert room.token not in str(Seat.objects.values().get())
    assert len(room.token) == 26


def test_a_seat_outlives_a_change_of_the_sites_secret_while_the_old_one_is_honoured(
    room: Classroom, settings: Any
) -> None:
    room.learner("Amina")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "a new secret " * 5
    assert "Amina" not in _door(room.browser())
    settings.SECRET_KEY_FALLBACKS = [old]
    assert "Amina" in _door(room.browser())


def test_a_computer_registered_again_is_no_longer_what_it_was(room: Classroom) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[settings.SEAT_COOKIE_NAME] = room.token
    moved, _token = seats.register_seat(
        request=request, room=room.room, name="Poste 1", by=room.trainer, now=timezone.now()
    )
    assert list(Seat.objects.current()) == [moved]


def test_the_next_free_number_is_proposed(room: Classroom) -> None:
    request, now = RequestFactory().get("/"), timezone.now()
    assert seats.next_name(room.room) == "Poste 2"
    seats.register_seat(request=request, room=room.room, name="Poste 3", by=room.trainer, now=now)
    assert seats.next_name(room.room) == "Poste 2"
    seats.register_seat(request=request, room=room.room, name="Poste 2", by=room.trainer, now=now)
    assert seats.next_name(room.room) == "Poste 4"


def test_revoking_a_seat_ends_the_session_open_there_at_its_next_request(room: Classroom) -> None:
    fatima, client = room.learner(), room.browser()
    type_digits(client, fatima)
    seats.revoke_seat(seat=room.seat, by=room.trainer, now=timezone.now())
    assert client.get("/mes-reglages/").status_code == 302


def test_without_the_shared_counters_a_seat_opens_nothing(room: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError

    fatima, client = room.learner(), room.browser()
    monkeypatch.setattr(cache, "add", down)
    answer = type_digits(client, fatima)
    assert answer.status_code == 422
    assert "ne fonctionne pas" in answer.content.decode()


def test_the_door_of_any_other_computer_asks_nothing_about_seats(client: Client, capture_sql: Any) -> None:
    with capture_sql() as sql:
        client.get("/entrer/")
    assert not [shape for shape in sql.shapes if "lms_seat" in shape or "lms_classsession" in shape]


@pytest.mark.parametrize("people", [2, 12])
def test_the_seats_door_asks_the_same_few_queries_whatever_the_class(
    people: int, room: Classroom, capture_sql: Any
) -> None:
    for number in range(people):
        room.learner(f"Prénom{number}")
    with capture_sql() as sql:
        room.browser().get("/entrer/")
    assert len([shape for shape in sql.shapes if "lms_" in shape]) == 3


def test_a_person_signed_in_who_comes_back_to_the_door_sees_no_name_of_theirs_beyond_the_class(room: Classroom) -> None:
    client = Client()
    enter(client, learner(first_name=CANARY))
    client.cookies[settings.SEAT_COOKIE_NAME] = room.token
    room.learner("Amina")
    page = _door(client)
    assert CANARY not in page
    assert "Amina" in page


def test_the_pictures_of_a_whole_class_stay_light(room: Classroom) -> None:
    for number, picture in enumerate(list(PICTURES)[:15]):
        choose_picture(user=room.learner(f"Prénom{number}"), picture=picture)
    assert len(gzip.compress(room.browser().get("/entrer/").content)) < 12_000

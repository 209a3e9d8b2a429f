"""The learners' door: who enters, who does not, and how long wrong tries wait."""

import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from lms.journal.models import Entry
from lms.signin import services
from lms.structures.models import Role
from lms.structures.services import end_membership, give_membership
from lms.web.ratelimit import Limit
from tests.doors import FORM, PIN, card_of, enter, show_card
from tests.factories.people import MembershipFactory, StructureFactory, UserFactory, learner, person, trainer

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)
WRONG = "ne sont pas bons"


def _signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_a_card_and_its_pin_open_the_learners_session(client: Client) -> None:
    someone = learner()
    response = show_card(client, code=card_of(someone).code)
    assert response.status_code == 302
    assert response.url == "/aide/"
    assert client.session["_auth_user_id"] == str(someone.pk)
    assert client.session["role_kind"] == "learner"


def test_the_code_is_forgiven_its_case_and_spaces(client: Client) -> None:
    code = card_of(learner()).code
    show_card(client, code=f" {code[:3].lower()} {code[3:6]}-{code[6:]} ", pin=" 20 75 ")
    assert _signed_in(client)


def test_the_qr_signs_in_without_typing_the_code(client: Client) -> None:
    show_card(client, token=card_of(learner()).token)
    assert _signed_in(client)


def test_a_wrong_code_and_a_wrong_pin_get_the_same_answer(client: Client) -> None:
    card = card_of(learner())
    wrong_pin = show_card(client, code=card.code, pin="2076")
    wrong_code = show_card(client, code="0000000000")
    assert wrong_pin.status_code == wrong_code.status_code == 422
    assert WRONG in wrong_pin.content.decode()
    assert WRONG in wrong_code.content.decode()
    assert not _signed_in(client)


def test_a_refused_code_stays_typed_and_the_digits_do_not(client: Client) -> None:
    page = show_card(client, code="K7M2QX9RTD", pin="2076").content.decode()
    assert "K7M2QX9RTD" in page


def test_a_code_too_short_says_what_a_code_is(client: Client) -> None:
    response = show_card(client, code="K7M")
    assert response.status_code == 422
    assert "10 signes" in response.content.decode()


def test_a_revoked_card_no_longer_signs_in_and_its_session_ends(client: Client) -> None:
    someone = learner()
    card = card_of(someone)
    show_card(client, code=card.code)
    services.revoke_card(user=someone, by=trainer(), now=NOW)
    assert client.get("/mes-reglages/").status_code == 302
    show_card(client, code=card.code)
    assert not _signed_in(client)


def test_a_reissued_card_ends_the_one_before(client: Client) -> None:
    someone = learner()
    old, new = card_of(someone), card_of(someone)
    show_card(client, code=old.code)
    assert not _signed_in(client)
    show_card(client, code=new.code)
    assert _signed_in(client)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LEARNER])
def test_a_card_never_gives_a_role(client: Client, role: Role) -> None:
    someone = learner()
    card = card_of(someone)
    give_membership(user=someone, structure=StructureFactory.create(), role=role, by=None, now=NOW)
    assert show_card(client, code=card.code).status_code == 422
    assert not _signed_in(client)


@pytest.mark.parametrize("right", ["superuser", "staff flag", "group", "no role"])
def test_a_card_refuses_whoever_is_not_a_learner_and_nothing_more(client: Client, right: str) -> None:
    someone = UserFactory.create(is_superuser=right == "superuser", is_staff=right == "staff flag")
    if right != "no role":
        MembershipFactory.create(user=someone)
    if right == "group":
        someone.groups.add(Group.objects.create(name="anything"))
    show_card(client, code=card_of(someone).code)
    assert not _signed_in(client)


def test_becoming_staff_ends_a_session_opened_with_a_card(client: Client) -> None:
    someone = learner()
    enter(client, someone)
    give_membership(user=someone, structure=StructureFactory.create(), role=Role.TRAINER, by=None, now=NOW)
    assert client.get("/mes-reglages/").status_code == 302


def test_a_learner_whose_membership_ended_is_signed_out_and_cannot_return(client: Client) -> None:
    someone = learner()
    card = card_of(someone)
    show_card(client, code=card.code)
    end_membership(membership=someone.memberships.get(), by=None, now=NOW + datetime.timedelta(days=800))
    assert client.get("/mes-reglages/").status_code == 302
    show_card(client, code=card.code)
    assert not _signed_in(client)


def test_a_card_outlives_a_change_of_the_site_s_secret_while_the_old_one_is_honoured(
    client: Client, settings: Any
) -> None:
    card = card_of(learner())
    old, settings.SECRET_KEY = settings.SECRET_KEY, "a new secret " * 5
    assert show_card(client, code=card.code).status_code == 422
    settings.SECRET_KEY_FALLBACKS = [old]
    assert show_card(client, code=card.code).status_code == 302
    assert show_card(client, token=card.token).status_code == 302


def test_a_structure_may_do_without_a_pin(client: Client) -> None:
    someone = learner(StructureFactory.create(pin_required=False))
    show_card(client, code=card_of(someone).code, pin="")
    assert _signed_in(client)


def test_one_structure_that_asks_for_a_pin_is_enough(client: Client) -> None:
    someone = learner(StructureFactory.create(pin_required=False))
    MembershipFactory.create(user=someone)
    show_card(client, code=card_of(someone).code, pin="")
    assert not _signed_in(client)


def test_a_learner_without_pin_is_refused_where_one_is_asked(client: Client) -> None:
    someone = learner()
    issued = services.issue_card(user=someone, by=None, now=NOW)
    assert show_card(client, code=issued.code).status_code == 422


def test_after_five_wrong_tries_even_the_right_digits_wait_then_enter(client: Client) -> None:
    card = card_of(learner())
    with time_machine.travel(NOW, tick=False) as clock:
        for _try in range(5):
            assert WRONG in show_card(client, code=card.code, pin="2076").content.decode()
        assert "Attendez 2 secondes" in show_card(client, code=card.code).content.decode()
        clock.shift(2)
        assert show_card(client, code=card.code).status_code == 302


def test_a_code_that_names_nobody_earns_the_same_waits(client: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        for _try in range(5):
            assert WRONG in show_card(client, code="0000000000").content.decode()
        assert "Attendez 2 secondes" in show_card(client, code="0000000000").content.decode()


def test_a_success_forgives_the_wrong_tries_before_it(client: Client) -> None:
    card = card_of(learner())
    for pin in ["2076"] * 4 + [PIN] + ["2076"] * 4:
        show_card(client, code=card.code, pin=pin)
    assert show_card(client, code=card.code).status_code == 302


def test_a_trainer_unlocks_by_resetting_the_pin(client: Client) -> None:
    someone = learner()
    card = card_of(someone)
    with time_machine.travel(NOW, tick=False):
        for _try in range(6):
            show_card(client, code=card.code, pin="2076")
        pin = services.reset_pin(user=someone, by=trainer(), now=NOW)
        assert show_card(client, code=card.code, pin=pin).status_code == 302


def test_fifteen_people_who_each_mistype_behind_one_address_then_all_enter() -> None:
    cards = [card_of(learner()) for _person in range(15)]
    for card in cards:
        for _try in range(4):
            show_card(Client(), code=card.code, pin="2076")
    assert [show_card(Client(), code=card.code).status_code for card in cards] == [302] * 15


@pytest.fixture
def few_allowed(monkeypatch: pytest.MonkeyPatch) -> int:
    """The limit of an address, brought down to what a test can spend."""
    assert (services.PER_ADDRESS.uses, services.PER_ADDRESS.seconds) == (300, 600)
    monkeypatch.setattr(services, "PER_ADDRESS", Limit(name="signin", uses=20, seconds=600))
    return 20


def test_a_flood_from_one_address_slows_down_to_one_a_second_and_never_stops(client: Client, few_allowed: int) -> None:
    card = card_of(learner())
    with time_machine.travel(NOW, tick=False) as clock:
        for number in range(few_allowed):
            show_card(client, code=f"{number:010}")
        assert show_card(client, code="9999999999").status_code == 422
        crowded = show_card(client, code=card.code)
        assert "Attendez 5 secondes" in crowded.content.decode()
        clock.shift(1)
        assert show_card(client, code=card.code).status_code == 302


def test_a_forged_forwarding_header_changes_no_limit(client: Client, few_allowed: int) -> None:
    card = card_of(learner())
    with time_machine.travel(NOW, tick=False):
        for number in range(few_allowed + 1):
            fields = {"form": FORM, f"{FORM}-code": f"{number:010}", "next": "/aide/"}
            client.post("/entrer/", fields, headers={"x-forwarded-for": f"10.0.0.{number}"})
        assert "Attendez 5 secondes" in show_card(client, code=card.code).content.decode()


def test_without_the_shared_counters_the_door_stays_shut(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError

    card = card_of(learner())
    monkeypatch.setattr(cache, "add", down)
    response = show_card(client, code=card.code)
    assert response.status_code == 422
    assert "ne fonctionne pas" in response.content.decode()


def test_very_many_people_failing_at_once_raise_the_alarm(caplog: pytest.LogCaptureFixture) -> None:
    with time_machine.travel(NOW, tick=False):
        for number in range(50):
            show_card(Client(), code=f"{number:010}")
    assert "someone may be guessing" in caplog.text
    assert "0000000" not in caplog.text


def test_signing_in_changes_the_session_key(client: Client) -> None:
    session = client.session
    session["planted"] = "by whoever sat here before"
    session.save()
    before = client.session.session_key
    enter(client, learner())
    assert client.session.session_key != before
    assert "planted" not in client.session


def test_the_next_persons_card_ends_the_session_left_open(client: Client) -> None:
    first, second = learner(), learner()
    enter(client, first)
    left = client.session.session_key
    enter(client, second)
    assert client.session["_auth_user_id"] == str(second.pk)
    assert not Session.objects.filter(session_key=left).exists()


def test_field_names_change_at_each_load_and_nothing_is_remembered(client: Client) -> None:
    one, two = (client.get("/entrer/").content.decode() for _load in range(2))
    prefix = one.split('name="form" value="')[1].split('"')[0]
    assert f'name="{prefix}-code"' in one
    assert prefix not in two
    assert 'type="password"' not in one
    assert one.count('autocomplete="off"') >= 3


def test_the_door_leads_to_the_page_asked_for_and_never_outside(client: Client) -> None:
    card = card_of(learner())
    assert show_card(client, code=card.code, where="/mes-reglages/").url == "/mes-reglages/"
    for outside in ("https://example.org/", "//example.org", "javascript:alert(1)", r"/\example.org"):
        assert "example" not in show_card(Client(), code=card.code, where=outside).url


def test_the_sessions_opening_is_in_the_journal(client: Client) -> None:
    someone = learner()
    enter(client, someone)
    assert Entry.objects.about(someone.pk).filter(verb="session.opened", actor=someone).count() == 1


def test_the_door_says_nothing_of_who_is_signed_in(client: Client) -> None:
    someone = person(Role.LEARNER, first_name="Canari")
    enter(client, someone)
    assert "Canari" not in client.get("/entrer/").content.decode()


def test_a_learners_page_costs_two_queries_for_the_session_and_the_person(
    client: Client, assert_sql_budget: Any
) -> None:
    enter(client, learner())
    assert_sql_budget(2, client.get, "/mes-reglages/")

"""Weak ways never give a role, and roles end at once: at the doors and in the middle of a session."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from lms.accounts.models import User
from lms.signin.models import OpenSession
from lms.structures.models import STAFF_ROLES, Role
from lms.structures.services import end_membership, give_membership
from tests.doors import PIN, card_of, enter, enter_as_staff, show_card
from tests.factories.people import MembershipFactory, StructureFactory, learner, person, trainer

pytestmark = pytest.mark.django_db
OWN_PAGE = "/mes-reglages/"
GROUPS = "/equipe/groupes/"


def _superuser(someone: User) -> None:
    someone.is_superuser = True
    someone.save()


def _staff_flag(someone: User) -> None:
    someone.is_staff = True
    someone.save()


def _group(someone: User) -> None:
    someone.groups.add(Group.objects.create(name="anything"))


def _permission(someone: User) -> None:
    someone.user_permissions.add(Permission.objects.get(codename="access_admin"))


def _with_role(role: Role) -> Callable[[User], None]:
    return lambda someone: MembershipFactory.create(user=someone, role=role)


RIGHTS: dict[str, Callable[[User], Any]] = {
    "superuser": _superuser,
    "staff flag": _staff_flag,
    "group": _group,
    "permission": _permission,
    **{role.value: _with_role(role) for role in sorted(STAFF_ROLES)},
}
every_right = pytest.mark.parametrize("give", RIGHTS.values(), ids=RIGHTS)


@every_right
@pytest.mark.parametrize("way", ["code", "token"])
@pytest.mark.parametrize("pin_required", [True, False])
def test_whoever_has_any_right_is_refused_by_code_and_by_qr_with_or_without_pin(
    give: Callable[[User], None], way: str, pin_required: bool
) -> None:
    someone = learner(StructureFactory.create(pin_required=pin_required))
    card = card_of(someone)
    give(someone)
    client = Client()
    assert show_card(client, **{way: getattr(card, way)}, pin=PIN if pin_required else "").status_code == 422
    assert "_auth_user_id" not in client.session
    assert not OpenSession.objects.exists()


@every_right
def test_in_a_cards_session_a_right_given_meanwhile_opens_nothing(give: Callable[[User], None], client: Client) -> None:
    """Even where a right came by a way that ends no session: the session stays a learner's, or dies."""
    someone = learner()
    enter(client, someone)
    give(someone)
    for path in (GROUPS, "/equipe/", "/equipe/personnes/", "/admin/", "/suivi/", "/connexion/mot-de-passe/"):
        assert client.get(path).status_code in {302, 404}, path
    assert client.session.get("role_kind") != "staff"


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_becoming_staff_ends_every_session_that_a_card_opened(role: Role) -> None:
    someone = learner()
    one, two = Client(), Client()
    enter(one, someone)
    enter(two, someone)
    give_membership(user=someone, structure=StructureFactory.create(), role=role, by=None, now=timezone.now())
    assert [client.get(OWN_PAGE).status_code for client in (one, two)] == [302, 302]


def test_a_role_that_ends_is_gone_at_the_next_request_and_the_others_stay(client: Client) -> None:
    someone = trainer()
    MembershipFactory.create(user=someone, role=Role.COUNSELLOR)
    enter_as_staff(client, someone)
    assert client.get(GROUPS).status_code == 200
    assert client.get("/suivi/").status_code == 200
    end_membership(membership=someone.memberships.get(role=Role.TRAINER), by=None, now=timezone.now())
    assert client.get(GROUPS).status_code == 404
    assert client.get("/suivi/").status_code == 200


def test_a_role_given_counts_at_the_next_request_of_a_staff_session(client: Client) -> None:
    someone = person(Role.COUNSELLOR)
    enter_as_staff(client, someone)
    assert client.get(GROUPS).status_code == 404
    give_membership(user=someone, structure=StructureFactory.create(), role=Role.TRAINER, by=None, now=timezone.now())
    assert client.get(GROUPS).status_code == 200


def test_the_last_role_that_ends_ends_the_session(client: Client) -> None:
    someone = trainer()
    enter_as_staff(client, someone)
    end_membership(membership=someone.memberships.get(), by=None, now=timezone.now())
    assert client.get(OWN_PAGE).status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("role", sorted(Role))
def test_a_deactivated_person_is_out_at_the_next_request(role: Role, client: Client) -> None:
    someone = person(role)
    if role == Role.LEARNER:
        enter(client, someone)
    else:
        enter_as_staff(client, someone)
    assert client.get(OWN_PAGE).status_code == 200
    User.objects.filter(pk=someone.pk).update(is_active=False)
    assert client.get(OWN_PAGE).status_code == 302
    assert client.post("/mes-reglages/", {"usual": "1"}).status_code == 302


def test_a_deactivated_member_of_staff_cannot_return() -> None:
    someone = trainer(is_active=False)
    client = Client()
    enter_as_staff(client, someone)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "path",
    ["/admin/login/", "/admin/LOGIN/", "/admin/login", "/admin//login/", "/django-admin/", "/django-admin/login/"],
)
@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_no_other_door_takes_a_password(path: str, method: str) -> None:
    """The studio's own page would look at as many guesses as one sends."""
    someone = trainer()
    someone.set_password("une phrase longue et sans rapport")
    someone.save()
    client = Client()
    fields = {"username": someone.username, "login": someone.username, "password": "une phrase longue et sans rapport"}
    data = fields if method == "post" else None
    response = getattr(client, method)(path, data)
    assert response.status_code in {301, 302, 404, 405}
    assert "_auth_user_id" not in client.session


def test_a_guesser_at_the_studios_address_meets_the_limit_of_the_one_door() -> None:
    someone = trainer()
    client = Client()
    for _try in range(6):
        where = client.post("/admin/login/", {"username": someone.username, "password": "faux"}).url
        page = client.post(where, {"login": someone.username, "password": "faux"}).content.decode()
    assert "Trop d’essais" in page

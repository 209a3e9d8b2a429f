"""« Équipe »: the staff of the structures one manages, invitations and links, without e-mail."""

from typing import Any

import pytest
from django.test import Client

from lms.accounts.models import User
from lms.journal.models import Entry
from lms.structures.models import Membership, Role, Structure
from lms.structures.services import give_membership
from tests.doors import PASSWORD, enter_as_staff
from tests.factories.people import StructureFactory, counsellor, learner, person, trainer

pytestmark = pytest.mark.django_db
LIST = "/equipe/personnes/"


@pytest.fixture
def here() -> Structure:
    return StructureFactory.create(name="Les Brebis")


@pytest.fixture
def administrator(client: Client, here: Structure) -> User:
    someone = person(Role.ADMINISTRATOR, here)
    enter_as_staff(client, someone)
    return someone


def _invitation(here: Structure, role: Role = Role.TRAINER, **changes: str) -> dict[str, str]:
    names = {"first_name": "Karim", "last_name": "Benali", "username": "K.Benali", "email": ""}
    return names | {"place_and_role": f"{here.pk}:{role}"} | changes


def _link(page: str) -> str:
    return page.split('value="http')[1].split('"')[0].partition("8000")[2]


def test_an_invitation_gives_a_link_that_opens_the_account_once(
    client: Client, here: Structure, administrator: User
) -> None:
    page = client.post(f"{LIST}inviter/", _invitation(here)).content.decode()
    link = _link(page)
    karim = User.objects.get(username="k.benali")
    assert karim.groups.get().structure_group.structure == here
    theirs = Client()
    assert theirs.get(link).url == "/connexion/lien/"
    assert "k.benali" in theirs.get("/connexion/lien/").content.decode()
    response = theirs.post("/connexion/lien/", {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert response.url == "/connexion/equipe/"
    assert theirs.post(response.url, {"login": "K.Benali", "password": PASSWORD}).status_code == 302
    again = Client()
    again.get(link)
    assert again.get("/connexion/lien/").status_code == 410
    verbs = set(Entry.objects.about(karim.pk).values_list("verb", flat=True))
    assert verbs >= {"account.created", "membership.given", "account.link_issued", "account.password_set"}


def test_a_weak_password_is_refused_by_the_link(client: Client, here: Structure, administrator: User) -> None:
    link = _link(client.post(f"{LIST}inviter/", _invitation(here)).content.decode())
    theirs = Client()
    theirs.get(link)
    response = theirs.post("/connexion/lien/", {"new_password1": "azerty", "new_password2": "azerty"})
    assert response.status_code == 422
    assert not User.objects.get(username="k.benali").has_usable_password()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"username": "deja.la"}, "nom d’utilisateur"),
        ({"username": "DEJA.LA"}, "nom d’utilisateur"),
        ({"username": "avec espace"}, "valide"),
        ({"email": "Deja@Example.org"}, "adresse électronique"),
        ({"first_name": ""}, "à remplir"),
        ({"place_and_role": ""}, "à remplir"),
    ],
)
def test_a_mistake_in_an_invitation_says_what_to_mend_and_keeps_the_rest(
    client: Client, here: Structure, administrator: User, changes: dict[str, str], words: str
) -> None:
    trainer(here, username="deja.la", email="deja@example.org")
    response = client.post(f"{LIST}inviter/", _invitation(here, **changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert 'value="Benali"' in page


def test_nobody_is_invited_into_a_structure_or_a_role_that_one_does_not_manage(client: Client, here: Structure) -> None:
    enter_as_staff(client, person(Role.COORDINATOR, here))
    elsewhere = StructureFactory.create()
    for pair in (f"{elsewhere.pk}:trainer", f"{here.pk}:administrator", f"{here.pk}:coordinator", f"{here.pk}:learner"):
        assert client.post(f"{LIST}inviter/", _invitation(here, place_and_role=pair)).status_code == 422
    assert not User.objects.filter(username="k.benali").exists()


def test_the_list_shows_the_staff_of_my_structures_only(client: Client, here: Structure, administrator: User) -> None:
    trainer(here, last_name="Ici")
    trainer(last_name="Ailleurs")
    learner(here, last_name="Apprenante")
    page = client.get(LIST).content.decode()
    assert "Ici" in page
    assert "Ailleurs" not in page
    assert "Apprenante" not in page


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COUNSELLOR, Role.AUTHOR_EDITOR])
def test_the_list_does_not_exist_for_other_staff(client: Client, here: Structure, role: Role) -> None:
    enter_as_staff(client, person(role, here))
    assert client.get(LIST).status_code == 404
    assert client.get(f"{LIST}inviter/").status_code == 404


def test_a_role_is_given_and_ended_from_the_persons_page(client: Client, here: Structure, administrator: User) -> None:
    karim = trainer(here)
    page = f"{LIST}{karim.uuid}/"
    client.post(page, {"place_and_role": f"{here.pk}:counsellor"})
    held = Membership.objects.current().get(user=karim, role=Role.COUNSELLOR)
    assert "conseiller" in client.get(page).content.decode()
    client.post(f"{page}roles/{held.pk}/fin/")
    assert not Membership.objects.current().filter(pk=held.pk).exists()


def test_a_role_held_elsewhere_is_neither_shown_nor_ended(client: Client, here: Structure, administrator: User) -> None:
    karim, elsewhere = trainer(here), StructureFactory.create(name="Ailleurs")
    theirs = give_membership(
        user=karim, structure=elsewhere, role=Role.TRAINER, by=None, now=karim.memberships.get().started_at
    )
    page = f"{LIST}{karim.uuid}/"
    assert "Ailleurs" not in client.get(page).content.decode()
    assert client.post(f"{page}roles/{theirs.pk}/fin/").status_code == 404
    assert client.post(f"{page}lien/").status_code == 404


def test_a_coordinator_cannot_open_an_administrators_account(client: Client, here: Structure) -> None:
    boss = person(Role.ADMINISTRATOR, here)
    enter_as_staff(client, person(Role.COORDINATOR, here))
    assert client.post(f"{LIST}{boss.uuid}/lien/").status_code == 404
    assert client.post(f"{LIST}{boss.uuid}/roles/{boss.memberships.get().pk}/fin/").status_code == 404


def test_a_new_link_signs_the_person_out_and_ends_the_links_before(
    client: Client, here: Structure, administrator: User
) -> None:
    nadia = counsellor(here)
    hers = Client()
    enter_as_staff(hers, nadia)
    links = [_link(client.post(f"{LIST}{nadia.uuid}/lien/").content.decode()) for _time in range(2)]
    assert hers.get("/mes-reglages/").status_code == 302
    statuses = []
    for link in links:
        browser = Client()
        browser.get(link)
        statuses.append(browser.get("/connexion/lien/").status_code)
    assert statuses == [410, 200]


def test_a_link_is_never_made_by_reading(client: Client, here: Structure, administrator: User) -> None:
    assert client.get(f"{LIST}{counsellor(here).uuid}/lien/").status_code == 405


def test_an_ended_role_dies_at_the_next_request(client: Client, here: Structure) -> None:
    someone = person(Role.COORDINATOR, here)
    enter_as_staff(client, someone)
    assert client.get(LIST).status_code == 200
    give_membership(
        user=someone, structure=here, role=Role.COUNSELLOR, by=None, now=someone.memberships.get().started_at
    )
    Membership.objects.filter(user=someone, role=Role.COORDINATOR).update(ended_at="2090-01-01T00:00Z")
    assert client.get(LIST).status_code == 404


def test_the_list_costs_the_same_whatever_the_number_of_people(
    client: Client, here: Structure, administrator: User, assert_sql_budget: Any
) -> None:
    for _number in range(12):
        trainer(here)
    assert_sql_budget(7, client.get, LIST)

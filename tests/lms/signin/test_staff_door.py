"""The staff's door: one for the site and the studio, a second factor for administrators."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import Group, Permission
from django.test import Client

from lms.structures.models import Role
from tests.doors import PASSWORD, enter, enter_as_staff
from tests.factories.people import UserFactory, counsellor, learner, person, trainer

pytestmark = pytest.mark.django_db


def _user_id(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_staff_enter_with_user_name_and_password(client: Client) -> None:
    someone = counsellor()
    response = enter_as_staff(client, someone)
    assert response.url == "/equipe/"
    assert _user_id(client) == str(someone.pk)
    assert client.session["role_kind"] == "staff"


def test_staff_enter_with_their_e_mail_address(client: Client) -> None:
    someone = counsellor(email="nadia@example.org")
    someone.set_password(PASSWORD)
    someone.save()
    client.post("/connexion/equipe/", {"login": "Nadia@example.org", "password": PASSWORD})
    assert _user_id(client) == str(someone.pk)


def test_a_wrong_password_is_refused_in_plain_french(client: Client) -> None:
    someone = counsellor()
    page = client.post("/connexion/equipe/", {"login": someone.username, "password": "faux"}).content.decode()
    assert "n’est pas juste" in page
    assert _user_id(client) is None


def test_a_learner_with_a_password_cannot_enter_by_the_staffs_door(client: Client) -> None:
    page = enter_as_staff(client, learner()).content.decode()
    assert "n’est pas juste" in page
    assert _user_id(client) is None


def test_someone_without_any_role_cannot_enter(client: Client) -> None:
    enter_as_staff(client, UserFactory.create())
    assert _user_id(client) is None


def test_the_sixth_wrong_password_on_an_account_is_not_even_looked_at(client: Client) -> None:
    someone = counsellor()
    for _try in range(5):
        client.post("/connexion/equipe/", {"login": someone.username, "password": "faux"})
    page = enter_as_staff(client, someone).content.decode()
    assert "Trop d’essais" in page
    assert _user_id(client) is None


def test_a_class_behind_one_address_never_shuts_the_door_on_its_trainer(client: Client) -> None:
    for number in range(60):
        client.post("/connexion/equipe/", {"login": f"personne{number}", "password": "faux"})
    enter_as_staff(client, trainer())
    assert _user_id(client) is not None


def test_the_studios_own_door_leads_to_the_one_door(client: Client) -> None:
    for method in (client.get, client.post):
        response = method("/admin/login/?next=/admin/pages/")
        assert response.status_code == 302
        assert response.url == "/connexion/equipe/?next=%2Fadmin%2Fpages%2F"


def test_the_studio_asks_at_the_staffs_door_and_returns_to_the_page(client: Client) -> None:
    assert client.get("/admin/").url == "/connexion/equipe/?next=/admin/"


def test_the_studio_does_not_exist_for_learners_and_counsellors(client: Client) -> None:
    enter(client, learner())
    assert client.get("/admin/").status_code == 404
    enter_as_staff(client, counsellor())
    assert client.get("/admin/").status_code == 404


def test_a_session_opened_with_a_card_opens_no_studio_whatever_the_rights(client: Client) -> None:
    someone = learner()
    enter(client, someone)
    group = Group.objects.create(name="slipped in")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    someone.groups.add(group)
    assert client.get("/admin/").status_code == 404


def test_leaving_the_studio_leaves_the_site_and_nothing_in_the_browser(client: Client) -> None:
    enter_as_staff(client, trainer())
    response = client.post("/admin/logout/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert _user_id(client) is None


def test_signing_in_as_staff_ends_the_learners_session_left_open(client: Client) -> None:
    enter(client, learner())
    someone = counsellor()
    enter_as_staff(client, someone)
    assert _user_id(client) == str(someone.pk)
    assert client.session["role_kind"] == "staff"
    assert client.session["help_contact"] is None


def test_no_account_can_be_made_without_an_invitation(client: Client) -> None:
    for address in ("signup/", "password/reset/", "email/"):
        assert client.get(f"/connexion/equipe/{address}").status_code == 404
        assert client.get(f"/accounts/{address}").status_code == 404


def test_an_administrator_sets_the_second_factor_up_before_anything_else(
    client: Client, settings: pytest.FixtureRequest
) -> None:
    settings.ADMINISTRATORS_NEED_SECOND_FACTOR = True  # type: ignore[attr-defined]
    enter_as_staff(client, person(Role.ADMINISTRATOR))
    for page in ("/equipe/personnes/", "/mes-reglages/", "/connexion/mot-de-passe/"):
        assert client.get(page).url == "/connexion/double-securite/activer/"
    confirm = client.get("/connexion/double-securite/activer/").url
    assert "encore une fois" in client.get(confirm).content.decode()
    assert client.post(confirm, {"password": PASSWORD}).url == "/connexion/double-securite/activer/"
    assert "scannez" in client.get("/connexion/double-securite/activer/").content.decode()
    assert client.post("/fini/").status_code == 200


def test_a_superuser_sets_the_second_factor_up_before_entering_the_studio(
    client: Client, settings: pytest.FixtureRequest
) -> None:
    settings.ADMINISTRATORS_NEED_SECOND_FACTOR = True  # type: ignore[attr-defined]
    enter_as_staff(client, UserFactory.create(is_superuser=True))
    assert client.get("/admin/").url == "/connexion/double-securite/activer/"


def test_other_staff_are_offered_the_second_factor_and_not_held_to_it(
    client: Client, settings: pytest.FixtureRequest
) -> None:
    settings.ADMINISTRATORS_NEED_SECOND_FACTOR = True  # type: ignore[attr-defined]
    enter_as_staff(client, counsellor())
    assert client.get("/mes-reglages/").status_code == 200
    assert client.get("/connexion/double-securite/").status_code == 200


def _six_digits(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_the_second_factor_is_asked_at_sign_in_and_then_opens_the_rest(
    client: Client, settings: pytest.FixtureRequest
) -> None:
    settings.ADMINISTRATORS_NEED_SECOND_FACTOR = True  # type: ignore[attr-defined]
    someone = person(Role.ADMINISTRATOR)
    secret = generate_totp_secret()
    TOTP.activate(someone, secret)
    assert enter_as_staff(client, someone).url.startswith("/connexion/double-securite/code/")
    assert _user_id(client) is None
    assert "second code" in client.get("/connexion/double-securite/code/").content.decode()
    client.post("/connexion/double-securite/code/", {"code": "000000"})
    assert _user_id(client) is None
    client.post("/connexion/double-securite/code/", {"code": _six_digits(secret)})
    assert _user_id(client) == str(someone.pk)
    assert client.get("/equipe/personnes/").status_code == 200


def test_a_member_of_staff_turns_the_second_factor_on_and_gets_spare_codes(client: Client) -> None:
    someone = counsellor()
    enter_as_staff(client, someone)
    client.post("/connexion/confirmer/", {"password": PASSWORD})
    page = client.get("/connexion/double-securite/activer/")
    secret = page.context["form"].secret
    response = client.post("/connexion/double-securite/activer/", {"code": _six_digits(secret)})
    assert response.url == "/connexion/double-securite/secours/"
    codes = client.get(response.url)
    assert codes.status_code == 200
    assert codes.content.decode().count("<code>") == 10
    assert Authenticator.objects.filter(user=someone, type=Authenticator.Type.TOTP).exists()
    assert client.get("/connexion/double-securite/").status_code == 200
    assert client.get("/connexion/double-securite/secours/nouveaux/").status_code == 200
    assert client.get("/connexion/double-securite/arreter/").status_code == 200


def test_a_staff_member_changes_the_password_and_stays_in(client: Client) -> None:
    someone = counsellor()
    enter_as_staff(client, someone)
    assert client.get("/connexion/mot-de-passe/").status_code == 200
    fields = {"oldpassword": PASSWORD, "password1": "une autre longue phrase", "password2": "une autre longue phrase"}
    client.post("/connexion/mot-de-passe/", fields)
    someone.refresh_from_db()
    assert someone.check_password("une autre longue phrase")

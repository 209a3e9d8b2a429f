"""What holds for every request: content policy, nothing written by reading, nothing kept, readiness."""

from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from lms.structures.models import Role
from lms.web import readonly
from lms.web.navigation import LINKS
from tests.doors import enter, enter_as_staff
from tests.factories.people import StructureFactory, UserFactory, learner, person

pytestmark = pytest.mark.django_db


def _policy(response: Any) -> dict[str, list[str]]:
    parts = response.headers["Content-Security-Policy"].split(";")
    return {words[0]: words[1:] for part in parts if (words := part.split())}


def test_the_site_runs_no_script_but_its_own_and_is_framed_by_nobody(client: Client) -> None:
    policy = _policy(client.get("/entrer/"))
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    assert policy["base-uri"] == ["'none'"]
    assert "'unsafe-inline'" not in policy["script-src"] + policy["style-src"]
    assert "'unsafe-eval'" not in policy["script-src"]


def test_the_nonce_of_a_page_is_its_own(client: Client) -> None:
    one, two = (client.get("/entrer/") for _load in range(2))
    nonce = next(word for word in _policy(one)["style-src"] if word.startswith("'nonce-"))
    assert nonce[7:-1] in one.content.decode()
    assert nonce not in _policy(two)["style-src"]


def test_the_studio_has_its_own_policy_without_inline_scripts(client: Client) -> None:
    enter_as_staff(client, UserFactory.create(is_superuser=True))
    policy = _policy(client.get("/admin/"))
    assert "'unsafe-inline'" not in policy["script-src"]
    assert policy["frame-ancestors"] == ["'self'"]
    assert policy["object-src"] == ["'none'"]


def test_every_page_says_who_may_embed_and_refer(client: Client) -> None:
    headers = client.get("/entrer/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ('INSERT INTO "lms_user" ("id") VALUES (1)', "lms_user"),
        ("insert or ignore into lms_user values (1)", "lms_user"),
        ('UPDATE "lms_user" SET "id" = 2', "lms_user"),
        ('  DELETE FROM "lms_user"', "lms_user"),
        ("REPLACE INTO lms_user VALUES (1)", "lms_user"),
        ("SELECT 'DELETE FROM lms_user'", None),
        ("SAVEPOINT x", None),
    ],
)
def test_the_guard_knows_which_table_a_statement_writes(sql: str, table: str | None) -> None:
    assert readonly.written_table(sql) == table


def _writing(request: HttpRequest) -> HttpResponse:
    StructureFactory.create()
    return HttpResponse("written")


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_page_that_is_read_cannot_write(method: str) -> None:
    request = getattr(RequestFactory(), method)("/aide/")
    with pytest.raises(readonly.WriteOnRead, match="lms_structure"):
        readonly.ReadOnlyGetsMiddleware(_writing)(request)


def test_a_post_and_the_studio_may_write() -> None:
    guarded = readonly.ReadOnlyGetsMiddleware(_writing)
    assert guarded(RequestFactory().post("/aide/")).content == b"written"
    assert guarded(RequestFactory().get("/admin/")).content == b"written"


def test_production_does_without_the_guard(settings: Any) -> None:
    settings.GUARD_READ_ONLY_GETS = False
    assert readonly.ReadOnlyGetsMiddleware(_writing)(RequestFactory().get("/")).content == b"written"


def test_the_process_lives_and_is_ready(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").content == b"ready\n"


def test_readiness_names_what_fails_and_tells_no_address(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("redis://:secret@10.0.0.1")

    settings.CELERY_BROKER_URL = "redis://:secret@127.0.0.1:1/0"
    monkeypatch.setattr(cache, "get", down)
    response = client.get("/readyz")
    page = response.content.decode()
    assert response.status_code == 503
    assert "broker: " in page
    assert "cache: ConnectionError" in page
    assert "secret" not in page
    assert "database" not in page


def test_help_shows_whom_to_call_at_the_learners_own_place(client: Client) -> None:
    place = StructureFactory.create(name="Les Brebis", contact_name="Samira", contact_phone="01 02 03 04 05")
    enter(client, learner(place))
    page = client.get("/aide/").content.decode()
    assert "Samira" in page
    assert "01" in page


def test_help_is_there_before_signing_in(client: Client) -> None:
    assert client.get("/aide/").status_code == 200


def test_every_entry_of_the_menu_leads_somewhere() -> None:
    assert [reverse(link.url_name) for link in LINKS]


@pytest.mark.parametrize(
    ("role", "present", "absent"),
    [
        (Role.COUNSELLOR, "Les personnes que j’accompagne", "Groupes"),
        (Role.TRAINER, "Groupes", "Équipe"),
        (Role.COORDINATOR, "Équipe", "Les personnes que j’accompagne"),
        (Role.ADMINISTRATOR, "Équipe", "Les personnes que j’accompagne"),
    ],
)
def test_the_menu_holds_what_the_role_does(client: Client, role: Role, present: str, absent: str) -> None:
    enter_as_staff(client, person(role))
    page = client.get("/connexion/double-securite/").content.decode()
    menu = page.split('class="staff-nav"')[1].split("</nav>")[0]
    assert present in menu
    assert absent not in menu


def test_staff_arrive_at_the_first_page_of_their_menu(client: Client) -> None:
    enter_as_staff(client, person(Role.COORDINATOR))
    assert client.get("/equipe/").url == reverse("cohorts")


def test_the_tables_written_by_reading_are_named_and_hold_no_domain_data() -> None:
    sessions = {"django_session", "lms_opensession"}
    named = sessions | {"lms_entry", "shared_cache", "cms_rendition", "mfa_authenticator"}
    assert named == site_settings.TABLES_WRITTEN_ON_READ


def test_a_stale_form_is_refused_kindly() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/entrer/", {})
    assert response.status_code == 403
    assert "ouverte depuis trop longtemps" in response.content.decode()

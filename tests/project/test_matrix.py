"""Every address × every visitor × every method, against `matrix.py`."""

import copy
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.project.ground import VISITORS, Ground, make_ground
from tests.project.matrix import ROWS
from tests.project.walk import site_addresses, studio_addresses

pytestmark = pytest.mark.django_db

METHODS = ("get", "post", "put", "delete")
# Wagtail's own alarms to try by hand: the page that always fails, and addresses that end nowhere.
NOT_WALKED = frozenset({"wagtailadmin_error_test", "studio_sign_in", "studio_sign_out"})
DOORS = frozenset({"admin/login/", "admin/logout/"})


def _word(response: Any) -> str:
    """The status, or where a redirect leads, in the matrix's words."""
    if response.status_code != 302:
        return str(response.status_code)
    if response.url.startswith("/entrer/?next="):
        return "sign"
    if response.url.startswith("/connexion/equipe/"):
        return "staff"
    assert response.url.startswith("/"), f"leads outside: {response.url}"
    return "page"


def _asked(client: Client, method: str, url: str, body: dict[str, Any] | None) -> Any:
    if method != "post":
        return getattr(client, method)(url)
    if body is not None:
        return client.post(url, body, content_type="application/json")
    # A browser's form is never empty: it holds its token at least.
    return client.post(url, {"csrfmiddlewaretoken": "x"})


def _answers(ground: Ground, method: str, url: str, body: dict[str, Any] | None = None) -> str:
    """One word per visitor. Each request starts from the same ground: what it did is undone."""
    words = []
    for who in VISITORS:
        client = ground.clients[who]
        cookies = copy.deepcopy(client.cookies)
        with transaction.atomic():
            words.append(_word(_asked(client, method, url, body)))
            transaction.set_rollback(True)
        client.cookies = cookies
    return " ".join(words)


def test_every_address_has_a_row() -> None:
    missing = sorted({one.name for one in site_addresses()} - set(ROWS))
    assert not missing, (
        f"No row for {', '.join(missing)}. Add one to ROWS in tests/project/matrix.py that says, for each method,"
        f" what each visitor finds ({', '.join(VISITORS)});"
        " `args` gives the address its uuids, from tests/project/ground.py."
    )


def test_no_row_outlives_its_address() -> None:
    assert sorted(set(ROWS) - {one.name for one in site_addresses()}) == []


def test_each_visitor_finds_what_the_matrix_says() -> None:
    ground = make_ground()
    wrong = []
    for name, row in ROWS.items():
        args = row.args(ground) if callable(row.args) else row.args
        for method in METHODS:
            body = row.body(ground) if row.body else None
            expected, found = getattr(row, method), _answers(ground, method, reverse(name, args=args), body)
            if expected != found:
                wrong.append(f"{name} {method.upper()}\n  expected {expected}\n  found    {found}")
    assert not wrong, f"visitors in order: {', '.join(VISITORS)}\n" + "\n".join(wrong)


def test_the_studio_exists_for_its_members_alone() -> None:
    ground = make_ground()
    wrong = []
    for one in studio_addresses():
        url = "/" + one.route.replace("^", "").replace("$", "")
        if one.takes_arguments or one.name in NOT_WALKED or one.route in DOORS or "*" in url:
            continue
        anonymous, learner, other, *_trainers, counsellor, _administrator = _answers(ground, "get", url).split()
        if (anonymous, learner, other, counsellor) != ("staff", "404", "404", "404"):
            wrong.append(f"{one.name} {url}: {anonymous} {learner} {other} {counsellor}")
    assert wrong == []


@pytest.mark.parametrize("path", ["pages/1/", "pages/1/edit/", "users/edit/1/", "images/1/", "documents/edit/1/"])
def test_the_studios_addresses_with_arguments_are_closed_too(path: str) -> None:
    ground = make_ground()
    anonymous, learner, other, *_trainers, counsellor, _boss = _answers(ground, "get", f"/admin/{path}").split()
    assert (anonymous, learner, other, counsellor) == ("staff", "404", "404", "404")


def test_people_roles_and_settings_of_the_studio_are_nobodys() -> None:
    """Users, groups, sites, collections and workflows: not even administrators of a structure reach them."""
    ground = make_ground()
    for folder in ("users", "groups", "sites", "collections", "workflows/list"):
        assert _answers(ground, "get", f"/admin/{folder}/") == "staff 404 404 404 404 404 404"


@pytest.mark.parametrize("path", ["/api/v2/pages/", "/django-admin/", "/accounts/login/", "/admin/password_reset/"])
def test_what_is_not_offered_is_not_there(path: str) -> None:
    ground = make_ground()
    assert set(_answers(ground, "get", path).split()) <= {"404", "sign", "staff"}


@pytest.mark.parametrize(
    "form", ["/EQUIPE/PERSONNES/", "//equipe/personnes/", "/equipe/personnes/%2e/", "/equipe/personnes"]
)
def test_no_other_spelling_opens_a_door(form: str) -> None:
    ground = make_ground()
    assert ground.clients["trainer"].get(form).status_code != 200
    assert ground.clients["learner"].get(form).status_code != 200


def test_a_method_in_a_header_or_field_counts_for_nothing() -> None:
    ground = make_ground()
    url = reverse("consent_end", args=(ground.support.uuid,))
    response = ground.clients["learner"].get(f"{url}?_method=POST", headers={"x-http-method-override": "POST"})
    assert response.status_code == 405

"""Every address of the site that takes a form: without the form's own token it does nothing, whoever is signed in."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.project.ground import VISITORS, make_ground
from tests.project.matrix import ROWS

pytestmark = pytest.mark.django_db

WRITING = ("post", "put", "delete")
NOTHING = {"404", "405", "sign", "staff"}  # where the matrix says that there is nothing for this visitor


def _strict(client: Client) -> Client:
    """The same person in the same browser, whose forms are checked as a server checks them."""
    strict = Client(enforce_csrf_checks=True)
    for name, morsel in client.cookies.items():
        strict.cookies[name] = morsel.value
    return strict


def _writes() -> list[tuple[str, str, str]]:
    """Address, method and visitor, where the matrix says that something answers a form."""
    found = []
    for name, row in ROWS.items():
        for method in WRITING:
            words = zip(VISITORS, getattr(row, method).split(), strict=True)
            found += [(name, method, who) for who, word in words if word not in NOTHING]
    return found


def test_no_form_of_the_site_is_taken_without_its_token() -> None:
    ground = make_ground()
    clients = {who: _strict(ground.clients[who]) for who in VISITORS}
    taken = []
    for name, method, who in _writes():
        row = ROWS[name]
        url = reverse(name, args=row.args(ground) if callable(row.args) else row.args)
        status = getattr(clients[who], method)(url).status_code
        if status != 403:
            taken.append(f"{method.upper()} {name} as {who}: {status}")
    assert len(_writes()) > 100
    assert taken == []

import io

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command
from django.test import Client

from lms.accounts.models import User
from lms.journal.models import Entry
from tests.doors import PASSWORD, enter_as_staff
from tests.factories.people import counsellor

pytestmark = pytest.mark.django_db


def test_the_first_administrator_gets_a_link_and_enters_with_the_password_set_there(client: Client) -> None:
    out = io.StringIO()
    call_command("create_administrator", username="Admin", stdout=out)
    link = out.getvalue().strip().splitlines()[-1]
    client.get(link.partition("8000")[2])
    client.post("/connexion/lien/", {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert client.post("/connexion/equipe/", {"login": "admin", "password": PASSWORD}).status_code == 302
    admin = User.objects.get(username="admin")
    assert admin.is_superuser
    assert Entry.objects.about(admin.pk).filter(verb="account.created").exists()


def test_a_password_may_come_from_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    out = io.StringIO()
    call_command("create_administrator", username="admin", password_stdin=True, stdout=out)
    assert User.objects.get().check_password(PASSWORD)
    assert PASSWORD not in out.getvalue()


def test_a_weak_password_makes_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("azerty\n"))
    with pytest.raises(CommandError):
        call_command("create_administrator", username="admin", password_stdin=True)
    assert not User.objects.exists()


def test_a_name_already_taken_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("create_administrator", username="admin", stdout=io.StringIO())
    with pytest.raises(CommandError):
        call_command("create_administrator", username="ADMIN", stdout=io.StringIO())


def test_a_lost_phone_is_forgotten_by_a_command_that_the_journal_notes(client: Client) -> None:
    someone = counsellor()
    TOTP.activate(someone, generate_totp_secret())
    call_command("reset_second_factor", someone.username, stdout=io.StringIO())
    assert enter_as_staff(client, someone).url == "/equipe/"
    assert Entry.objects.about(someone.pk).filter(verb="account.second_factor_reset").exists()
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "personne")

"""Whoever holds the paper learns the truth about it, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessments.credentials import services
from assessments.credentials.codes import grouped
from assessments.credentials.models import Credential, CredentialFile
from assessments.credentials.uploads import MAX_BYTES
from assessments.credentials.verification import FileCheck, Status, verify, verify_file
from tests.factories.credentials import NOW, awarded, issued
from tests.factories.people import learner, trainer

pytestmark = pytest.mark.django_db

UNKNOWN = "Nous ne connaissons pas ce code"
VALID = "Ce certificat est valable"


@pytest.fixture
def credential() -> Credential:
    return issued()


def page(code: str, **kwargs: Any) -> str:
    return Client().get(f"/v/{code}", **kwargs).content.decode()


def stored_name(credential: Credential) -> str:
    return str(credential.files.get().file.name)


def pdf(credential: Credential) -> bytes:
    with storages["private"].open(stored_name(credential)) as file:
        return bytes(file.read())


def sent(credential: Credential, content: bytes, name: str = "certificat.pdf") -> str:
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return Client().post(f"/v/{credential.code}", {"file": file}).content.decode()


def test_a_valid_certificate_shows_what_the_paper_shows_and_the_checks_made(credential: Credential) -> None:
    shown = page(credential.code)
    assert VALID in shown
    for said in ("Fatima Benali", "Écrire et recevoir des courriels", "1,50\u00a0h", "22\u00a0novembre 2026", "Lyon"):
        assert said in shown
    assert "Le code est dans notre registre" in shown
    assert "Aucune signature électronique n’a été vérifiée" in shown


def test_the_code_is_read_as_people_type_it(credential: Credential) -> None:
    assert VALID in page(grouped(credential.code))
    assert VALID in page(grouped(credential.code).lower().replace("-", "%20"))


def test_the_form_leads_to_the_page_of_the_code(credential: Credential) -> None:
    response = Client().get("/v/", {"code": f" {grouped(credential.code).lower()} "})
    assert response.status_code == 302
    assert response["Location"] == f"/v/{credential.code}"


def test_a_mistyped_code_is_refused_with_what_to_do_and_kept_in_the_field() -> None:
    shown = Client().get("/v/", {"code": "BCDF-GHJK-LMN0"}).content.decode()
    assert "12 signes" in shown
    assert 'value="BCDF-GHJK-LMN0"' in shown


@pytest.mark.parametrize("code", ["BCDFGHJKLMNP", "pas-un-code", "B" * 300, "😀"])
def test_an_unknown_code_is_a_clear_answer_never_an_error(code: str) -> None:
    response = Client().get(f"/v/{code}")
    assert response.status_code == 404
    assert UNKNOWN in response.content.decode()


def test_a_page_switched_off_answers_as_a_code_never_given(credential: Credential) -> None:
    Credential.objects.update(visibility="off")
    off = page(credential.code).partition("<main")[2]
    never = page("BCDFGHJKLMNP").partition("<main")[2]
    assert off.replace(credential.code, "CODE") == never.replace("BCDFGHJKLMNP", "CODE")


def test_a_certificate_whose_files_are_not_made_yet_is_unknown() -> None:
    assert verify(awarded().code).status is Status.UNKNOWN


def test_revoking_shows_at_the_next_request(credential: Credential) -> None:
    assert VALID in page(credential.code)
    services.revoke(credential=credential, reason="error", by=trainer(), now=NOW + timedelta(days=1))
    shown = page(credential.code)
    assert VALID not in shown
    assert "Ce certificat est annulé" in shown
    assert "Il a été délivré par erreur" in shown
    assert "23 novembre 2026" in shown


def test_a_closed_page_shows_the_state_but_not_the_person(credential: Credential) -> None:
    Credential.objects.update(visibility="closed")
    shown = page(credential.code)
    assert VALID in shown
    assert "Fatima" not in shown
    assert "courriels" not in shown
    assert "choisi de ne pas montrer" in shown


def test_an_erased_certificate_shows_no_data_and_still_checks_a_file(credential: Credential) -> None:
    whole = pdf(credential)
    Credential.objects.update(state=Credential.State.ERASED, learner=None, snapshot={})
    shown = sent(credential, whole)
    assert "données du titulaire effacées" in shown
    assert "bien le certificat que nous avons délivré" in shown
    assert "Fatima" not in shown


def test_the_issued_file_is_recognised(credential: Credential) -> None:
    assert "bien le certificat que nous avons délivré" in sent(credential, pdf(credential))


def test_a_file_changed_by_one_byte_is_refused(credential: Credential) -> None:
    whole = bytearray(pdf(credential))
    for position in (0, len(whole) // 2, len(whole) - 1):
        changed = bytearray(whole)
        changed[position] ^= 1
        assert "n’est pas le certificat que nous avons délivré" in sent(credential, bytes(changed))


def test_a_genuine_file_under_another_code_is_refused(credential: Credential) -> None:
    other = issued(learner=learner(first_name="Autre"))
    assert "n’est pas le certificat que nous avons délivré" in sent(other, pdf(credential))


def test_the_issued_file_of_a_revoked_certificate_does_not_pass_for_valid(credential: Credential) -> None:
    services.revoke(credential=credential, reason="fraud", by=trainer(), now=NOW)
    shown = sent(credential, pdf(credential))
    assert "Ce certificat est annulé" in shown
    assert "lisez plus haut" in shown


def test_no_file_an_empty_one_and_a_too_large_one_are_told_apart(credential: Credential) -> None:
    nothing = Client().post(f"/v/{credential.code}").content.decode()
    assert "Choisissez d’abord le fichier" in nothing
    assert "Ce fichier est vide" in sent(credential, b"")
    large = sent(credential, b"%PDF" + b"0" * MAX_BYTES)
    assert "Ce fichier dépasse" in large
    assert VALID in large


def test_a_checked_file_is_kept_nowhere(credential: Credential, tmp_path: Any, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    kept_before = CredentialFile.objects.count()
    sent(credential, b"%PDF" + b"0" * 4_000_000)
    assert not list(tmp_path.iterdir())
    assert CredentialFile.objects.count() == kept_before


def test_a_file_is_refused_without_the_forms_token(credential: Credential) -> None:
    client = Client(enforce_csrf_checks=True)
    file = SimpleUploadedFile("c.pdf", pdf(credential))
    assert client.post(f"/v/{credential.code}", {"file": file}).status_code == 403


def test_a_stored_file_that_was_changed_or_lost_is_not_called_valid(credential: Credential) -> None:
    name = stored_name(credential)
    storages["private"].delete(name)
    assert verify(credential.code).status is Status.DOUBTFUL
    assert "Nous ne pouvons pas confirmer" in page(credential.code)
    storages["private"].save(name, ContentFile(b"%PDF changed"))
    assert verify(credential.code).status is Status.DOUBTFUL


def test_the_hash_of_another_file_does_not_match(credential: Credential) -> None:
    assert verify_file(credential.code, "0" * 64).file is FileCheck.DIFFERENT
    assert verify_file(credential.code, credential.files.get().sha256).file is FileCheck.SAME


def test_nothing_is_indexed_or_kept(credential: Credential) -> None:
    for address in ("/v/", f"/v/{credential.code}", "/v/BCDFGHJKLMNP"):
        response = Client().get(address)
        assert "noindex" in response["X-Robots-Tag"]
        assert "no-store" in response["Cache-Control"]


@time_machine.travel(NOW, tick=False)
def test_thirty_look_ups_a_minute_then_a_minute_to_wait(credential: Credential) -> None:
    statuses = [Client().get(f"/v/{credential.code}").status_code for _ in range(31)]
    assert statuses[:30] == [200] * 30
    refused = Client().get(f"/v/{credential.code}")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert "Attendez une minute" in refused.content.decode()
    assert Client().get(f"/v/{credential.code}", REMOTE_ADDR="192.0.2.9").status_code == 200


def test_markup_in_a_name_is_shown_as_typed() -> None:
    credential = issued(learner=learner(first_name="<script>alert(1)</script>", last_name="x"))
    shown = page(credential.code)
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_the_page_of_a_code_costs_two_queries(credential: Credential, assert_sql_budget: Any) -> None:
    Client().get(f"/v/{credential.code}")
    assert_sql_budget(2, Client().get, f"/v/{credential.code}")

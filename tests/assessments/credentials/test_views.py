"""The learner's own certificates, and those a structure issued: who sees what, and at what cost."""

from typing import Any

import pytest
from django.test import Client

from assessments.credentials import services
from assessments.credentials.models import Credential
from lms.accounts.models import User
from lms.jobs.models import Job
from lms.jobs.services import run
from lms.journal.models import Entry
from lms.structures.models import Role
from tests.assessments.credentials.test_services import VISIBLE, someone
from tests.factories.credentials import NOW, AchievementVersionFactory, awarded, issued
from tests.factories.people import counsellor, learner, person, trainer

pytestmark = pytest.mark.django_db


def signed_in(user: User | None) -> Client:
    assert user is not None
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def holder_of(credential: Credential) -> User:
    assert credential.learner is not None
    return credential.learner


def issuer_of(credential: Credential) -> User:
    return trainer(credential.version.achievement.issuer.structure)


@pytest.mark.parametrize(("who", "sees", "manages"), VISIBLE)
def test_who_opens_the_pdf_and_who_may_revoke(who: str, sees: bool, manages: bool) -> None:
    credential = issued()
    client = signed_in(someone(who, credential))
    assert client.get(f"/certificats/{credential.uuid}.pdf").status_code == (200 if sees else 404)
    assert client.get(f"/certificats/{credential.uuid}/revoquer/").status_code == (200 if manages else 404)
    if not manages:
        assert client.post(f"/certificats/{credential.uuid}/revoquer/", {"reason": "error"}).status_code == 404
        credential.refresh_from_db()
        assert credential.state == Credential.State.ISSUED


@pytest.mark.parametrize(
    "address", ["/certificats/{}.pdf", "/mes-certificats/", "/certificats/", "/certificats/{}/revoquer/"]
)
def test_nobody_sees_a_certificate_without_signing_in(address: str) -> None:
    response = Client().get(address.format(issued().uuid))
    assert response.status_code == 302


def test_the_pdf_opens_in_the_browser_and_leaves_nothing() -> None:
    credential = issued()
    response = signed_in(credential.learner).get(f"/certificats/{credential.uuid}.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="certificat.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content.startswith(b"%PDF")


def test_a_pdf_that_storage_lost_is_a_missing_page_not_an_error() -> None:
    credential = issued()
    file = credential.files.get()
    file.file.storage.delete(file.file.name)
    assert signed_in(credential.learner).get(f"/certificats/{credential.uuid}.pdf").status_code == 404


def test_staff_who_open_a_pdf_are_journalled_and_its_holder_is_not() -> None:
    credential = issued()
    signed_in(credential.learner).get(f"/certificats/{credential.uuid}.pdf")
    assert not Entry.objects.filter(verb="credential.viewed").exists()
    staff = issuer_of(credential)
    signed_in(staff).get(f"/certificats/{credential.uuid}.pdf")
    entry = Entry.objects.get(verb="credential.viewed")
    assert (entry.actor, entry.subject) == (staff, credential.learner)


def test_a_learner_finds_each_certificate_and_where_it_stands() -> None:
    ready = issued()
    holder = holder_of(ready)
    waiting = awarded(learner=holder, achievement_version=AchievementVersionFactory.create(name="Attendu"))
    ended = issued(learner=holder, achievement_version=AchievementVersionFactory.create(name="Fini"))
    services.revoke(credential=ended, reason="error", by=issuer_of(ended), now=NOW)
    issued(learner=learner(), achievement_version=AchievementVersionFactory.create(name="Celui du voisin"))
    shown = signed_in(holder).get("/mes-certificats/").content.decode()
    assert f"/certificats/{ready.uuid}.pdf" in shown
    assert f"/certificats/{waiting.uuid}.pdf" not in shown
    assert "Votre certificat se prépare" in shown
    assert "n’est plus valable" in shown
    assert "Celui du voisin" not in shown


def test_without_a_certificate_the_page_says_how_to_get_one() -> None:
    assert "Terminez un module" in signed_in(learner()).get("/mes-certificats/").content.decode()


def test_the_holder_closes_the_public_page_and_opens_it_again() -> None:
    credential = issued()
    client = signed_in(credential.learner)
    address = f"/mes-certificats/{credential.uuid}/page/"
    assert client.post(address, {"visibility": "closed"}).status_code == 302
    assert "Fatima" not in Client().get(f"/v/{credential.code}").content.decode()
    client.post(address, {"visibility": "full"})
    assert "Fatima" in Client().get(f"/v/{credential.code}").content.decode()


@pytest.mark.parametrize("wrong", ["off", "", "FULL", "x"])
def test_a_choice_that_is_not_offered_changes_nothing(wrong: str) -> None:
    credential = issued()
    signed_in(credential.learner).post(f"/mes-certificats/{credential.uuid}/page/", {"visibility": wrong})
    credential.refresh_from_db()
    assert credential.visibility == "full"


def test_only_the_holder_chooses_what_the_page_shows() -> None:
    credential = issued()
    for other in (learner(), issuer_of(credential)):
        answer = signed_in(other).post(f"/mes-certificats/{credential.uuid}/page/", {"visibility": "closed"})
        assert answer.status_code == 404


def test_a_trainer_revokes_with_a_reason_and_the_page_says_so_at_once() -> None:
    credential = issued()
    client = signed_in(issuer_of(credential))
    shown = client.get(f"/certificats/{credential.uuid}/revoquer/").content.decode()
    assert "Fatima Benali" in shown
    response = client.post(f"/certificats/{credential.uuid}/revoquer/", {"reason": "replaced"}, follow=True)
    assert "Le certificat est annulé" in response.content.decode()
    assert "Un autre certificat le remplace" in Client().get(f"/v/{credential.code}").content.decode()


@pytest.mark.parametrize("reason", [{}, {"reason": ""}, {"reason": "because"}])
def test_revoking_without_a_reason_is_refused_with_a_message(reason: dict[str, str]) -> None:
    credential = issued()
    answer = signed_in(issuer_of(credential)).post(f"/certificats/{credential.uuid}/revoquer/", reason)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    credential.refresh_from_db()
    assert credential.state == Credential.State.ISSUED


def test_two_trainers_revoking_at_once_are_told_kindly() -> None:
    credential = issued()
    client = signed_in(issuer_of(credential))
    client.post(f"/certificats/{credential.uuid}/revoquer/", {"reason": "error"})
    again = client.post(f"/certificats/{credential.uuid}/revoquer/", {"reason": "fraud"}, follow=True)
    assert "n’était déjà plus valable" in again.content.decode()


def test_the_list_shows_only_what_ones_structures_issued() -> None:
    here, elsewhere = issued(), issued(learner=learner(first_name="Ailleurs"))
    shown = signed_in(issuer_of(here)).get("/certificats/").content.decode()
    assert "Fatima Benali" in shown
    assert "Ailleurs" not in shown
    assert str(elsewhere.uuid) not in shown


@pytest.mark.parametrize("search", ["fati", "Benali Fatima", "CODE", "  code  "])
def test_a_certificate_is_found_by_a_part_of_the_name_or_by_its_code(search: str) -> None:
    credential = issued()
    issued(achievement_version=credential.version, learner=learner(first_name="Zoé", last_name="Autre"))
    typed = search.replace("CODE", credential.code).replace("code", credential.code.lower())
    found = signed_in(issuer_of(credential)).post("/certificats/", {"q": typed}, follow=True)
    assert found.redirect_chain == [("/certificats/?recherche=1", 302)]
    shown = found.content.decode()
    assert "Fatima Benali" in shown
    assert "Zoé" not in shown


@pytest.mark.parametrize("who", [learner, counsellor, lambda: person(Role.AUTHOR_EDITOR)])
def test_the_list_is_for_those_who_issue(who: Any) -> None:
    assert signed_in(who()).get("/certificats/").status_code == 404


def test_the_screens_cost_the_same_whatever_the_number_of_certificates(
    assert_sql_budget: Any, capture_sql: Any
) -> None:
    first = issued()
    same_issuer = {"achievement__issuer": first.version.achievement.issuer}
    awarded(learner=first.learner, achievement_version=AchievementVersionFactory.create(**same_issuer))
    holder, staff = signed_in(first.learner), signed_in(issuer_of(first))
    costs = []
    for _round in range(2):
        for client, address in ((holder, "/mes-certificats/"), (staff, "/certificats/")):
            client.get(address)
            with capture_sql() as sql:
                client.get(address)
            costs.append(len(sql))
        for number in range(12):
            version = AchievementVersionFactory.create(**same_issuer)
            (issued if number % 2 else awarded)(learner=first.learner, achievement_version=version)
    assert costs[:2] == costs[2:]


def test_a_name_that_cannot_be_printed_is_put_right_by_staff_and_made_again(settings: Any) -> None:
    settings.JOB_MAX_TRIES = 1
    holder = learner(first_name="李", last_name="Ming")
    credential = awarded(learner=holder)
    run(job_id=Job.objects.get().pk, now=NOW)
    staff = signed_in(issuer_of(credential))
    shown = staff.get("/certificats/").content.decode()
    assert "un signe que nous ne savons pas imprimer\u00a0: 李" in shown
    holder.first_name = "Li"
    holder.save()
    staff.post(f"/certificats/{credential.uuid}/refaire/")
    assert "ne savons pas imprimer" not in staff.get("/certificats/").content.decode()
    again = Job.objects.exclude(state=Job.State.FAILED).get()
    assert run(job_id=again.pk, now=again.run_after)
    assert "Li Ming" in Client().get(f"/v/{credential.code}").content.decode()


def test_what_is_ready_is_not_made_again() -> None:
    credential = issued()
    answer = signed_in(issuer_of(credential)).post(f"/certificats/{credential.uuid}/refaire/", follow=True)
    assert "est prêt" in answer.content.decode()
    assert Job.objects.count() == 1


def test_only_those_who_issue_make_again() -> None:
    credential = awarded()
    for other in (credential.learner, trainer()):
        assert signed_in(other).post(f"/certificats/{credential.uuid}/refaire/").status_code == 404

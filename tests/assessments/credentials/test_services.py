"""A certificate is awarded once, made once, revoked at once."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from assessments.credentials import services
from assessments.credentials.codes import parse
from assessments.credentials.models import BUILD, Credential, CredentialFile
from assessments.credentials.pdf import UndrawableText
from assessments.skills.models import Framework, Skill
from lms.jobs.models import Job
from lms.jobs.services import run
from lms.journal.models import Entry
from lms.structures.models import Role
from tests.factories.credentials import NOW, AchievementVersionFactory, awarded, issued
from tests.factories.people import learner, person, trainer

pytestmark = pytest.mark.django_db


def stored(credential: Credential) -> bytes:
    with storages["private"].open(credential.files.get().file.name) as file:
        return bytes(file.read())


def test_an_award_is_a_row_a_job_and_a_journal_entry() -> None:
    credential = awarded()
    assert credential.state == Credential.State.PENDING
    assert parse(credential.code) == credential.code
    job = Job.objects.get(kind=BUILD)
    assert job.payload == {"credential": credential.pk}
    entry = Entry.objects.get(verb="credential.awarded")
    assert entry.subject == credential.learner
    assert "Fatima" not in str(entry.data)


def test_the_snapshot_outlives_a_change_of_name_course_and_structure() -> None:
    version = AchievementVersionFactory.create()
    framework = Framework.objects.create(slug="p0", title="P0")
    version.skills.add(
        Skill.objects.create(framework=framework, code="1", label="Cliquer", plain_label="Je sais cliquer")
    )
    credential = awarded(achievement_version=version)
    holder = credential.learner
    assert holder is not None
    holder.last_name = "Autre"
    holder.save()
    version.name = "Autre chose"
    version.save()
    services.build_files(credential=credential, now=NOW)
    credential.refresh_from_db()
    assert credential.snapshot["holder"] == "Fatima Benali"
    assert credential.snapshot["achievement"] == "Écrire et recevoir des courriels"
    assert credential.snapshot["skills"] == ["Je sais cliquer"]
    assert credential.snapshot["hours_hundredths"] == 150
    assert credential.snapshot["issued_on"] == "2026-11-22"


def test_awarded_twice_is_one_certificate() -> None:
    version, holder = AchievementVersionFactory.create(), learner()
    first = awarded(achievement_version=version, learner=holder)
    again = awarded(achievement_version=version, learner=holder, now=NOW + timedelta(days=3))
    assert again == first
    assert again.awarded_at == first.awarded_at
    assert Job.objects.filter(kind=BUILD).count() == 1
    assert Entry.objects.filter(verb="credential.awarded").count() == 1


def test_a_new_version_of_the_achievement_is_the_same_certificate() -> None:
    version, holder = AchievementVersionFactory.create(), learner()
    newer = AchievementVersionFactory.create(achievement=version.achievement, number=2)
    assert awarded(achievement_version=version, learner=holder) == awarded(achievement_version=newer, learner=holder)


def test_an_award_that_is_rolled_back_leaves_nothing() -> None:
    with transaction.atomic():
        awarded()
        transaction.set_rollback(True)
    assert not Credential.objects.exists()
    assert not Job.objects.exists()


def test_the_job_makes_the_pdf_and_keeps_its_hash() -> None:
    credential = awarded()
    assert run(job_id=Job.objects.get().pk, now=Job.objects.get().run_after)
    credential.refresh_from_db()
    file = credential.files.get()
    assert credential.state == Credential.State.ISSUED
    assert stored(credential).startswith(b"%PDF")
    assert file.sha256 == hashlib.sha256(stored(credential)).hexdigest()
    assert file.size == len(stored(credential))
    assert Job.objects.get().state == Job.State.DONE


def test_files_made_twice_are_the_first_ones() -> None:
    credential = issued()
    before = stored(credential)
    services.build_files(credential=credential, now=NOW + timedelta(days=1))
    assert stored(credential) == before
    assert credential.files.count() == 1
    assert [event.kind for event in credential.events.all()] == ["awarded", "issued"]


def test_a_file_left_half_written_by_a_killed_worker_is_replaced() -> None:
    credential = issued()
    name, whole = credential.files.get().file.name, stored(credential)
    CredentialFile.objects.all().delete()
    Credential.objects.update(state=Credential.State.PENDING)
    storages["private"].delete(name)
    storages["private"].save(name, ContentFile(whole[:1000]))
    services.build_files(credential=credential, now=NOW)
    assert credential.files.get().file.name == name
    assert stored(credential) == whole


def test_a_name_that_cannot_be_drawn_fails_the_job_with_the_sign_and_issues_nothing() -> None:
    credential = awarded(learner=learner(first_name="李", last_name="明"))
    with pytest.raises(UndrawableText):
        services.build_files(credential=credential, now=NOW)
    assert not run(job_id=Job.objects.get().pk, now=Job.objects.get().run_after)
    credential.refresh_from_db()
    assert credential.state == Credential.State.PENDING
    assert "U+674E" in Job.objects.get().error


def test_revoking_says_who_why_and_when() -> None:
    credential = issued()
    by = trainer(credential.version.achievement.issuer.structure)
    services.revoke(credential=credential, reason="error", by=by, now=NOW)
    credential.refresh_from_db()
    assert (credential.state, credential.revocation_reason) == ("revoked", "error")
    entry = Entry.objects.get(verb="credential.revoked")
    assert (entry.actor, entry.subject, entry.data) == (by, credential.learner, {"reason": "error"})


def test_a_certificate_is_revoked_only_once() -> None:
    credential, by = issued(), trainer()
    services.revoke(credential=credential, reason="error", by=by, now=NOW)
    with pytest.raises(services.NotRevocable):
        services.revoke(credential=credential, reason="fraud", by=by, now=NOW)
    credential.refresh_from_db()
    assert credential.revocation_reason == "error"


def test_an_unknown_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="because"):
        services.revoke(credential=issued(), reason="because", by=trainer(), now=NOW)


def test_a_revoked_certificate_is_not_given_again_by_a_second_award() -> None:
    credential = issued()
    services.revoke(credential=credential, reason="error", by=trainer(), now=NOW)
    again = awarded(achievement_version=credential.version, learner=credential.learner)
    assert again == credential
    assert again.state == Credential.State.REVOKED


def test_a_certificate_revoked_before_its_files_are_made_gets_none() -> None:
    credential = awarded()
    services.revoke(credential=credential, reason="error", by=trainer(), now=NOW)
    services.build_files(credential=credential, now=NOW)
    assert not credential.files.exists()


def test_the_holder_closes_and_opens_the_page_but_cannot_lift_the_issuers_switch() -> None:
    credential = issued()
    holder = credential.learner
    assert holder is not None
    services.set_visibility(credential=credential, visibility="closed", by=holder, now=NOW)
    services.set_visibility(credential=credential, visibility="full", by=holder, now=NOW)
    with pytest.raises(services.PageSwitchedOff):
        services.set_visibility(credential=credential, visibility="off", by=holder, now=NOW)
    issuer = person(Role.COORDINATOR, credential.version.achievement.issuer.structure)
    services.set_visibility(credential=credential, visibility="off", by=issuer, now=NOW)
    with pytest.raises(services.PageSwitchedOff):
        services.set_visibility(credential=credential, visibility="full", by=holder, now=NOW)
    services.set_visibility(credential=credential, visibility="full", by=issuer, now=NOW)
    credential.refresh_from_db()
    assert credential.visibility == "full"


VISIBLE: list[tuple[str, bool, bool]] = [
    ("holder", True, False),
    ("another learner", False, False),
    ("trainer here", True, True),
    ("coordinator here", True, True),
    ("administrator here", True, True),
    ("counsellor here", False, False),
    ("author-editor here", False, False),
    ("trainer elsewhere", False, False),
    ("former trainer here", False, False),
    ("superuser", True, True),
]


@pytest.mark.parametrize(("who", "sees", "manages"), VISIBLE)
def test_who_sees_and_who_manages_a_certificate(who: str, sees: bool, manages: bool) -> None:
    credential = issued()
    user = someone(who, credential)
    assert Credential.objects.visible_to(user).filter(pk=credential.pk).exists() is sees
    assert Credential.objects.managed_by(user).filter(pk=credential.pk).exists() is manages


def test_a_visitor_sees_none_not_even_those_whose_holder_is_erased() -> None:
    issued()
    Credential.objects.update(learner=None, state=Credential.State.ERASED)
    assert not Credential.objects.visible_to(AnonymousUser()).exists()
    assert not Credential.objects.managed_by(AnonymousUser()).exists()


def someone(who: str, credential: Credential) -> Any:
    here = credential.version.achievement.issuer.structure
    if who == "holder":
        return credential.learner
    if who == "another learner":
        return learner(here)
    if who == "superuser":
        return person(Role.LEARNER, is_superuser=True)
    user = person(Role(who.removeprefix("former ").split()[0]), None if "elsewhere" in who else here)
    if who.startswith("former"):
        user.memberships.update(ended_at=NOW + timedelta(days=365))
    return user

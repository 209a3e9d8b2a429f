"""A file handed in is given to its learner and to those who train them, as something to download and nothing else."""

import datetime
import io

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from assessments.attempts.models import Attempt
from assessments.handins.models import HandedFile
from lms.accounts.models import User
from lms.journal.models import Entry
from tests.assessments.attempts.test_services import started
from tests.factories.handins import PDF, handed_file, office, photo
from tests.factories.people import (
    CohortFactory,
    CohortMembershipFactory,
    StructureFactory,
    UserFactory,
    counsellor,
    learner,
    trainer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt() -> Attempt:
    """Of somebody who is in a cohort."""
    here = StructureFactory.create()
    person = learner(here)
    CohortMembershipFactory.create(cohort=CohortFactory.create(structure=here), learner=person)
    return started(1, user=person)


def address(file: HandedFile) -> str:
    return f"/fichiers-rendus/{file.uuid}/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_who_may_open_a_file(attempt: Attempt) -> None:
    url = address(handed_file(attempt))
    here = attempt.user.memberships.get().structure
    assert signed_in(attempt.user).get(url).status_code == 200
    assert signed_in(trainer(here)).get(url).status_code == 200
    for stranger in (learner(here), trainer(), counsellor(here), UserFactory.create()):
        assert signed_in(stranger).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_of_who_left_the_group_its_trainer_opens_what_was_handed_in_before(attempt: Attempt) -> None:
    url = address(handed_file(attempt))
    staff = trainer(attempt.user.memberships.get().structure)
    handed_in_at = timezone.now()
    Attempt.objects.filter(pk=attempt.pk).update(state="submitted", submitted_at=handed_in_at)
    attempt.user.cohort_memberships.update(left_at=handed_in_at + datetime.timedelta(days=1))
    assert signed_in(staff).get(url).status_code == 200
    attempt.user.cohort_memberships.update(left_at=handed_in_at - datetime.timedelta(days=1))
    assert signed_in(staff).get(url).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "cv.pdf", "application/pdf"),
        (photo(), "photo.png", "image/jpeg"),
        (office(), "lettre.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("Été".encode(), "note.txt", "text/plain; charset=utf-8"),
    ],
    ids=["pdf", "photo", "docx", "txt"],
)
def test_a_file_is_something_to_download_inert_and_not_kept(
    attempt: Attempt, content: bytes, name: str, kind: str
) -> None:
    response = signed_in(attempt.user).get(address(handed_file(attempt, content, name=name)))
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert response.content


def test_a_photo_comes_back_smaller_and_without_its_place(attempt: Attempt) -> None:
    response = signed_in(attempt.user).get(address(handed_file(attempt, photo(2400, 1200, place=True))))
    content = response.content
    assert b"Fatima" not in content
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.width == 2000


def test_a_name_in_any_script_is_in_the_header_as_it_should(attempt: Attempt) -> None:
    response = signed_in(attempt.user).get(address(handed_file(attempt, name='a"; x=\r\nX-Evil: 1 ذاتية.pdf')))
    assert "X-Evil" not in response
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_a_trainer_who_looks_is_journalled_and_the_learner_is_not(attempt: Attempt) -> None:
    file = handed_file(attempt)
    signed_in(attempt.user).get(address(file))
    assert not Entry.objects.filter(verb="handed_file.viewed").exists()
    staff = trainer(attempt.user.memberships.get().structure)
    signed_in(staff).get(address(file))
    entry = Entry.objects.get(verb="handed_file.viewed")
    assert (entry.actor_id, entry.subject_id, entry.target) == (staff.pk, attempt.user_id, f"file:{file.uuid}")


def test_bytes_that_storage_lost_are_a_missing_page_not_an_error(attempt: Attempt) -> None:
    file = handed_file(attempt)
    file.file.storage.delete(str(file.file))
    assert signed_in(attempt.user).get(address(file)).status_code == 404


def test_no_public_address_leads_to_the_folder(attempt: Attempt) -> None:
    file = handed_file(attempt)
    for public in (f"/media/{file.file}", f"/media/../private/{file.file}", f"/static/{file.file}"):
        assert signed_in(attempt.user).get(public, follow=True).status_code == 404

"""Files as a learner hands them in, without JavaScript and with the pages' script."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.attempts.models import Attempt, Draft, Response
from assessments.handins.models import HandedFile
from assessments.quizzes import handing_in
from assessments.quizzes.models import Quiz
from lms.web.ratelimit import Limit
from tests.assessments.handins.test_services import on_disk
from tests.assessments.quizzes.conftest import Desk
from tests.assessments.quizzes.test_pages import text
from tests.factories.handins import HTML, PDF, office, photo, quiz_with_files
from tests.factories.outline import EnrolmentFactory, LessonActivityFactory, LessonFactory
from tests.factories.people import learner, trainer
from tests.factories.work import mark, waiting

pytestmark = pytest.mark.django_db
Desks = Callable[..., "Sending"]


class Sending(Desk):
    """A learner before a question answered with files."""

    def form(self, **changes: Any) -> dict[str, Any]:
        question = self.open().context["question"]
        return {
            "attempt": question.attempt,
            "question": question.number,
            "submission": question.submission,
        } | changes

    def give(self, content: bytes = PDF, name: str = "lettre.pdf", **changes: Any) -> HttpResponse:
        """« Envoyer ce fichier »."""
        sent = self.form(file=SimpleUploadedFile(name, content, content_type="image/png"), **changes)
        return self.post("quiz_files", sent)

    def take_back(self, file: HandedFile, **changes: Any) -> HttpResponse:
        return self.post("quiz_files", self.form(remove=file.uuid, **changes))

    def validate(self, **changes: Any) -> HttpResponse:
        self.last = self.form(**changes)
        return self.post("quiz_answer", self.last)

    def post(self, name: str, sent: dict[str, Any]) -> HttpResponse:
        headers = {"X-Requested-With": "fetch"} if self.script else {}
        return self.client.post(self.url(name), sent, headers=headers)


@pytest.fixture
def desks() -> Desks:
    def make(*, feedback: str = "immediate", **options: Any) -> Sending:
        made, lesson, user, client = quiz_with_files(**options), LessonFactory.create(), learner(), Client()
        Quiz.objects.filter(pk=made.pk).update(feedback=feedback)
        LessonActivityFactory.create(lesson=lesson, activity=made.activity)
        EnrolmentFactory.create(user=user, course=lesson.course)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        desk = Sending(client=client, user=user, quiz=made, lesson=lesson)
        desk.start()
        return desk

    return make


@pytest.fixture
def desk(desks: Desks) -> Sending:
    return desks()


def names(response: HttpResponse) -> list[str]:
    return [file.name for file in response.context["question"].files]


def test_the_page_says_which_files_and_how_many(desk: Sending) -> None:
    page = text(desk.open())
    assert 'enctype="multipart/form-data"' in page
    assert "2 fichiers au plus : photo ou image, PDF. 10 Mo au plus pour chacun." in page
    assert 'accept="image/jpeg,image/png,image/webp,.pdf"' in page
    assert "Le ton est poli" in page
    assert 'data-quiz=""' in page  # a file is no draft


def test_a_file_sent_stands_on_the_page_on_any_seat_before_it_is_validated(desk: Sending) -> None:
    desk.give()
    assert names(desk.open()) == ["lettre.pdf"]
    elsewhere = Client()
    elsewhere.force_login(desk.user, backend="django.contrib.auth.backends.ModelBackend")
    page = text(elsewhere.get(desk.url("quiz")))
    assert "lettre.pdf" in page
    assert "Enlever" in page
    assert not Response.objects.exists()


def test_a_file_is_taken_back_and_replaced(desk: Sending) -> None:
    desk.give()
    desk.give(photo(), "photo.png")
    assert "Vous avez donné tous les fichiers" in text(desk.open())
    desk.take_back(HandedFile.objects.get(name="lettre.pdf"))
    desk.give(PDF + b"\n", "mieux.pdf")
    assert names(desk.open()) == ["photo.jpg", "mieux.pdf"]


def test_the_files_of_the_page_are_the_answer_and_wait_for_a_trainer(desk: Sending) -> None:
    desk.give()
    desk.give(photo(), "photo.png")
    page = text(desk.client.get(desk.validate().headers["Location"]))
    assert "va regarder votre travail" in page
    files = list(HandedFile.objects.order_by("pk"))
    assert Response.objects.get().answer == [file.described() for file in files]
    assert Attempt.objects.get().state == "submitted"
    for file in files:
        assert reverse("handed_file", args=[file.uuid]) in page


def test_a_file_chosen_and_validated_at_once_needs_no_other_button(desk: Sending) -> None:
    desk.validate(file=SimpleUploadedFile("lettre.pdf", PDF))
    assert [file["name"] for file in Response.objects.get().answer] == ["lettre.pdf"]


def test_the_same_answer_sent_twice_with_its_file_is_recorded_once(desk: Sending) -> None:
    desk.validate(file=SimpleUploadedFile("lettre.pdf", PDF))
    again = desk.last | {"file": SimpleUploadedFile("lettre.pdf", PDF)}
    assert desk.post("quiz_answer", again).status_code == 302
    assert Response.objects.count() == HandedFile.objects.count() == 1


def test_without_a_file_nothing_is_recorded_and_the_page_says_what_to_do(desk: Sending) -> None:
    assert "Choisissez un fichier, puis appuyez sur « Envoyer ce fichier »" in text(desk.validate())
    assert "Choisissez d’abord un fichier" in text(desk.post("quiz_files", desk.form()))
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (HTML, "lettre.pdf", "n’arrivons pas à lire"),
        (office(), "lettre.docx", "photo ou image, PDF"),
        (b"", "x", "vide"),
    ],
    ids=["page", "document", "empty"],
)
def test_a_refused_file_says_why_and_the_others_stay(desk: Sending, content: bytes, name: str, words: str) -> None:
    desk.give()
    before = on_disk()
    for refused in (desk.give(content, name), desk.validate(file=SimpleUploadedFile(name, content))):
        assert refused.status_code == 200
        assert words in text(refused)
        assert names(refused) == ["lettre.pdf"]
    assert on_disk() == before
    assert not Response.objects.exists()


def test_no_more_files_come_in_than_the_question_takes(desk: Sending) -> None:
    for number in range(2):
        desk.give(PDF + bytes([number]))
    assert "Vous avez donné tous les fichiers" in text(desk.give(PDF + b"trois"))
    assert HandedFile.objects.count() == 2


def test_a_script_gets_the_part_that_the_page_includes(desk: Sending) -> None:
    desk.give()
    desk.script = True
    part = desk.give(photo(), "photo.png")
    assert b"<html" not in part.content
    assert names(part) == ["lettre.pdf", "photo.jpg"]
    assert "Choisissez d’abord un fichier" in text(desk.post("quiz_files", desk.form()))


def test_once_the_first_answer_stands_its_files_stay(desk: Sending, desks: Desks) -> None:
    two = desks(items=1)
    Quiz.objects.filter(pk=two.quiz.pk).update(feedback="immediate")
    desk.give()
    sent = desk.form(file=SimpleUploadedFile("autre.pdf", PDF + b"autre"))
    desk.validate()
    response = desk.post("quiz_files", sent)
    assert response.status_code == 302
    assert "terminé" in text(desk.client.get(response.headers["Location"]))
    assert HandedFile.objects.count() == 1


def test_an_answer_that_may_change_changes_its_files_and_keeps_the_first_ones_as_evidence(desks: Desks) -> None:
    desk = desks(feedback="deferred")
    desk.give()
    desk.validate()
    attempt = Attempt.objects.get()
    question = desk.client.get(desk.url("quiz_question", attempt.uuid, 1)).context["question"]
    again = {"attempt": attempt.uuid, "question": 1, "submission": question.submission}
    first = HandedFile.objects.get()
    desk.post("quiz_files", again | {"remove": first.uuid})
    desk.post("quiz_files", again | {"file": SimpleUploadedFile("mieux.pdf", PDF + b"mieux")})
    desk.post("quiz_answer", again)
    assert [[file["name"] for file in each.answer] for each in Response.objects.order_by("pk")] == [
        ["lettre.pdf"],
        ["mieux.pdf"],
    ]
    assert HandedFile.objects.filter(pk=first.pk, listed=False).exists()


def test_a_late_file_ends_the_attempt_and_is_said_too_late(desk: Sending) -> None:
    sent, before = desk.form(file=SimpleUploadedFile("lettre.pdf", PDF)), on_disk()
    Attempt.objects.update(time_limit=1, started_at=timezone.now() - datetime.timedelta(hours=1))
    page = text(desk.client.get(desk.post("quiz_files", sent).headers["Location"]))
    assert "trop tard" in page
    assert on_disk() == before
    assert Attempt.objects.get().state != "open"


def test_the_form_of_somebody_else_or_of_another_kind_of_question_is_not_there(desk: Sending, desks: Desks) -> None:
    other = desks(items=1)
    assert desk.post("quiz_files", other.form()).status_code == 404
    assert desk.client.post(other.url("quiz_files"), other.form()).status_code == 404
    assert other.give().status_code == 404  # its first question is a choice
    assert desk.give(question=9).status_code == 404
    assert not HandedFile.objects.exists()


def test_a_form_that_cannot_be_read_leads_back(desk: Sending) -> None:
    for wrong in ({"submission": "x"}, {"remove": "../../etc"}, {"attempt": str(uuid.uuid4())[:8]}):
        assert desk.post("quiz_files", desk.form() | wrong).status_code == 302


def test_nobody_keeps_the_server_judging_files(desk: Sending, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_in, "SENDINGS", Limit(name="files-tried", uses=1, seconds=600))
    desk.give()
    assert "Attendez dix minutes" in text(desk.give(PDF + b"2"))
    assert HandedFile.objects.count() == 1


def test_whoever_leaves_takes_no_file_along_and_no_draft_is_made_of_it(desk: Sending) -> None:
    page = text(desk.open())
    assert 'form="question"' not in page
    assert not Draft.objects.exists()


def test_the_result_shows_the_files_and_then_the_levels(desk: Sending) -> None:
    desk.give()
    desk.validate()
    attempt = Attempt.objects.get()
    (response,) = waiting(attempt)
    mark(response, "En partie", "Oui", by=trainer(), at=timezone.now())
    page = text(desk.client.get(desk.url("quiz_result", attempt.uuid)))
    assert "lettre.pdf" in page
    assert "En partie" in page
    assert "Relisez la fin." in page


def test_a_preview_judges_a_file_and_keeps_nothing(client: Any) -> None:
    made, before = quiz_with_files(), on_disk()
    client.force_login(trainer(made.activity.structure), backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("item_preview", args=[made.quiz_items.get().item.uuid])
    assert "Envoyer ce fichier" not in text(client.get(address))
    assert "lettre.pdf" in text(client.post(address, {"file": SimpleUploadedFile("lettre.pdf", PDF)}))
    assert "n’arrivons pas" in text(client.post(address, {"file": SimpleUploadedFile("lettre.pdf", HTML)}))
    assert "Choisissez un fichier" in text(client.post(address, {}))
    assert on_disk() == before

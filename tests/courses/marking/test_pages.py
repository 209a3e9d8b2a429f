"""« Travaux à regarder », page by page, without JavaScript."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessments.attempts.marks import Mark
from assessments.attempts.models import Attempt, Outcome, Response
from assessments.attempts.services import void_attempt
from courses.progress.models import LessonProgress
from lms.accounts.models import User
from lms.cohorts.models import CohortMembership
from lms.structures.models import Role
from lms.structures.services import give_membership
from tests.assessments.quizzes.test_pages import text
from tests.factories.people import CohortMembershipFactory, counsellor, learner, trainer
from tests.factories.work import handed_in, levels, quiz_with_writing, trained_by

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 6, 5, 9, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@dataclass
class Room:
    """A trainer at work, and one work that waits."""

    client: Client
    trainer: User
    attempt: Attempt

    @property
    def response(self) -> Response:
        return Response.objects.get(attempt=self.attempt, slot=len(self.attempt.plan) - 1)

    @property
    def address(self) -> str:
        return reverse("mark_work", args=[self.attempt.uuid, len(self.attempt.plan)])

    def queue(self) -> HttpResponse:
        return self.client.get(reverse("work_to_mark"))

    def form(self, *chosen: str, **changes: Any) -> dict[str, Any]:
        """What the page's form would send with these levels."""
        said = levels(self.response, *chosen)
        shown = self.client.get(self.address).context["form"]
        hidden = {name: shown[name].value() for name in ("after", "submission")}
        sent = {f"level_{number}": level for number, level in enumerate(said.values())}
        return hidden | sent | {"comment": "Relisez la fin."} | changes

    def says(self, *chosen: str, **changes: Any) -> HttpResponse:
        return self.client.post(self.address, self.form(*chosen, **changes))


def sit_down(client: Client, user: User) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


@pytest.fixture
def room(client: Client) -> Room:
    person = learner()
    karim = trained_by(person)
    attempt = handed_in(quiz_with_writing(items=0), by=person, at=NOW)
    sit_down(client, karim)
    return Room(client=client, trainer=karim, attempt=attempt)


def classmate(room: Room) -> User:
    """Somebody else of the same cohort."""
    cohort = CohortMembership.objects.get(learner=room.attempt.user).cohort
    person = learner(cohort.structure)
    CohortMembershipFactory.create(cohort=cohort, learner=person)
    return person


def test_the_work_handed_in_first_stands_first(room: Room) -> None:
    later = handed_in(quiz_with_writing(items=0), by=classmate(room), at=NOW + DAY)
    sooner = handed_in(quiz_with_writing(items=0), by=classmate(room), at=NOW - DAY)
    handed_in(quiz_with_writing(items=0), at=NOW)  # of somebody whom Karim does not train
    page = room.queue()
    listed = [work.attempt.uuid for work in page.context["queue"].page]
    assert listed == [sooner.uuid, room.attempt.uuid, later.uuid]
    assert "3 travaux attendent" in text(page)


def test_the_number_of_queries_does_not_grow_with_the_works(
    room: Room, django_assert_num_queries: Any, capture_sql: Callable[[], Any]
) -> None:
    room.queue()
    with capture_sql() as few:
        room.queue()
    for _ in range(5):
        handed_in(quiz_with_writing(items=0), by=classmate(room), at=NOW)
    with capture_sql() as many:
        room.queue()
    assert len(many.shapes) == len(few.shapes)


def test_a_page_has_thirty_works(room: Room) -> None:
    for _ in range(31):
        handed_in(quiz_with_writing(items=0), by=room.attempt.user, at=NOW)
    assert len(room.queue().context["queue"].page) == 30
    assert len(room.client.get(reverse("work_to_mark"), {"page": 2}).context["queue"].page) == 2


def test_a_work_stands_beside_what_was_asked_and_its_criteria(room: Room) -> None:
    page = text(room.client.get(room.address))
    for words in ("Écrivez un message à votre conseillère.", "Bonjour Madame", "Le message est clair", "En partie"):
        assert words in page
    assert page.count('type="radio"') == 5
    assert page.count("checked") == 0


def test_once_saved_the_next_work_comes_then_the_list(room: Room) -> None:
    other = handed_in(quiz_with_writing(items=0), by=classmate(room), at=NOW + DAY)
    following = room.says("En partie", "Oui")
    assert following.headers["Location"] == reverse("mark_work", args=[other.uuid, 1])
    assert Outcome.objects.get().score_scaled == 0.75
    assert Mark.objects.get().comment == "Relisez la fin."
    room.attempt = other
    assert room.says().headers["Location"] == reverse("work_to_mark")
    assert "Rien ne vous attend" in text(room.queue())


def test_what_is_missing_is_said_and_nothing_typed_is_lost(room: Room) -> None:
    refused = room.says(level_1="", comment="Un mot gentil." * 40)
    assert refused.status_code == 422
    page = text(refused)
    assert "Choisissez un niveau." in page
    assert "Un mot gentil." in page
    assert page.count("checked") == 1
    assert not Mark.objects.exists()


def test_whoever_saves_second_is_told_and_loses_nothing_typed(room: Room) -> None:
    mine = room.form("Non", "Oui", comment="Mon mot à moi.")
    colleague = trainer(CohortMembership.objects.get().cohort.structure, first_name="Nadia")
    theirs, browser = room.form(), Client()
    sit_down(browser, colleague)
    browser.post(room.address, theirs | {"submission": str(uuid.uuid4()), "comment": "Le mot de Nadia."})
    told = room.client.post(room.address, mine)
    assert told.status_code == 409
    page = text(told)
    for words in ("Le mot de Nadia.", "Mon mot à moi.", "Nadia", "Pourquoi changer"):
        assert words in page
    assert page.count("checked") == 2
    assert Mark.objects.count() == 1
    again = told.context["form"]
    sent = {name: again[name].value() for name in again.fields if again[name].value() is not None}
    assert room.client.post(room.address, sent | {"reason": "together"}).status_code == 302
    assert Mark.objects.order_by("-sequence")[0].comment == "Mon mot à moi."


def test_to_say_it_again_one_says_why(room: Room) -> None:
    room.says("Non", "Non")
    page = text(room.client.get(room.address))
    assert "Pourquoi changer ce qui a été dit" in page
    assert "Relisez la fin." in page
    assert page.count("checked") == 2  # as it was
    assert room.says("Oui", "Oui").status_code == 422
    assert room.says("Oui", "Oui", reason="mistake").status_code == 302
    assert Outcome.objects.get().success
    assert room.attempt.user.get_full_name() in text(room.queue()) or Mark.objects.count() == 2


def test_the_same_form_sent_twice_is_kept_once(room: Room) -> None:
    sent = room.form()
    assert [room.client.post(room.address, sent).status_code for _ in range(2)] == [302, 302]
    assert Mark.objects.count() == 1


def test_work_cancelled_meanwhile_is_there_no_more(room: Room) -> None:
    sent = room.form()
    void_attempt(attempt=room.attempt, by=room.trainer, reason="technical", now=NOW)
    assert room.client.post(room.address, sent).status_code == 404
    assert not Mark.objects.exists()


def test_only_trainers_of_the_cohort_come_in(room: Room) -> None:
    structure = CohortMembership.objects.get().cohort.structure
    for other in (trainer(), counsellor(structure), room.attempt.user):
        browser = Client()
        sit_down(browser, other)
        assert browser.get(room.address).status_code == 404
        assert browser.post(room.address, {}).status_code == 404


def test_nobody_marks_their_own_work(room: Room) -> None:
    give_membership(
        user=room.attempt.user,
        structure=CohortMembership.objects.get().cohort.structure,
        role=Role.TRAINER,
        by=room.trainer,
        now=NOW,
    )
    browser = Client()
    sit_down(browser, room.attempt.user)
    assert browser.get(room.address).status_code == 404


def test_the_progress_of_a_group_says_how_many_works_wait(room: Room) -> None:
    cohort = CohortMembership.objects.get().cohort
    page = text(room.client.get(reverse("cohort_progress", args=[cohort.uuid])))
    assert "1 travail à regarder" in page
    room.says()
    assert "travail à regarder" not in text(room.client.get(reverse("cohort_progress", args=[cohort.uuid])))
    assert not LessonProgress.objects.exists()  # in no lesson: nothing else follows

"""A trial without an account: begun, gone on with by its paper code, claimed once, forgotten after its time."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from courses.enrolments.models import Enrolment
from lms.accounts.models import User
from lms.journal.models import Entry
from lms.signin import trials
from lms.signin.models import OpenSession, Trial
from lms.tasks import forget_trials
from tests.doors import enter
from tests.factories.outline import CourseFactory, LessonFactory
from tests.factories.people import learner

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)


def open_course(**fields: Any) -> Any:
    return CourseFactory.create(open_to_try=True, **fields)


def begin(client: Client, course: Any = None) -> str:
    """Press « Essayer » and read the code on the page that follows."""
    response = client.post(f"/essayer/{(course or open_course()).uuid}/", follow=True)
    shown = re.search(r'class="digits">([0-9A-Z ]{12})<', response.content.decode())
    assert shown, response.content.decode()
    return shown[1]


def resume(client: Client, code: str) -> Any:
    return client.post("/entrer/essai/", {"code": code})


def claim(client: Client, code: str) -> Any:
    return client.post("/mes-reglages/reprendre-mon-essai/", {"code": code})


def _guest(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_only_modules_open_to_try_are_offered_and_begun(client: Client) -> None:
    open_course(title="Ouvert à tous")
    closed = CourseFactory.create(title="Avec une carte")
    page = client.get("/essayer/").content.decode()
    assert "Ouvert à tous" in page
    assert "Avec une carte" not in page
    assert client.post(f"/essayer/{closed.uuid}/").status_code == 404
    assert not Trial.objects.exists()


def test_the_sign_in_page_leads_to_trying_only_where_something_is_open(client: Client) -> None:
    assert "Essayer sans compte" not in client.get("/entrer/").content.decode()
    open_course()
    assert "Essayer sans compte" in client.get("/entrer/").content.decode()


def test_a_guest_has_no_name_no_role_no_password_and_follows_that_module_alone(client: Client) -> None:
    course = open_course()
    begin(client, course)
    guest = _guest(client)
    assert (guest.first_name, guest.last_name, guest.email) == ("Essai", "", "")
    assert not guest.has_usable_password()
    assert not guest.memberships.exists()
    assert list(Enrolment.objects.filter(user=guest).values_list("course", flat=True)) == [course.pk]
    lesson, other = LessonFactory.create(course=course), LessonFactory.create()
    assert client.post(f"/lecons/{lesson.uuid}/vue/").status_code == 204
    assert client.post(f"/lecons/{other.uuid}/vue/").status_code == 404


def test_the_code_is_kept_as_a_hash_and_in_the_session_alone(client: Client) -> None:
    code = begin(client).replace(" ", "")
    rows = str(list(Trial.objects.values())) + str(list(Entry.objects.values())) + str(list(User.objects.values()))
    assert code not in rows
    assert client.get("/mon-code-d-essai/").status_code == 200
    assert learner_client().get("/mon-code-d-essai/").status_code == 404


def learner_client(someone: User | None = None) -> Client:
    client = Client()
    enter(client, someone or learner())
    return client


def test_the_same_work_goes_on_at_another_computer_with_the_code_in_any_spelling(client: Client) -> None:
    code = begin(client)
    elsewhere = Client()
    assert resume(elsewhere, code.lower().replace(" ", "-")).status_code == 302
    assert _guest(elsewhere) == _guest(client)
    assert code in elsewhere.get("/mon-code-d-essai/").content.decode()


@pytest.mark.parametrize(
    ("typed", "words"), [("K7M", "10 signes"), ("", "10 signes"), ("0000000000", "Aucun essai n’a ce code")]
)
def test_a_code_that_opens_nothing_says_why(client: Client, typed: str, words: str) -> None:
    response = resume(client, typed)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_guessing_codes_earns_waits(client: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        for _try in range(5):
            assert "Aucun essai" in resume(client, "0000000000").content.decode()
        assert "Attendez 2 secondes" in resume(client, "0000000000").content.decode()


def test_a_learner_claims_the_work_once_and_the_guest_is_gone(client: Client) -> None:
    course = open_course()
    code = begin(client, course)
    author = learner()
    mine, theirs = learner_client(author), learner_client()
    assert claim(mine, code).status_code == 302
    assert "déjà dans un compte" in claim(theirs, code).content.decode()
    assert "déjà dans un compte" in claim(mine, code).content.decode()
    assert list(Enrolment.objects.values_list("user", "course")) == [(author.pk, course.pk)]
    assert not OpenSession.objects.filter(user__trial__isnull=False).exists(), "nor is it said to be open anywhere"
    assert client.get("/mon-code-d-essai/").status_code == 302, "the guest's session has ended"
    assert "déjà dans un compte" in resume(Client(), code).content.decode()
    assert Entry.objects.filter(verb="trial.claimed", actor=author, subject=author).count() == 1


def test_a_guest_cannot_claim_another_guests_work(client: Client) -> None:
    code = begin(client)
    other = Client()
    begin(other)
    assert claim(other, code).status_code == 404
    assert Trial.objects.filter(claimed_at=None).count() == 2


def test_after_its_time_a_trial_is_over_and_forgotten_with_its_work(client: Client, settings: Any) -> None:
    settings.TRIAL_DAYS = 3
    with time_machine.travel(timezone.now(), tick=False) as clock:
        code = begin(client)
        course = Enrolment.objects.get().course
        client.post(f"/lecons/{LessonFactory.create(course=course).uuid}/vue/")
        clock.shift(datetime.timedelta(days=2))
        assert forget_trials() == 0
        clock.shift(datetime.timedelta(days=1))
        assert "terminé" in resume(Client(), code).content.decode()
        mine = learner_client()
        assert "terminé" in claim(mine, code).content.decode()
        guest = Trial.objects.get().guest
        assert forget_trials() == 1
        assert not Trial.objects.exists()
        assert not User.objects.filter(pk=guest.pk).exists()
        assert not Enrolment.objects.exists()
        assert Entry.objects.filter(verb="trials.forgotten").count() == 1


def test_forgetting_leaves_learners_and_what_they_claimed(client: Client) -> None:
    code = begin(client)
    author = learner()
    claim(learner_client(author), code)
    trials.forget_expired(now=timezone.now() + datetime.timedelta(days=400))
    assert User.objects.filter(pk=author.pk).exists()
    assert Enrolment.objects.filter(user=author).exists()


def test_an_address_where_many_begin_slows_down_and_never_closes() -> None:
    course = open_course()
    with time_machine.travel(NOW, tick=False) as clock:
        answers = [Client().post(f"/essayer/{course.uuid}/").status_code for _person in range(33)]
        assert answers[:30] == [302] * 30
        assert 422 in answers
        clock.shift(5)
        assert Client().post(f"/essayer/{course.uuid}/").status_code == 302


def test_when_very_many_began_today_others_begin_tomorrow(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "MOST_A_DAY", 1)
    course = open_course()
    with time_machine.travel(NOW, tick=False) as clock:
        begin(Client(), course)
        response = client.post(f"/essayer/{course.uuid}/")
        assert response.status_code == 422
        assert "Revenez demain" in response.content.decode()
        clock.shift(datetime.timedelta(days=1))
        begin(client, course)


def test_the_next_person_at_the_computer_finds_nothing_of_the_trial(client: Client) -> None:
    code = begin(client)
    client.post("/fini/", {"noted": "1"})
    for address in ("/mon-code-d-essai/", "/accueil/"):
        assert client.get(address).status_code == 302
    begin(client)
    assert code not in client.get("/mon-code-d-essai/").content.decode()
    assert _guest(client) != Trial.objects.order_by("pk")[0].guest

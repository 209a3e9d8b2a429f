"""What learners say of an exercise stands on its page in the studio until a trainer has looked."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.h5p import services
from assessments.h5p.difficulties import report_problem
from assessments.h5p.models import H5PContent
from assessments.h5p.records import H5PProblem
from cms.authoring.services import create_structure
from lms.accounts.models import User
from lms.journal.models import Entry
from lms.structures.models import Role
from lms.structures.services import give_membership
from tests.factories.h5p import h5p_package
from tests.factories.people import UserFactory, learner, trainer

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    place = create_structure(name="Centre social", slug="centre", by=None, now=timezone.now()).structure
    karim = UserFactory.create()
    give_membership(user=karim, structure=place, role=Role.TRAINER, by=None, now=timezone.now())
    return karim


@pytest.fixture
def content(author: User) -> H5PContent:
    structure = author.memberships.get().structure
    received = services.receive_package(
        file=h5p_package(), name="carte.h5p", structure=structure, by=author, now=timezone.now()
    )
    return received.content


@pytest.fixture
def problem(content: H5PContent) -> H5PProblem:
    return report_problem(
        content=content, by=learner(first_name="Fatou", last_name="Diarra"), kind="hard-to-read",
        words="<b>Trop petit</b>", browser="Firefox/140", context=None, now=timezone.now(),
    )  # fmt: skip


def enter(client: Client, user: User) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def page(client: Client, content: H5PContent) -> str:
    return client.get(reverse("studio_exercise", args=[content.activity.uuid])).content.decode()


def test_a_trainer_reads_it_with_a_first_name_and_puts_it_away(
    author: User, content: H5PContent, problem: H5PProblem, client: Client
) -> None:
    enter(client, author)
    shown = page(client, content)
    for words in ("Fatou", "&lt;b&gt;Trop petit&lt;/b&gt;", "Firefox/140", "difficile à voir"):
        assert words in shown
    assert "Diarra" not in shown
    address = reverse("studio_exercise_problem", args=[content.activity.uuid, problem.uuid])
    for _ in range(2):
        assert client.post(address).status_code == 302
    assert "Fatou" not in page(client, content)
    assert Entry.objects.filter(verb="h5p.problem_settled").count() == 1


def test_the_button_of_the_page_itself_puts_it_away(author: User, content: H5PContent, problem: H5PProblem) -> None:
    browser = Client(enforce_csrf_checks=True)
    enter(browser, author)
    address = reverse("studio_exercise_problem", args=[content.activity.uuid, problem.uuid])
    form = page(browser, content).split(f'action="{address}"')[1].split("</form>")[0]
    token = form.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert browser.post(address, {"csrfmiddlewaretoken": token}).status_code == 302
    assert "Fatou" not in page(browser, content)


def test_nobody_else_puts_it_away(content: H5PContent, problem: H5PProblem, client: Client) -> None:
    address = reverse("studio_exercise_problem", args=[content.activity.uuid, problem.uuid])
    for other in (trainer(), learner()):
        enter(client, other)
        assert client.post(address).status_code == 404
    assert H5PProblem.objects.get().settled_at is None


def test_the_author_writes_another_way_to_do_it(author: User, content: H5PContent, client: Client) -> None:
    enter(client, author)
    sent = {"title": "Une carte", "completion_rule": "scored", "text_alternative": "Sur papier, avec quelqu’un."}
    address = reverse("studio_exercise", args=[content.activity.uuid])
    assert client.post(address, sent).status_code == 302
    content.refresh_from_db()
    assert (content.completion_rule, content.text_alternative) == ("scored", sent["text_alternative"])
    assert client.post(address, sent | {"text_alternative": "x" * 5001}).status_code == 422

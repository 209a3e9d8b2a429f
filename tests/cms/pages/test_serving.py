"""Who may open which page, what it shows, and what it costs."""

from io import BytesIO
from typing import Any

import lxml.html
import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Pillow

from cms.media.services import keep_image
from cms.pages.models import LessonPage
from cms.publishing.services import publish
from courses.enrolments.models import Enrolment
from courses.outline.models import Course, Lesson
from lms.structures.models import Role
from tests.factories.outline import quiz
from tests.factories.pages import course_page, lesson_page, member, studio, track_page
from tests.factories.people import learner

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Any:
    return course_page(track_page(studio()), "L’ordinateur")


@pytest.fixture
def lesson(course: Any) -> LessonPage:
    page = lesson_page(course, "La souris")
    lesson_page(course, "Le clavier")
    return page


@pytest.fixture
def person(lesson: LessonPage, client: Any) -> Any:
    """A learner who follows the course and is signed in."""
    someone = learner()
    course = Lesson.objects.get(uuid=lesson.uuid).course
    Enrolment.objects.create(user=someone, course=course, enrolled_at=timezone.now())
    client.force_login(someone)
    client.get(reverse("home"))  # the session knows who it is from here on
    return someone


def a_picture(made: Any) -> Any:
    out = BytesIO()
    Pillow.new("RGB", (900, 300), "teal").save(out, "PNG")
    return keep_image(
        title="Souris", content=out.getvalue(), name="souris.png", description="Une souris.", collection=made, by=None
    )


def test_a_lesson_says_where_it_stands_and_what_comes_next(lesson: LessonPage, person: Any, client: Any) -> None:
    html = client.get(lesson_url(lesson)).content.decode()
    assert "leçon 1 sur 2" in html.lower()
    assert "30 minutes" in html
    assert "Je sais cliquer." in html
    assert reverse("lesson_finished", args=[lesson.uuid]) in html
    assert reverse("lesson_seen", args=[lesson.uuid]) in html


def lesson_url(page: LessonPage) -> str:
    return Lesson.objects.get(uuid=page.uuid).url


def test_a_lesson_asks_who_has_not_signed_in_to_enter(lesson: LessonPage, client: Any) -> None:
    response = client.get(lesson_url(lesson))
    assert response.status_code == 302
    assert response.url.startswith(reverse("sign_in"))


def test_a_lesson_does_not_exist_for_who_does_not_follow_it(lesson: LessonPage, client: Any) -> None:
    client.force_login(learner())
    assert client.get(lesson_url(lesson)).status_code == 404


def test_a_trainer_of_the_structure_opens_its_lessons(lesson: LessonPage, client: Any) -> None:
    client.force_login(member(Course.objects.get().structure, Role.TRAINER))
    assert client.get(lesson_url(lesson)).status_code == 200


def test_a_draft_and_a_withdrawn_lesson_are_nowhere(course: Any, lesson: LessonPage, person: Any, client: Any) -> None:
    url = lesson_url(lesson)
    lesson_page(course, "Brouillon", live=False)
    assert client.get(url.replace("la-souris", "brouillon")).status_code == 404
    LessonPage.objects.get(pk=lesson.pk).unpublish()
    assert client.get(url).status_code == 404


def test_what_is_saved_as_a_draft_is_not_shown_yet(lesson: LessonPage, person: Any, client: Any) -> None:
    lesson.title = "Titre en cours"
    lesson.save_revision()
    assert "Titre en cours" not in client.get(lesson_url(lesson)).content.decode()
    publish(page=lesson, by=None, now=timezone.now())
    assert "Titre en cours" in client.get(lesson_url(lesson)).content.decode()


def test_a_lesson_costs_five_queries_whatever_it_holds(
    course: Any, lesson: LessonPage, person: Any, client: Any, assert_sql_budget: Any
) -> None:
    made = course.get_parent().get_parent().specific.studio
    image = a_picture(made.collection)
    activities = [quiz(structure=made.structure).activity for _number in range(3)]
    lesson.body = [
        ("text", {"text": "<p>Bonjour</p>", "voice": None}),
        *[("image", {"image": image, "description": "", "caption": "", "voice": None})] * 3,
        *[("activity", {"activity": each, "required": True, "voice": None}) for each in activities],
    ]
    publish(page=lesson, by=None, now=timezone.now())
    url = lesson_url(lesson)
    client.get(url)  # the process has read the body once
    response = assert_sql_budget(5, client.get, url)
    html = response.content.decode()
    assert html.count("<img") == 3
    assert all(reverse("quiz", args=[each.uuid, lesson.uuid]) in html for each in activities)
    assert 'alt="Une souris."' in html
    assert ".webp" in html


def test_reading_a_lesson_the_first_time_writes_nothing(lesson: LessonPage, person: Any, client: Any) -> None:
    image = a_picture(LessonPage.objects.get(pk=lesson.pk).get_ancestors().get(depth=3).specific.studio.collection)
    lesson.body = [("image", {"image": image, "description": "Ici, une souris.", "caption": "", "voice": None})]
    publish(page=lesson, by=None, now=timezone.now())
    assert 'alt="Ici, une souris."' in client.get(lesson_url(lesson)).content.decode()


@pytest.mark.parametrize(("path", "budget"), [("", 1), ("les-tilleuls/", 2)])
def test_public_pages_cost_next_to_nothing(
    lesson: LessonPage, client: Any, assert_sql_budget: Any, path: str, budget: int
) -> None:
    client.get(f"/{path}")
    response = assert_sql_budget(budget, client.get, f"/{path}")
    assert response.status_code == 200


def test_the_page_of_a_course_costs_the_same_with_more_lessons(
    course: Any, lesson: LessonPage, person: Any, client: Any, capture_sql: Any
) -> None:
    url = Course.objects.get().url

    def cost() -> int:
        client.get(url)
        with capture_sql() as sql:
            assert client.get(url).status_code == 200
        return len(sql)

    before = cost()
    for number in range(3):
        lesson_page(course, f"Encore {number}")
    assert cost() == before <= 8


def test_the_page_of_a_track_is_open_to_all(lesson: LessonPage, client: Any) -> None:
    html = client.get("/les-tilleuls/premiers-pas/").content.decode()
    assert "L’ordinateur" in html


def test_a_page_is_only_read(lesson: LessonPage, person: Any, client: Any) -> None:
    assert client.post(lesson_url(lesson)).status_code == 405


def test_who_is_signed_in_goes_from_the_front_door_to_their_own_home(person: Any, client: Any) -> None:
    assert client.get("/").url == reverse("home")


def test_an_address_without_page_is_not_found(lesson: LessonPage, client: Any) -> None:
    for path in ("/rien/", "/les-tilleuls/rien/", "/root/", "/accueil/les-tilleuls/"):
        assert client.get(path).status_code == 404, path


def test_what_authors_wrote_keeps_its_language_under_another_interface(
    lesson: LessonPage, person: Any, client: Any
) -> None:
    assert 'lang="fr" dir="ltr"' not in client.get(lesson_url(lesson)).content.decode().partition("<body")[2]
    for language in ("en", "ar"):
        session = client.session
        session["language"] = language
        session.save()
        page = lxml.html.fromstring(client.get(lesson_url(lesson)).content.decode())
        assert page.get("lang") == language
        (article,) = page.xpath("//article")
        assert (article.get("lang"), article.get("dir")) == ("fr", "ltr")
        assert not page.xpath("//section[@id='end'][ancestor::*[@lang='fr']]")


def test_a_callout_speaks_the_language_of_the_lesson_whoever_opens_it_first(course: Any, client: Any) -> None:
    body = [("callout", {"kind": "warning", "text": "<p>Le fil est fragile.</p>"})]
    lesson = lesson_page(course, "Le fil", body=body)
    client.force_login(member(Course.objects.get().structure, Role.TRAINER))
    for language in ("en", "fr"):
        session = client.session
        session["language"] = language
        session.save()
        assert "<strong>Attention.</strong>" in client.get(lesson_url(lesson)).content.decode()


def test_who_chose_it_has_the_lesson_piece_by_piece_and_the_others_nothing_of_it(
    lesson: LessonPage, person: Any, client: Any
) -> None:
    usual = client.get(lesson_url(lesson)).content.decode()
    assert "ecran-" not in usual
    assert "screen" not in usual.partition("<body")[2]
    assert "screens:not" not in usual
    person.display = {"view": "simple"}
    person.save()
    page = client.get(lesson_url(lesson)).content.decode()
    whole = lxml.html.fromstring(page)
    pieces = whole.xpath("//*[contains(@class, 'screen') and @id]")
    assert [each.get("id") for each in pieces] == ["ecran-1", "ecran-2"]
    assert [each.text_content() for each in whole.xpath("//main//h1[not(ancestor::template)]")] == [lesson.title]
    assert not pieces[0].xpath(".//h1"), "the title stays above every piece"
    assert pieces[1].xpath(".//form[@data-seen]")
    assert "screens:not" in page

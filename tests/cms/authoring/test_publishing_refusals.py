"""What cannot be taught is not published: the author reads why at the field, and keeps what was typed."""

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from assessments.skills.models import Framework, Skill
from cms.pages.models import CoursePage, LessonPage
from cms.pages.teachable import NotTeachable
from cms.publishing.services import publish
from cms.tasks import publish_scheduled
from courses.outline.models import Lesson
from lms.journal.models import Entry
from tests.cms.authoring.forms import lesson_data, text
from tests.cms.pages.test_serving import a_picture
from tests.factories.outline import ActivityFactory, quiz
from tests.factories.pages import course_page, lesson_page, member, studio, track_page
from tests.factories.people import StructureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Any:
    return studio()


@pytest.fixture
def course(made: Any) -> CoursePage:
    return course_page(track_page(made))


@pytest.fixture
def draft(course: CoursePage) -> LessonPage:
    return lesson_page(course, "La souris", live=False)


@pytest.fixture
def trainer(made: Any, client: Any) -> Any:
    someone = member(made.structure)
    client.force_login(someone)
    return someone


def send(client: Any, page: LessonPage, action: str, **data: Any) -> Any:
    data = lesson_data(page, **data)
    if action != "save":
        data[f"action-{action}"] = "1"
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def block_messages(response: Any) -> dict[int, list[str]]:
    """What is said of each block, by its place."""
    errors = response.context["form"].errors["body"].as_data()[0].block_errors
    return {
        place: [message for part in error.block_errors.values() for message in part.messages]
        for place, error in errors.items()
    }


def activity_block(activity: Any) -> tuple[str, Any]:
    return ("activity", {"activity": str(activity.pk), "required": "on", "voice": ""})


def test_a_whole_lesson_is_published_from_the_studio(draft: LessonPage, trainer: Any, client: Any, made: Any) -> None:
    response = send(client, draft, "publish", body=[text(), activity_block(quiz(structure=made.structure).activity)])
    assert response.status_code == 302
    lesson = Lesson.objects.get(uuid=draft.uuid)
    assert lesson.lesson_activities.current().count() == 1


@pytest.mark.parametrize("action", ["publish", "submit"])
def test_a_quiz_without_questions_is_refused_at_its_block(
    draft: LessonPage, trainer: Any, client: Any, made: Any, action: str
) -> None:
    response = send(
        client, draft, action, body=[text(), activity_block(quiz(structure=made.structure, items=0).activity)]
    )
    assert response.status_code == 200
    (messages,) = block_messages(response).values()
    assert list(block_messages(response)) == [1]
    assert "Ce quiz n’a pas de question" in messages[0]
    assert not Lesson.objects.filter(uuid=draft.uuid).exists()


def test_the_same_lesson_may_be_kept_as_a_draft(draft: LessonPage, trainer: Any, client: Any, made: Any) -> None:
    empty = quiz(structure=made.structure, items=0).activity
    assert send(client, draft, "save", body=[activity_block(empty)], objective="").status_code == 302
    assert LessonPage.objects.get(pk=draft.pk).get_latest_revision_as_object().body[0].value["activity"] == empty


def test_an_empty_lesson_and_a_missing_objective_are_refused(draft: LessonPage, trainer: Any, client: Any) -> None:
    errors = send(client, draft, "publish", body=[], objective="").context["form"].errors
    assert "La leçon est vide" in str(errors["body"])
    assert "objective" in errors


def test_an_activity_of_another_structure_is_refused(draft: LessonPage, trainer: Any, client: Any) -> None:
    elsewhere = quiz(structure=StructureFactory.create()).activity
    response = send(client, draft, "publish", body=[activity_block(elsewhere)])
    assert "appartient à une autre structure" in str(block_messages(response))
    assert "appartient" in response.content.decode()


def test_a_retired_activity_an_exercise_without_file_and_a_twin_are_refused(draft: LessonPage, made: Any) -> None:
    retired = quiz(structure=made.structure, retired_at=timezone.now()).activity
    empty = ActivityFactory.create(kind="h5p", structure=made.structure)
    good = quiz(structure=made.structure).activity
    blocks = [retired, empty, good, good]
    draft.body = [("activity", {"activity": each, "required": True, "voice": None}) for each in blocks]
    with pytest.raises(NotTeachable) as refused:
        publish(page=draft, by=None, now=timezone.now())
    assert [problem.block for problem in refused.value.problems] == [0, 1, 3]


def test_a_picture_without_description_is_refused(draft: LessonPage, made: Any) -> None:
    image = a_picture(made.collection)
    type(image).objects.filter(pk=image.pk).update(description="")
    image.refresh_from_db()
    draft.body = [("image", {"image": image, "description": "", "caption": "", "voice": None})]
    assert [problem.part for problem in draft.problems()] == ["description"]


def test_a_certificate_needs_its_hours(course: CoursePage) -> None:
    course.gives_certificate = True
    with pytest.raises(NotTeachable) as refused:
        publish(page=course, by=None, now=timezone.now())
    assert [problem.field for problem in refused.value.problems] == ["certificate_hours"]


def test_no_way_round_the_form_publishes_what_cannot_be_taught(draft: LessonPage) -> None:
    draft.body = []
    with pytest.raises(NotTeachable):
        draft.save_revision().publish()
    assert not LessonPage.objects.get(pk=draft.pk).live


def scheduled(page: LessonPage) -> Revision:
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    publish(page=page, by=None, now=timezone.now())
    return page.latest_revision


def due(revision: Revision) -> None:
    """The hour has come."""
    past = timezone.now() - datetime.timedelta(minutes=1)
    content = {**revision.content, "go_live_at": past.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=content)


def test_a_scheduled_lesson_opens_at_its_hour_and_not_before(draft: LessonPage) -> None:
    revision = scheduled(draft)
    publish_scheduled()
    assert not Lesson.objects.filter(uuid=draft.uuid).exists()
    due(revision)
    publish_scheduled()
    publish_scheduled()
    assert Lesson.objects.current().filter(uuid=draft.uuid).count() == 1


def test_a_lesson_whose_quiz_was_emptied_since_stays_a_draft_at_its_hour(draft: LessonPage, made: Any) -> None:
    asked = quiz(structure=made.structure)
    draft.body = [("activity", {"activity": asked.activity, "required": True, "voice": None})]
    draft.save()
    revision = scheduled(draft)
    asked.quiz_items.all().delete()
    due(revision)
    publish_scheduled()
    assert not LessonPage.objects.get(pk=draft.pk).live
    assert Entry.objects.filter(verb="page.publication_refused", target=f"page:{draft.pk}").count() == 1
    publish_scheduled()
    assert Entry.objects.filter(verb="page.publication_refused").count() == 1


def test_the_clock_takes_down_what_is_over(draft: LessonPage) -> None:
    draft.expire_at = timezone.now() + datetime.timedelta(hours=1)
    publish(page=draft, by=None, now=timezone.now())
    LessonPage.objects.filter(pk=draft.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))
    publish_scheduled()
    assert not Lesson.objects.current().filter(uuid=draft.uuid).exists()


def test_publishing_several_pages_together_sets_aside_what_cannot_be_taught(
    draft: LessonPage, course: CoursePage, trainer: Any, client: Any
) -> None:
    empty = lesson_page(course, "Vide", live=False)
    empty.body = []
    empty.save_revision()
    address = f"/admin/bulk/wagtailcore/page/publish/?id={draft.pk}&id={empty.pk}&next=/admin/"
    assert client.post(address, {"include_descendants": "on"}).status_code == 302
    assert Lesson.objects.current().filter(uuid=draft.uuid).exists()
    assert not LessonPage.objects.get(pk=empty.pk).live


def test_the_chooser_shows_ones_own_activities_and_leads_to_their_screen(
    draft: LessonPage, trainer: Any, client: Any, made: Any
) -> None:
    ours, theirs = quiz(structure=made.structure, title="Le nôtre"), quiz(title="CANARI")
    html = client.get("/admin/activities/chooser/").json()["html"]
    assert "Le nôtre" in html
    assert "CANARI" not in html
    chosen = client.get(f"/admin/activities/chooser/chosen/{ours.pk}/").json()["result"]
    assert chosen["edit_url"] == reverse("studio_quiz", args=[ours.activity.uuid])
    assert client.get(f"/admin/activities/chooser/chosen/{theirs.pk}/").status_code == 404


def test_skills_are_chosen_by_words_or_code(draft: LessonPage, trainer: Any, client: Any) -> None:
    framework = Framework.objects.create(slug="maison", title="Maison")
    Skill.objects.create(framework=framework, code="P0.2", label="Se servir de la souris")
    Skill.objects.create(framework=framework, code="P0.3", label="Se servir du clavier")
    for words in ("souris", "P0.2"):
        html = client.get("/admin/skills/chooser/results/", {"q": words}).content.decode()
        assert "souris" in html
        assert "clavier" not in html

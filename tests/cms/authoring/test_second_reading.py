"""Drafts, preview, revisions and the second reader, as authors meet them in the studio."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cms.authoring.services import let_trainers_publish
from cms.pages.models import LessonPage
from courses.outline.models import Lesson
from lms.structures.models import Role
from tests.cms.authoring.forms import lesson_data, text
from tests.factories.outline import quiz
from tests.factories.pages import course_page, lesson_page, member, studio, track_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Any:
    return studio(trainers_publish=False)


@pytest.fixture
def draft(made: Any) -> LessonPage:
    return lesson_page(course_page(track_page(made)), "La souris", live=False)


def signed_in(client: Any, made: Any, role: Role, **fields: Any) -> Any:
    someone = member(made.structure, role, **fields)
    client.force_login(someone)
    return someone


def edit(client: Any, page: LessonPage, action: str, **data: Any) -> Any:
    sent = {**lesson_data(page, body=[text()], **data), f"action-{action}": "1"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent)


def decide(client: Any, page: LessonPage, action: str, comment: str = "") -> Any:
    task = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk])
    return client.post(address, {"comment": comment})


def test_a_trainer_who_may_not_publish_submits(draft: LessonPage, made: Any, client: Any) -> None:
    trainer = signed_in(client, made, Role.TRAINER)
    edit(client, draft, "publish")
    assert not LessonPage.objects.get(pk=draft.pk).live
    edit(client, draft, "submit")
    state = LessonPage.objects.get(pk=draft.pk).current_workflow_state
    assert state.requested_by == trainer


def test_the_second_reader_sends_back_with_a_word_then_approves(draft: LessonPage, made: Any, client: Any) -> None:
    trainer = signed_in(client, made, Role.TRAINER, email="karim@example.org")
    edit(client, draft, "submit")
    signed_in(client, made, Role.AUTHOR_EDITOR)
    page = LessonPage.objects.get(pk=draft.pk)
    assert decide(client, page, "reject", "Une image aiderait.").status_code == 302
    assert not Lesson.objects.filter(uuid=draft.uuid).exists()
    assert page.current_workflow_task_state is None or "Une image aiderait." in str(
        page.workflow_states.first().task_states.first().comment
    )
    assert any("karim@example.org" in message.to for message in mail.outbox)
    client.force_login(trainer)
    edit(client, draft, "restart-workflow", title="La souris, avec une image")
    client.force_login(member(made.structure, Role.AUTHOR_EDITOR))
    assert decide(client, LessonPage.objects.get(pk=draft.pk), "approve").status_code == 302
    assert Lesson.objects.get(uuid=draft.uuid).title == "La souris, avec une image"


def test_nobody_approves_what_they_submitted(draft: LessonPage, made: Any, client: Any) -> None:
    signed_in(client, made, Role.AUTHOR_EDITOR)
    edit(client, draft, "submit")
    page = LessonPage.objects.get(pk=draft.pk)
    decide(client, page, "approve")
    assert not LessonPage.objects.get(pk=draft.pk).live


def test_a_trainer_does_not_approve(draft: LessonPage, made: Any, client: Any) -> None:
    signed_in(client, made, Role.TRAINER)
    edit(client, draft, "submit")
    signed_in(client, made, Role.TRAINER)
    decide(client, LessonPage.objects.get(pk=draft.pk), "approve")
    assert not LessonPage.objects.get(pk=draft.pk).live


def test_the_reader_of_another_structure_has_no_say(draft: LessonPage, made: Any, client: Any) -> None:
    signed_in(client, made, Role.TRAINER)
    edit(client, draft, "submit")
    signed_in(client, studio("les-ormes"), Role.AUTHOR_EDITOR)
    decide(client, LessonPage.objects.get(pk=draft.pk), "approve")
    assert not LessonPage.objects.get(pk=draft.pk).live


def test_what_became_unteachable_can_only_be_sent_back(draft: LessonPage, made: Any, client: Any) -> None:
    asked = quiz(structure=made.structure)
    signed_in(client, made, Role.TRAINER)
    block = ("activity", {"activity": str(asked.pk), "required": "on", "voice": ""})
    sent = {**lesson_data(draft, body=[block]), "action-submit": "1"}
    client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), sent)
    asked.quiz_items.all().delete()
    signed_in(client, made, Role.AUTHOR_EDITOR)
    page = LessonPage.objects.get(pk=draft.pk)
    decide(client, page, "approve")
    assert not LessonPage.objects.get(pk=draft.pk).live
    decide(client, page, "reject")
    assert LessonPage.objects.get(pk=draft.pk).current_workflow_state.status == "needs_changes"


def test_a_structure_may_let_its_trainers_publish_and_take_it_back(draft: LessonPage, made: Any, client: Any) -> None:
    trainer = signed_in(client, made, Role.TRAINER)
    let_trainers_publish(structure=made.structure, allowed=True, by=trainer, now=timezone.now())
    edit(client, draft, "publish")
    assert Lesson.objects.filter(uuid=draft.uuid).exists()
    let_trainers_publish(structure=made.structure, allowed=False, by=trainer, now=timezone.now())
    edit(client, draft, "publish", title="Autre")
    assert Lesson.objects.get(uuid=draft.uuid).title == "La souris"


def test_an_author_sees_the_lesson_as_a_learner_before_publishing(draft: LessonPage, made: Any, client: Any) -> None:
    signed_in(client, made, Role.TRAINER)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[draft.pk])
    asked = quiz(structure=made.structure)
    block = ("activity", {"activity": str(asked.pk), "required": "on", "voice": ""})
    sent = lesson_data(draft, body=[text("<p>Mots jamais publiés</p>"), block])
    assert client.post(address, sent).json()["is_valid"]
    response = client.get(address)
    html = response.content.decode()
    assert "Mots jamais publiés" in html
    assert asked.activity.title in html
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers.get("X-Frame-Options", "SAMEORIGIN") == "SAMEORIGIN"
    assert not Lesson.objects.filter(uuid=draft.uuid).exists()


def test_every_version_is_kept_and_an_older_one_returns(draft: LessonPage, made: Any, client: Any) -> None:
    signed_in(client, made, Role.AUTHOR_EDITOR)
    edit(client, draft, "publish", title="Un")
    first = LessonPage.objects.get(pk=draft.pk).latest_revision
    edit(client, draft, "publish", title="Deux")
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[draft.pk, first.pk, "latest"])
    assert "Deux" in client.get(compare).content.decode()
    revert = reverse("wagtailadmin_pages:revisions_revert", args=[draft.pk, first.pk])
    assert client.get(revert).status_code == 200
    edit(client, draft, "publish", title="Un", revision=str(first.pk))
    assert Lesson.objects.get(uuid=draft.uuid).title == "Un"
    assert draft.revisions.count() >= 3

"""A recording is heard while it says the text beside it; then the author is told, and learners hear another voice."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.blocks.body import LessonBody
from cms.media.models import Recording
from cms.media.services import keep_recording
from cms.pages.models import LessonPage
from cms.publishing.services import publish
from tests.cms.authoring.forms import lesson_data, text
from tests.factories.pages import course_page, lesson_page, member, studio, track_page

pytestmark = pytest.mark.django_db
WARNING = "Le texte a changé depuis l’enregistrement"
SAID = "<p>La souris déplace une flèche.</p>"


@pytest.fixture
def made() -> Any:
    return studio()


@pytest.fixture
def voice(made: Any) -> Recording:
    return recorded(made)


def recorded(made: Any) -> Recording:
    return keep_recording(
        title="La souris",
        content=b"ID3" + bytes(200),
        transcript="La souris.",
        collection=made.collection,
        by=None,
        now=timezone.now(),
    )


@pytest.fixture
def lesson(made: Any, voice: Recording) -> LessonPage:
    """Published, its title and its one block read aloud."""
    return lesson_page(
        course_page(track_page(made)), title_voice=voice, body=[("text", {"text": SAID, "voice": voice})]
    )


@pytest.fixture
def author(made: Any, client: Any) -> Any:
    someone = member(made.structure)
    client.force_login(someone)
    return someone


def fresh(lesson: LessonPage) -> LessonPage:
    return LessonPage.objects.get(pk=lesson.pk)


def sent(client: Any, lesson: LessonPage, words: str, *, action: str = "publish", **block: Any) -> str:
    """Save the page from the studio with these words in its block; what the author then reads."""
    value = fresh(lesson).body[0].value
    name, parts = text(words)
    kept = {"voice": str(value["voice"].pk), "voice_stamp": value["voice_stamp"]}
    data = lesson_data(fresh(lesson), body=[(name, {**parts, **kept, **block})], title_voice=str(lesson.title_voice_id))
    data |= {f"action-{action}": "1"} if action != "save" else {}
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), data, follow=True)
    assert answer.status_code == 200
    assert not answer.context.get("form") or not answer.context["form"].errors
    return answer.content.decode()


def is_heard(lesson: LessonPage) -> bool:
    return "data-audio" in fresh(lesson).body[0].render()


def test_a_recording_chosen_for_a_text_is_heard(lesson: LessonPage) -> None:
    assert is_heard(lesson)
    assert fresh(lesson).title_reading
    assert fresh(lesson).outdated_readings() == []


def test_a_block_kept_before_stamps_is_heard(lesson: LessonPage, voice: Recording) -> None:
    block = LessonBody().child_blocks["text"]
    (value,) = block.bulk_to_python([{"text": SAID, "voice": voice.pk}])
    assert value.reading == voice
    assert block.to_python({"text": SAID, "voice": voice.pk}).reading == voice


def test_other_words_silence_the_recording_and_the_author_reads_it(
    lesson: LessonPage, author: Any, client: Any
) -> None:
    told = sent(client, lesson, "La souris est un animal.")
    assert WARNING in told
    assert "1. Texte" in told
    assert not is_heard(lesson)


def test_the_text_is_published_all_the_same(lesson: LessonPage, author: Any, client: Any) -> None:
    sent(client, lesson, "La souris est un animal.")
    assert "animal" in str(fresh(lesson).body[0].value["text"])


def test_a_second_save_does_not_make_it_right(lesson: LessonPage, author: Any, client: Any) -> None:
    for _time in range(2):
        told = sent(client, lesson, "La souris est un animal.")
    assert WARNING in told
    assert not is_heard(lesson)


def test_the_first_words_again_are_heard_again(lesson: LessonPage, author: Any, client: Any) -> None:
    sent(client, lesson, "La souris est un animal.")
    assert WARNING not in sent(client, lesson, "La souris déplace une flèche !")
    assert is_heard(lesson)


def test_the_author_confirms_a_recording(lesson: LessonPage, author: Any, client: Any) -> None:
    sent(client, lesson, "La souris est un animal.")
    told = sent(client, lesson, "La souris est un animal.", voice_still_right="on")
    assert WARNING not in told
    assert is_heard(lesson)
    sent(client, lesson, "Le clavier.")
    assert not is_heard(lesson)


def test_another_recording_says_the_new_words(lesson: LessonPage, author: Any, client: Any, made: Any) -> None:
    sent(client, lesson, "La souris est un animal.")
    sent(client, lesson, "La souris est un animal.", voice=str(recorded(made).pk))
    assert is_heard(lesson)


def test_the_block_shows_the_question_only_once_the_text_has_changed(
    lesson: LessonPage, author: Any, client: Any
) -> None:
    block = LessonBody().child_blocks["text"]
    assert block.get_form_state(fresh(lesson).body[0].value)["voice_changed"] is False
    sent(client, lesson, "La souris est un animal.")
    state = block.get_form_state(fresh(lesson).body[0].value)
    assert (state["voice_changed"], state["voice_still_right"]) == (True, False)


def test_a_draft_does_not_silence_what_is_published(lesson: LessonPage, author: Any, client: Any) -> None:
    assert WARNING in sent(client, lesson, "La souris est un animal.", action="save")
    assert is_heard(lesson)


def test_a_title_that_changed_is_no_longer_read_by_its_recording(lesson: LessonPage) -> None:
    page = fresh(lesson)
    page.title = "Le clavier"
    publish(page=page, by=None, now=timezone.now())
    assert fresh(lesson).title_reading == ""
    assert fresh(lesson).outdated_readings() == ["titre"]


def test_the_author_confirms_the_recorded_title(lesson: LessonPage, author: Any, client: Any) -> None:
    page = fresh(lesson)
    page.title = "La souris sans fil"
    publish(page=page, by=None, now=timezone.now())
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert "title_still_right" in client.get(edit).context["form"].fields
    data = lesson_data(fresh(lesson), body=[text()], title_voice=str(lesson.title_voice_id), title_still_right="on")
    client.post(edit, data | {"action-publish": "1"})
    assert fresh(lesson).title_reading
    assert "title_still_right" not in client.get(edit).context["form"].fields


def test_a_title_recorded_before_stamps_is_silenced_by_its_first_change(
    lesson: LessonPage, author: Any, client: Any
) -> None:
    LessonPage.objects.filter(pk=lesson.pk).update(title_stamp="")
    lesson.revisions.all().delete()
    data = lesson_data(fresh(lesson), body=[text()], title_voice=str(lesson.title_voice_id))
    assert fresh(lesson).title_reading
    client.post(
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]), data | {"title": "Le clavier", "action-publish": "1"}
    )
    assert fresh(lesson).title_reading == ""

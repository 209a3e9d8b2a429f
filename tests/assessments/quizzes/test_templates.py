"""The pages' own promises: sound where it was recorded, the keyboard, little weight."""

import gzip
import io
from typing import Any

import lxml.html
import pytest
from PIL import Image

from assessments.bank.models import ItemMedia, ItemVersion
from assessments.bank.services import attach_media
from tests.assessments.quizzes.test_pages import Desks
from tests.assessments.quizzes.test_services import NOW

pytestmark = pytest.mark.django_db


def page(response: Any) -> Any:
    return lxml.html.fromstring(response.content.decode())


def record(version: ItemVersion, part: str) -> str:
    media = attach_media(
        version=version,
        kind=ItemMedia.Kind.AUDIO,
        file=io.BytesIO(b"ID3" + bytes(100)),
        description=part,
        by=None,
        now=NOW,
        part=part,
    )
    return str(media.file.url)


def test_a_recorded_question_is_heard_with_its_choices_and_its_feedback_only_after(before_quiz: Desks) -> None:
    desk = before_quiz(items=1)
    version = ItemVersion.objects.get()
    before = [record(version, part) for part in ("prompt", "choice:a", "choice:b")]
    after = record(version, "feedback:b")
    desk.start()
    question = desk.open()
    assert page(question).xpath("//main//@data-audio") == before
    assert page(question).xpath("//main//noscript/audio/@src") == before
    assert after not in question.content.decode()
    answered = desk.client.get(desk.answer("b").headers["Location"])
    assert page(answered).xpath("//main//@data-audio") == [after]


def test_a_picture_has_its_words(before_quiz: Desks) -> None:

    drawn = io.BytesIO()
    Image.new("RGB", (30, 20)).save(drawn, "PNG")
    drawn.seek(0)
    desk = before_quiz(items=1)
    attach_media(
        version=ItemVersion.objects.get(),
        kind=ItemMedia.Kind.IMAGE,
        file=drawn,
        description="Une souris",
        by=None,
        now=NOW,
    )
    desk.start()
    assert page(desk.open()).xpath("//main//img/@alt") == ["Une souris"]


def test_every_choice_is_a_real_field_in_a_group_named_by_the_question(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    form = page(desk.open()).xpath("//form[@data-quiz]")[0]
    assert form.xpath(".//fieldset/legend")[0].text_content() == "Que faites-vous\u202f?"
    assert len(form.xpath(".//fieldset//label[.//input[@type='radio'][@name='answer']]")) == 2
    assert form.xpath(".//button[@type='submit']")
    assert not page(desk.open()).xpath("//@style | //@onclick | //main//script")


def test_a_question_page_is_light_on_a_slow_line(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    assert len(gzip.compress(desk.open().content)) < 10_000
    desk.script = True
    assert len(gzip.compress(desk.answer("b").content)) < 2_000

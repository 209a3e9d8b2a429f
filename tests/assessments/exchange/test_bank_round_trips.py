"""Questions of the bank leave and come back the same, in each format, for all that it can say."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given as made_by
from hypothesis import settings
from hypothesis import strategies as st

from assessments.bank.content import ItemContent
from assessments.bank.models import Interaction, Item
from assessments.bank.queries import content_of, newest_versions, with_key
from assessments.exchange.embedded import without_files
from assessments.exchange.files import decode
from assessments.exchange.formats import MEDIA, Format, recognise
from assessments.exchange.from_bank import given
from assessments.exchange.into_bank import taken
from assessments.exchange.queries import written_as
from assessments.exchange.services import import_questions
from tests.assessments.exchange.made_items import contents
from tests.factories.people import StructureFactory, UserFactory


@pytest.mark.parametrize("format", [Format.GIFT, Format.MOODLE_XML])
@settings(max_examples=200)
@made_by(st.lists(contents(), min_size=1, max_size=4))
def test_questions_of_the_bank_come_back_the_same(format: Format, made: list[ItemContent]):
    questions = [given(content, name=f"Question {number}") for number, content in enumerate(made)]
    file = MEDIA[format].write(questions)
    again = MEDIA[format].read(file.text)
    kept = {question.name: taken(question) for question in again.questions}
    assert again.problems == ()
    refused = {problem.name for problem in file.problems if problem.code in {"format_text", "format_lacks"}}
    assert len(kept) + len(refused) == len(made)
    for question, content in zip(questions, made, strict=True):
        if question.name not in refused:
            assert kept[question.name].notes == ()
            assert kept[question.name].content == _as_said(content, format)


def _as_said(content: ItemContent, format: Format) -> ItemContent:
    """Without what GIFT cannot say, and tells."""
    if format is Format.MOODLE_XML:
        return content
    body = {name: value for name, value in content.body.items() if name not in {"shuffle", "counts", "unit"}}
    key = content.key | ({"units": []} if "units" in content.key else {})
    if content.interaction in {Interaction.MATCHING, Interaction.SEQUENCING}:
        key |= {"feedback": {}}
    return replace(content, body=body, key=key)


@pytest.mark.django_db
@pytest.mark.parametrize("format", [Format.GIFT, Format.MOODLE_XML])
def test_real_files_come_in_go_out_and_come_in_elsewhere_the_same(format: Format, question_files_dir: Path):
    """Import, export, import: the same questions with the same keys."""
    karim, now = UserFactory.create(), timezone.now()
    first, second = StructureFactory.create(), StructureFactory.create()
    for path in sorted([*question_files_dir.glob("*.txt"), *question_files_dir.glob("*.xml")]):
        text = without_files(decode(path.read_bytes()))
        import_questions(structure=first, text=text, format=recognise(text), by=karim, now=now, keep_categories=True)
    came = Item.objects.filter(structure=first)
    assert came.count() > 20
    file = written_as(format, came)
    assert {problem.code for problem in file.problems} <= {
        "unshuffled", "case_lost", "unit_lost", "format_lacks", "criteria_lost",
    }  # fmt: skip
    if format is Format.GIFT:  # which has no text with gaps, and tells
        came = came.exclude(interaction="cloze")
    import_questions(structure=second, text=file.text, format=format, by=karim, now=now, keep_categories=True)
    assert _held(Item.objects.filter(structure=second), format) == _held(came, format)


def _held(items: object, format: Format) -> list[tuple[str, str, str, dict, dict]]:
    rows = []
    for version in newest_versions(items).values():  # type: ignore[arg-type]
        content = _as_said(content_of(with_key(version.pk)), format)
        rows.append((version.item.title, content.interaction.value, content.prompt, content.body, content.key))
    return sorted(rows, key=str)

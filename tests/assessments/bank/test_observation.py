"""Something to do in the room as its author asks for it, and as learners see it."""

from typing import Any

import pytest
from django.utils.translation import override

from assessments.bank.content import MAX_TEXT, ContentRefused, ItemContent, observation_content
from assessments.bank.differences import differences
from assessments.bank.forms import ObservationForm
from assessments.bank.queries import content_of, newest_versions, shown, with_key
from assessments.bank.reviews import review
from assessments.bank.reviews.parts import Marks
from assessments.grading.rubric import Rubric
from tests.factories.people import StructureFactory
from tests.factories.work import PRINTED, task

TYPED = {
    "title": "Imprimer",
    "prompt": "Imprimez une page.",
    "instructions": "Regardez quelle imprimante est choisie.",
    "show_criteria": "on",
    "rows": "2",
    "criteria_0_text": "La page est imprimée",
    "criteria_0_levels": "",
    "criteria_1_text": "Sans aide",
    "criteria_1_levels": "Seul = 2\nPas encore = 0",
}


@pytest.mark.django_db
def test_the_form_reads_what_trainers_read_and_look_at_and_shows_it_again_as_it_was() -> None:
    with override("fr"):
        form = ObservationForm(TYPED)
        assert form.is_valid(), form.errors
    typed = ObservationForm.typed_from(form.content)
    assert typed["instructions"] == TYPED["instructions"]
    assert typed["show_criteria"]
    assert typed["criteria_1_levels"] == TYPED["criteria_1_levels"]
    again = ObservationForm(typed | {"title": "Imprimer", "prompt": "Imprimez une page."})
    assert again.is_valid(), again.errors
    assert again.content == form.content


@pytest.mark.django_db
def test_what_is_wrong_stands_at_its_field() -> None:
    for wrong, field in (({"instructions": "a" * (MAX_TEXT + 1)}, "instructions"), ({"prompt": " "}, "prompt")):
        form = ObservationForm(TYPED | wrong)
        assert not form.is_valid()
        assert set(form.errors) == {field}
    with pytest.raises(ContentRefused) as refused:
        observation_content(prompt="Imprimez.", criteria=[], instructions="a" * (MAX_TEXT + 1))
    assert {problem.field for problem in refused.value.problems} == {"instructions", "criteria"}


def test_what_is_for_trainers_is_in_the_key_alone() -> None:
    hidden = _content(instructions=" Regardez. ")
    assert hidden.body == {}
    assert hidden.key["instructions"] == "Regardez."
    assert "instructions" not in _content(instructions=" ").key
    told = _content(instructions="Regardez.", show_criteria=True)
    assert [each["text"] for each in told.body["criteria"]] == ["La page est imprimée"]
    assert set(told.body["criteria"][0]) == {"id", "text"}


def test_authors_read_what_changed_in_what_trainers_read() -> None:
    before, after = _content(instructions="Regardez."), _content(instructions="Regardez bien.")
    with override("fr"):
        lines = differences({"key": before.key}, {"key": after.key})
    assert [line.label for line in lines if line.change == "changed"] == ["Pour qui regarde"]


def _content(**more: Any) -> ItemContent:
    return observation_content(prompt="Imprimez.", criteria=[PRINTED], **more)


@pytest.mark.django_db
@pytest.mark.parametrize("told", [False, True])
def test_criteria_are_shown_before_the_answer_where_the_author_says_so_only(told: bool) -> None:
    item = task(StructureFactory.create(), show_criteria=told)
    details = shown(newest_versions([item])[item.pk]).details
    texts = [each.text for each in details.criteria]  # type: ignore[attr-defined]
    assert texts == (["La page est imprimée", "Sans aide"] if told else [])


@pytest.mark.django_db
def test_a_review_waits_then_says_the_levels_and_the_comment() -> None:
    item = task(StructureFactory.create())
    version = with_key(newest_versions([item])[item.pk].pk)
    before = review(version, {"done": True})
    assert (before.waits, before.success, before.details.done) == (True, False, True)  # type: ignore[attr-defined]
    assert before.details.criteria == ()  # type: ignore[attr-defined]
    rubric = Rubric.read(content_of(version).key)
    levels = {criterion.id: criterion.levels[0].id for criterion in rubric.criteria}
    after = review(version, {"done": True}, marks=Marks(levels=levels, comment="Bravo."))
    assert (after.waits, after.success, after.comment) == (False, True, "Bravo.")
    assert [each.best for each in after.details.criteria] == [True, True]  # type: ignore[attr-defined]
    unanswered = review(version, None, answered=False)
    assert (unanswered.waits, unanswered.details.done) == (False, False)  # type: ignore[attr-defined]

"""A long answer as its author asks for it, and as learners see it."""

import pytest
from django.utils.translation import override

from assessments.bank.content import ContentRefused, WrittenCriterion, long_fill_in_content
from assessments.bank.forms import LongFillInForm
from assessments.bank.queries import content_of, newest_versions, shown, with_key
from assessments.bank.reviews import review
from assessments.bank.reviews.parts import Marks
from assessments.grading import UnreadableResponse
from assessments.grading.rubric import Rubric
from tests.factories.people import StructureFactory
from tests.factories.work import CLEAR, POLITE, writing

TYPED = {
    "title": "Un message",
    "prompt": "Écrivez un message.",
    "least_words": "10",
    "most_words": "50",
    "show_criteria": "on",
    "rows": "3",
    "criteria_0_text": "Le message est clair",
    "criteria_0_levels": "Oui = 2\r\nEn partie = 1\r\nNon = 0",
    "criteria_2_text": "Le ton est poli",
    "criteria_2_levels": "",
}


@pytest.mark.django_db
def test_the_form_reads_its_criteria_and_shows_them_again_as_they_were() -> None:
    with override("fr"):
        form = LongFillInForm(TYPED)
        assert form.is_valid(), form.errors
    typed = LongFillInForm.typed_from(form.content)
    assert typed["rows"] == 2
    assert typed["criteria_0_levels"] == "Oui = 2\nEn partie = 1\nNon = 0"
    assert typed["criteria_1_levels"] == "Oui = 1\nNon = 0"
    assert (typed["least_words"], typed["most_words"], typed["show_criteria"]) == (10, 50, True)
    again = LongFillInForm(typed | {"title": "Un message", "prompt": "Écrivez un message."})
    assert again.is_valid(), again.errors
    assert again.content == form.content


@pytest.mark.django_db
def test_what_is_wrong_stands_at_the_row_that_was_typed_even_after_empty_rows() -> None:
    form = LongFillInForm(TYPED | {"criteria_2_levels": "Oui", "least_words": "60"})
    assert not form.is_valid()
    assert set(form.errors) == {"criteria_2_levels", "most_words"}
    empty = LongFillInForm({"title": "x", "prompt": "x", "rows": "3"})
    assert not empty.is_valid()
    assert set(empty.errors) == {"criteria_0_text"}


@pytest.mark.parametrize(
    ("words", "field"), [({"least_words": 2001}, "least_words"), ({"most_words": 2001}, "most_words")]
)
def test_numbers_of_words_have_their_bounds(words: dict[str, int], field: str) -> None:
    with pytest.raises(ContentRefused) as refused:
        long_fill_in_content(prompt="Écrivez.", criteria=[CLEAR], **words)
    assert [problem.field for problem in refused.value.problems] == [field]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"least_words": 10, "most_words": 50}, "Écrivez environ 10 à 50 mots."),
        ({"least_words": 10}, "Écrivez environ 10 mots ou plus."),
        ({"most_words": 50}, "Écrivez environ 50 mots au plus."),
        ({}, ""),
    ],
)
@pytest.mark.django_db
def test_the_length_is_advice(words: dict[str, int], said: str) -> None:
    item = writing(StructureFactory.create())
    version = newest_versions([item])[item.pk]
    version.body = long_fill_in_content(prompt="Écrivez.", criteria=[CLEAR], **words).body
    with override("fr"):
        assert shown(version).details.help == said  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_criteria_are_shown_before_the_answer_where_the_author_says_so_only() -> None:
    for told in (False, True):
        item = writing(StructureFactory.create(), show_criteria=told)
        details = shown(newest_versions([item])[item.pk]).details
        texts = [each.text for each in details.criteria]  # type: ignore[attr-defined]
        assert texts == (["Le message est clair", "Le ton est poli"] if told else [])


@pytest.mark.django_db
def test_a_review_waits_then_says_the_levels_and_the_comment() -> None:
    item = writing(StructureFactory.create())
    version = with_key(newest_versions([item])[item.pk].pk)
    before = review(version, "Bonjour.")
    assert (before.waits, before.success, before.comment) == (True, False, "")
    assert before.details.criteria == ()  # type: ignore[attr-defined]
    rubric = Rubric.read(content_of(version).key)
    levels = {criterion.id: criterion.levels[0].id for criterion in rubric.criteria}
    after = review(version, "Bonjour.", marks=Marks(levels=levels, comment="Très clair."))
    assert (after.waits, after.success, after.comment) == (False, True, "Très clair.")
    assert [(each.text, each.level, each.best) for each in after.details.criteria] == [  # type: ignore[attr-defined]
        ("Le message est clair", "Oui", True),
        ("Le ton est poli", "Oui", True),
    ]
    assert not review(version, None, answered=False).waits


@pytest.mark.parametrize("answer", [None, 3, ["a"], "a" * 10_001, "a\x00", "\ud800"])
@pytest.mark.django_db
def test_what_no_form_can_send_is_refused(answer: object) -> None:
    item = writing(StructureFactory.create())
    with pytest.raises(UnreadableResponse):
        review(with_key(newest_versions([item])[item.pk].pk), answer)


def test_a_criterion_that_is_not_there_is_asked_for() -> None:
    with pytest.raises(ContentRefused) as refused:
        long_fill_in_content(prompt="", criteria=[])
    assert {problem.code for problem in refused.value.problems} == {"no_prompt", "no_criterion"}
    assert long_fill_in_content(prompt="x", criteria=[POLITE, WrittenCriterion(text="Autre")]).body == {}

"""Questions leave the bank as files, and what stays is told."""

import io
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.bank.content import (
    Category,
    Hint,
    Pair,
    WrittenCriterion,
    categorise_content,
    drag_text_content,
    fill_in_content,
    long_fill_in_content,
    matching_content,
    numeric_content,
    observation_content,
    select_words_content,
    true_false_content,
    with_hints,
)
from assessments.bank.models import Item, ItemMedia
from assessments.bank.queries import newest_versions
from assessments.bank.services import attach_media, create_item
from assessments.exchange.formats import MEDIA, Format
from assessments.exchange.from_bank import given
from assessments.exchange.into_bank import taken
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.queries import files_of, written_as
from assessments.exchange.questions import EssayQuestion, MatchingQuestion, MissingWordsQuestion
from assessments.exchange.services import import_questions
from tests.factories.h5p import picture
from tests.factories.people import StructureFactory, UserFactory


@pytest.mark.django_db
def test_an_export_costs_one_query_whatever_the_number_of_questions(assert_sql_budget):
    place, karim = StructureFactory.create(), UserFactory.create()
    text = "\n\n".join(f"::Q{number}::Vrai ? {{T}}" for number in range(12))
    import_questions(structure=place, text=text, format=Format.GIFT, by=karim, now=timezone.now())
    files = assert_sql_budget(1, files_of, Item.objects.visible_to(karim).filter(structure=place))
    assert {file.count for file in files.values()} == {0}
    files = assert_sql_budget(1, files_of, Item.objects.filter(structure=place))
    assert (files[Format.GIFT].count, files[Format.AIKEN].count) == (12, 0)


@pytest.mark.django_db
def test_pictures_cost_one_query_more_whatever_their_number(assert_sql_budget):
    place, now = StructureFactory.create(), timezone.now()
    for number in range(5):
        content = true_false_content(prompt="Vrai ?", answer=True)
        item = create_item(structure=place, title=f"Image {number}", content=content, by=None, now=now)
        attach_media(
            version=newest_versions([item])[item.pk], kind=ItemMedia.Kind.IMAGE, file=io.BytesIO(picture()),
            description="Une souris", by=None, now=now,
        )  # fmt: skip
    file = assert_sql_budget(2, written_as, Format.MOODLE_XML, Item.objects.filter(structure=place))
    assert file.text.count("<file ") == 5


@pytest.mark.django_db
def test_an_export_tells_of_pictures_that_stay():
    place, karim, now = StructureFactory.create(), UserFactory.create(), timezone.now()
    content = true_false_content(prompt="Vrai ?", answer=True)
    item = create_item(structure=place, title="Image", content=content, by=karim, now=now)
    picture_file = io.BytesIO(picture())
    attach_media(
        version=newest_versions([item])[item.pk],
        kind="image",
        file=picture_file,
        description="Une souris",
        by=karim,
        now=now,
    )
    file = written_as(Format.GIFT, Item.objects.filter(structure=place))
    assert [(problem.code, problem.name) for problem in file.problems] == [("picture_lost", "Image")]


def test_a_share_that_is_tolerated_leaves_as_a_number_and_tells():
    content = numeric_content(prompt="?", value=Decimal(200), tolerance=Decimal("0.05"), relative=True)
    question = given(content, name="n")
    assert [note.code for note in question.left_out] == ["share_lost"]
    assert taken(question).content.key["tolerance"] == "10"


def test_what_no_file_can_say_is_told():
    said = matching_content(
        prompt="?", pairs=[Pair(source="a", target="b", feedback="Non"), Pair(source="c", target="d")]
    )
    fitting = drag_text_content(prompt="?", text="Le [chat|chien] dort.", others=["clavier"])
    things = [Category(name="Matériel", things=["souris"]), Category(name="Logiciel", things=["tableur"])]
    strict = fill_in_content(prompt="?", accepted=["é"], accents=True)
    assert [note.code for note in given(said, name="n").left_out] == ["feedback_lost"]
    assert [note.code for note in given(strict, name="n").left_out] == ["leniency_lost"]
    assert [note.code for note in given(fitting, name="n").left_out] == ["fitting_lost"]
    categorised = categorise_content(prompt="?", categories=things)
    assert [note.code for note in given(categorised, name="n").left_out] == ["as_pairs"]


def test_where_several_words_fit_the_first_leaves_alone():
    content = drag_text_content(prompt="?", text="Le [chat|chien] dort, le [chien] aboie.", others=["clavier"])
    question = given(content, name="n")
    assert isinstance(question, MissingWordsQuestion)
    assert [word.text for word in question.words] == ["chat", "chien", "clavier"]
    assert question.pieces == ("?\n\nLe ", 1, " dort, le ", 2, " aboie.")


def test_things_leave_with_their_category_as_pairs():
    categories = [Category(name="Matériel", things=["souris", "écran"]), Category(name="Ni l’un ni l’autre")]
    question = given(categorise_content(prompt="?", categories=categories), name="n")
    assert isinstance(question, MatchingQuestion)
    pairs = [Pair(source=pair.left, target=pair.right) for pair in question.pairs]
    assert pairs == [
        Pair(source="souris", target="Matériel"),
        Pair(source="écran", target="Matériel"),
        Pair(source="", target="Ni l’un ni l’autre"),
    ]
    assert taken(question).content == matching_content(prompt="?", pairs=pairs)


def test_words_to_find_in_a_text_stay_as_no_file_can_say_them():
    with pytest.raises(QuestionRefused) as refused:
        given(select_words_content(prompt="?", text="Un [mot] et un autre."), name="n")
    assert refused.value.code == "not_exported"


def test_what_is_seen_in_the_room_stays_as_no_file_can_say_it():
    with pytest.raises(QuestionRefused) as refused:
        given(observation_content(prompt="Imprimez.", criteria=[WrittenCriterion(text="C’est fait")]), name="n")
    assert refused.value.code == "not_exported"


def test_hints_leave_without_what_they_cost_and_tell():
    hints = [Hint(text="Un", cost=25), Hint(text="Deux")]
    question = given(with_hints(true_false_content(prompt="Oui ?", answer=True), hints), name="n")
    assert question.hints == ("Un", "Deux")
    assert [note.code for note in question.left_out] == ["hints_lost"]
    assert taken(question).content.body["hints"] == [0, 0]


def test_a_long_answer_leaves_with_what_is_asked_and_tells_what_stays():
    content = long_fill_in_content(prompt="Racontez.", criteria=[WrittenCriterion(text="C’est clair")], least_words=50)
    question = given(content, name="n")
    assert question == EssayQuestion(name="n", prompt="Racontez.")
    assert [note.code for note in question.left_out] == ["criteria_lost"]
    for format in (Format.GIFT, Format.MOODLE_XML):
        (again,) = MEDIA[format].read(MEDIA[format].write([question]).text).questions
        assert taken(again).content.prompt == "Racontez."

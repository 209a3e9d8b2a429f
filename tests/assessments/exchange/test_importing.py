"""A file comes into a structure's bank: once, in its categories, with an entry in the journal."""

import pytest
from django.utils import timezone

from assessments.bank.models import Item
from assessments.exchange.formats import Format
from assessments.exchange.problems import FileRefused
from assessments.exchange.queries import reading_of
from assessments.exchange.services import import_questions
from lms.journal.models import Entry
from tests.factories.people import StructureFactory, UserFactory

GIFT = """
$CATEGORY: top/Bureautique/La souris

::Clic::Pour ouvrir ? {~un clic =deux clics}

::Vrai::La souris a une pile. {T}

$CATEGORY: top/Bureautique

::Trop::Lisez ceci.
"""


@pytest.mark.django_db
def test_a_file_comes_in_once_in_its_categories_with_an_entry_in_the_journal():
    place, karim = StructureFactory.create(), UserFactory.create()
    everything = {"structure": place, "text": GIFT, "format": Format.GIFT, "by": karim, "now": timezone.now()}
    imported = import_questions(**everything, keep_categories=True)
    assert [item.title for item in imported.items] == ["Clic", "Vrai"]
    assert [problem.code for problem in imported.reading.problems] == ["description"]
    assert {item.category.path for item in Item.objects.select_related("category__parent")} == {
        "Bureautique › La souris"
    }
    entry = Entry.objects.get(verb="questions.imported")
    assert (entry.actor_id, entry.structure_id) == (karim.pk, place.pk)
    assert entry.data == {"format": "gift", "taken": 2, "left": 1}
    again = import_questions(**everything, keep_categories=True)
    assert again.items == ()
    assert [problem.code for problem in again.reading.problems] == ["already_there", "already_there", "description"]


@pytest.mark.django_db
def test_a_question_that_stands_twice_in_a_file_comes_in_once():
    reading = reading_of("A ? {T}\n\nA ? {T}\n\nA ? {F}", structure=StructureFactory.create())
    assert len(reading.incoming) == 2
    assert [(problem.code, problem.place.line) for problem in reading.problems] == [("twice", 3)]


@pytest.mark.django_db
def test_the_bank_of_another_place_does_not_count():
    text, karim = "A ? {T}", UserFactory.create()
    everything = {"text": text, "format": Format.GIFT, "by": karim, "now": timezone.now()}
    import_questions(structure=StructureFactory.create(), **everything)
    assert len(import_questions(structure=StructureFactory.create(), **everything).items) == 1


@pytest.mark.django_db
def test_a_file_without_question_is_refused():
    with pytest.raises(FileRefused) as refused:
        reading_of("// rien {}", structure=StructureFactory.create(), format=Format.GIFT)
    assert refused.value.problem.code == "no_question"


@pytest.mark.django_db
def test_a_dry_run_costs_one_query_whatever_the_number_of_questions(assert_sql_budget):
    place = StructureFactory.create()
    text = "\n\n".join(f"::Q{number}::Vrai ? {{T}}" for number in range(12))
    assert len(assert_sql_budget(1, reading_of, text, structure=place).incoming) == 12


@pytest.mark.django_db
def test_a_number_that_has_other_right_ones_comes_in_as_a_draft():
    imported = import_questions(
        structure=StructureFactory.create(), text="Carré ? {#=2 =-2}\n\nMoitié ? {#=2}", format=Format.GIFT,
        by=UserFactory.create(), now=timezone.now(),
    )  # fmt: skip
    assert [item.title for item in imported.waiting] == ["Carré ?"]
    assert [item.title for item in Item.objects.filter(is_draft=True)] == ["Carré ?"]

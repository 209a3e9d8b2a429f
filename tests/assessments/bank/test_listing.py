"""Questions found by their words and by where they are filed, in a fixed number of queries."""

from typing import Any

import pytest

from assessments.bank import filing
from assessments.bank.categories import Tag
from assessments.bank.listing import Sought, found_items, item_page, skills_of, tags_of
from assessments.bank.models import Item, Level, State
from assessments.bank.services import freeze, revise_item
from assessments.skills.models import Framework, Skill
from lms.accounts.models import User
from lms.structures.models import Structure
from tests.assessments.bank.test_filing import WHO, category
from tests.assessments.bank.test_services import NOW, content, created
from tests.factories.outline import ItemFactory, quiz
from tests.factories.people import StructureFactory, trainer

pytestmark = pytest.mark.django_db


@pytest.fixture
def karim() -> User:
    return trainer()


@pytest.fixture
def place(karim: User) -> Structure:
    return karim.memberships.get().structure


def found(user: User, **sought: Any) -> list[Item]:
    return list(found_items(user, Sought(**sought)))


def test_authors_see_the_bank_of_their_structures_only(karim: User, place: Structure) -> None:
    mine, _other = created(structure=place), created()
    assert found(karim) == [mine]
    assert found(karim, words="introuvable") == []


def test_words_are_sought_in_the_title_and_in_the_newest_version(karim: User, place: Structure) -> None:
    item = created(structure=place, title="Le dossier", content=content("Un ancien texte ?"))
    freeze(version=item.versions.get(), now=NOW)
    revise_item(item=item, content=content("Que fait la souris ?"), **WHO)
    assert found(karim, words="SOURIS dossier") == [item]
    assert found(karim, words="souris clavier") == []
    assert found(karim, words="ancien") == [], "nobody is asked this any more"


def test_filters_tell_questions_apart_and_add_up(karim: User, place: Structure) -> None:
    skill = Skill.objects.create(framework=Framework.objects.create(slug="f"), code="1", label="Cliquer")
    mouse = category(place)
    click = category(place, "Le clic", parent=mouse)
    filed = ItemFactory.create(title="A", structure=place, category=click, level=Level.HARD)
    plain = ItemFactory.create(title="B", structure=place, interaction="true-false")
    draft = ItemFactory.create(title="C", structure=place, is_draft=True)
    retired = ItemFactory.create(title="D", structure=place, retired_at=NOW)
    filed.skills.add(skill)
    filing.set_tags(item=filed, names=["papier"])
    for sought in (
        {"category": mouse},
        {"category": click},
        {"tag": Tag.objects.get()},
        {"skill": skill},
        {"level": "hard"},
        {"interaction": "choice", "state": State.READY},
    ):
        assert found(karim, **sought) == [filed], sought
    assert found(karim) == [filed, plain, draft]
    assert found(karim, state=State.DRAFT) == [draft]
    assert found(karim, state=State.RETIRED) == [retired]
    assert found(karim, level="hard", interaction="true-false") == []
    assert [tag.name for tag in tags_of(karim)] == ["papier"]
    assert skills_of(karim) == [skill]


def test_what_another_structure_offers_is_listed_by_its_category_and_not_ones_own(karim: User) -> None:
    other = StructureFactory.create()
    shared = category(other, shared=True)
    theirs = ItemFactory.create(structure=other, category=shared)
    ItemFactory.create(structure=other, category=shared, is_draft=True)
    assert found(karim) == []
    (row,) = item_page(karim, Sought(category=shared), None).object_list
    assert (row.item, row.own) == (theirs, False)


def test_a_row_says_what_there_is_to_know(karim: User, place: Structure) -> None:
    made = quiz(items=1, structure=place)
    item = made.quiz_items.get().item
    filing.set_tags(item=item, names=["souris", "papier"])
    (row,) = item_page(karim, Sought(), "1").object_list
    assert (row.prompt, row.version, row.quizzes, row.tags, row.own) == (
        "Que faites-vous ?",
        1,
        1,
        ("papier", "souris"),
        True,
    )


def test_the_list_costs_the_same_for_one_question_and_for_fifty(
    karim: User, place: Structure, assert_sql_budget: Any
) -> None:
    parent = None
    for count in (1, 49):
        parent = category(place, f"Catégorie {count}", parent=parent)
        for _ in range(count):
            item = created(structure=place)
            filing.move_items(items=[item], category=parent, **WHO)
            filing.set_tags(item=item, names=[f"mot {count}"])
        page = assert_sql_budget(6, item_page, karim, Sought(words="que"), "1")
    assert (page.paginator.count, page.has_next()) == (50, True)

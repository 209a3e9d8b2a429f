"""Categories, tags, difficulty and states: the bank in order."""

from typing import Any

import pytest

from assessments.bank import filing, services
from assessments.bank.categories import Category, Tag
from assessments.bank.models import Item, Level, State
from assessments.bank.tree import categories_for, categories_of, category_rows, shared_rows
from lms.journal.models import Entry
from lms.structures.models import Structure
from tests.assessments.bank.test_services import NOW
from tests.factories.outline import ItemFactory
from tests.factories.people import StructureFactory, trainer

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": None, "now": NOW}


def category(structure: Structure, name: str = "La souris", **fields: Any) -> Category:
    return filing.create_category(structure=structure, name=name, **WHO | fields)


def test_categories_stand_in_a_tree_of_three_levels() -> None:
    karim = trainer()
    place = karim.memberships.get().structure
    category(place, "Windows")
    click = category(place, "Le clic", parent=category(place))
    double = category(place, "Le double-clic", parent=click)
    paths = [each.path for each in categories_of(karim)]
    assert paths == ["La souris", "La souris › Le clic", "La souris › Le clic › Le double-clic", "Windows"]
    with pytest.raises(filing.CategoryTooDeep):
        category(place, "Trop bas", parent=double)


def test_a_name_stands_once_in_its_place_and_again_elsewhere() -> None:
    place = StructureFactory.create()
    mouse = category(place)
    category(place, parent=mouse)
    category(StructureFactory.create())
    with pytest.raises(filing.CategoryTwice):
        category(place)
    with pytest.raises(filing.CategoryOfAnotherStructure):
        category(StructureFactory.create(), "Ailleurs", parent=mouse)


def test_what_is_offered_to_all_is_offered_with_what_is_below_it() -> None:
    place, other = StructureFactory.create(), trainer()
    elsewhere = other.memberships.get().structure
    mouse = category(place)
    click = category(place, "Le clic", parent=mouse)
    item = ItemFactory.create(structure=place, category=click)
    assert item not in Item.objects.usable_in(elsewhere)
    filing.change_category(category=mouse, name="Les souris", shared=True, **WHO)
    assert item in Item.objects.usable_in(elsewhere)
    assert item in Item.objects.offered_to(other)
    assert item not in Item.objects.visible_to(other), "theirs to ask, not to change"
    assert [(row.category.path, row.questions) for row in shared_rows(other)] == [
        ("Les souris", 0),
        ("Les souris › Le clic", 1),
    ]
    assert [each.path for each in categories_for(elsewhere)] == ["Les souris", "Les souris › Le clic"]
    assert category(place, "Le survol", parent=mouse).shared
    filing.set_state(items=[item], state=State.DRAFT, **WHO)
    assert item not in Item.objects.offered_to(other)


def test_a_category_that_goes_leaves_its_questions_one_level_up() -> None:
    place = StructureFactory.create()
    mouse = category(place)
    click = category(place, "Le clic", parent=mouse)
    item = ItemFactory.create(structure=place, category=click)
    with pytest.raises(filing.CategoryNotEmpty):
        filing.remove_category(category=mouse, **WHO)
    for expected in (mouse.pk, None):
        filing.remove_category(category=item.category, **WHO)
        item.refresh_from_db()
        assert item.category_id == expected


def test_many_questions_move_at_once_and_one_line_says_so() -> None:
    place = StructureFactory.create()
    mouse, items = category(place), ItemFactory.create_batch(3, structure=place)
    assert filing.move_items(items=items, category=mouse, **WHO) == 3
    assert Item.objects.filter(category=mouse).count() == 3
    line = Entry.objects.get(verb="items.moved")
    assert set(line.data["items"]) == {str(item.uuid) for item in items}
    assert line.data["to"] == str(mouse.uuid)
    assert filing.move_items(items=Item.objects.all(), category=mouse, **WHO) == 0
    assert Entry.objects.filter(verb="items.moved").count() == 1


def test_a_question_is_not_filed_in_another_structures_category_even_shared() -> None:
    shared, items = category(StructureFactory.create(), shared=True), [ItemFactory.create()]
    with pytest.raises(filing.CategoryOfAnotherStructure):
        filing.move_items(items=items, category=shared, **WHO)


def test_states_follow_one_another_and_only_ready_questions_are_asked() -> None:
    item = ItemFactory.create()
    assert item.state == State.READY
    for state in (State.DRAFT, State.RETIRED, State.READY, State.RETIRED):
        assert filing.set_state(items=[item], state=state, **WHO) == 1
        item.refresh_from_db()
        assert item.state == state
        assert (item in Item.objects.current()) == (state == State.READY)
        assert [each for each in State if Item.objects.in_state(each).exists()] == [state]
        assert filing.set_state(items=[item], state=state, **WHO) == 0


def test_a_draft_that_was_retired_comes_back_as_a_draft() -> None:
    item = ItemFactory.create(is_draft=True)
    services.retire_item(item=item, **WHO)
    services.restore_item(item=item, **WHO)
    item.refresh_from_db()
    assert item.state == State.DRAFT


def test_tags_are_one_per_word_and_forgotten_when_no_question_has_them() -> None:
    first, second = ItemFactory.create_batch(2, structure=StructureFactory.create())
    assert filing.tag_names(" Souris,  Mon  Clavier ; souris,") == ["souris", "mon clavier"]
    filing.set_tags(item=first, names=["souris"])
    filing.add_tags(items=[first, second], names=["souris", "papier"], **WHO)
    assert Tag.objects.count() == 2
    filing.remove_tags(items=[first, second], names=["souris"], **WHO)
    assert list(first.tags.values_list("name", flat=True)) == ["papier"]
    filing.set_tags(item=first, names=[])
    filing.set_tags(item=second, names=[])
    assert not Tag.objects.exists()


def test_a_level_is_said_and_unsaid() -> None:
    item = ItemFactory.create()
    assert filing.set_level(items=[item], level=Level.HARD, **WHO) == 1
    item.refresh_from_db()
    assert filing.set_level(items=[item], level=None, **WHO) == 1


def test_the_tree_costs_one_query_whatever_its_size(assert_sql_budget: Any) -> None:
    karim = trainer()
    place = karim.memberships.get().structure
    parent = None
    for number in range(3):
        parent = category(place, f"Catégorie {number}", parent=parent)
        ItemFactory.create(structure=place, category=parent)
        rows = assert_sql_budget(1, category_rows, karim)
        assert [row.questions for row in rows] == [1] * (number + 1)

"""The accessibility statement says what was tested, and nothing more."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from lxml import html

from lms.accessibility.statement import Criterion, State, Statement, statement

AXE = Path(settings.BASE_DIR, "node_modules", "axe-core", "axe.js")


def _criteria(state: State) -> list[Criterion]:
    return [criterion for criterion in statement().criteria if criterion.state == state]


def test_all_the_criteria_are_there_once():
    numbers = [criterion.number for criterion in statement().criteria]
    assert len(numbers) == len(set(numbers)) == 106


def test_a_conform_criterion_names_a_test():
    assert not [criterion.number for criterion in _criteria(State.CONFORM) if not criterion.tests]


def test_what_is_not_conform_or_does_not_apply_says_why_in_both_languages():
    told = _criteria(State.NOT_CONFORM) + _criteria(State.NOT_APPLICABLE)
    assert not [criterion.number for criterion in told if not (criterion.note_fr and criterion.note_en)]


def test_the_tests_that_are_named_exist():
    named = {test for criterion in statement().criteria for test in criterion.tests}
    assert not sorted(name for name in named if not _exists(name))


def _exists(name: str) -> bool:
    path, _, test = name.partition("::")
    source = Path(settings.BASE_DIR, path)
    if not source.exists():
        return False
    names = {node.name for node in ast.walk(ast.parse(source.read_text())) if hasattr(node, "name")}
    return not test or test in names


def test_the_rules_of_axe_that_are_named_exist():
    known = AXE.read_text()
    rules = {rule for criterion in statement().criteria for rule in criterion.axe}
    assert not sorted(rule for rule in rules if f"id: '{rule}'" not in known and f'id: "{rule}"' not in known)


def _made_of(*states: State) -> Statement:
    rows = tuple(Criterion(number=str(n), theme="", title="", state=state) for n, state in enumerate(states))
    return Statement(day=statement().day, version="", source="", licence="", criteria=rows)


@pytest.mark.parametrize(
    ("states", "rate"),
    [
        ((State.CONFORM, State.CONFORM, State.NOT_CONFORM), 66),
        ((State.CONFORM, State.NOT_TESTED, State.NOT_APPLICABLE), 100),
        ((State.NOT_TESTED,), 0),
    ],
)
def test_the_rate_counts_what_applies_and_was_tested(states: tuple[State, ...], rate: int):
    assert _made_of(*states).rate == rate


@pytest.mark.django_db
def test_the_page_shows_the_grid_and_counts_it(client: Client):
    page = html.fromstring(client.get("/accessibilite/").content)
    rows = page.xpath("//table/tbody/tr")
    assert len(rows) == 106
    assert all(row.xpath("./th[@scope='row']") for row in rows)
    assert len(page.xpath("//table/thead//th[@scope='col']")) == 4
    assert page.xpath("//table/caption")[0].text_content().strip()
    said = [row.xpath("./td")[1].text_content().strip() for row in rows]
    for state, words in (("Conformes", "conforme"), ("Non testés", "non testé")):
        counted = [line.text_content() for line in page.xpath("//main//li") if state in line.text_content()]
        assert str(said.count(words)) in counted[0]


@pytest.mark.django_db
def test_it_is_open_to_all_and_linked_from_every_page(client: Client):
    for address in ("/entrer/", "/aide/", "/nulle-part/"):
        assert 'href="/accessibilite/"' in client.get(address).content.decode()


@pytest.mark.django_db
def test_in_english_the_criteria_stay_in_french_and_say_so(client: Client):
    client.post("/langue/", {"language": "en"})
    shown = client.get("/accessibilite/").content.decode()
    assert "Accessibility statement" in shown
    assert '<td lang="fr" dir="ltr">Chaque image' in shown
    assert "On purpose: on a shared computer" in shown


@pytest.mark.django_db
def test_whom_to_write_to_is_a_setting(client: Client, settings):
    settings.ACCESSIBILITY_CONTACT = "acces@example.org"
    assert "acces@example.org" in client.get("/accessibilite/").content.decode()

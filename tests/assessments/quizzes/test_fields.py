"""What a form holds comes back whole from a draft, whatever was typed."""

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from assessments.bank.forms import FORMS
from assessments.bank.models import Interaction
from assessments.bank.reviews import REVIEWS
from assessments.bank.shown import SHOWN
from assessments.grading.dispatch import INTERACTIONS
from assessments.quizzes.answers import ANSWERS, Fields

TEXTS = st.text(max_size=40)
PARTS = st.from_regex(r"[a-z0-9_-]{1,20}", fullmatch=True)


@given(st.lists(TEXTS, max_size=3), st.dictionaries(PARTS, TEXTS.filter(bool), max_size=4))
def test_a_form_sent_is_found_again_in_its_draft(values: list[str], parts: dict[str, str]) -> None:
    sent = Fields(values=tuple(values), parts=parts)
    kept = Fields.kept(sent.as_draft())
    assert kept.values[: len(values)] == tuple(values)
    assert {part: kept.parts[part] for part in parts} == parts


def test_a_form_is_read_from_the_controls_of_an_answer_only() -> None:
    form = QueryDict("answer=r1:c2&answer=r2:c1&answer_g1=l%E2%80%99%C3%A9t%C3%A9&answer_g2=&answer_=x&answer_A=y")
    sent = Fields.sent(form)
    assert sent.values == ("r1:c2", "r2:c1")
    assert sent.parts == {"g1": "l’été", "g2": ""}
    assert sent.as_draft() == ["r1:c2", "r2:c1", "g1=l’été"]


def test_a_text_typed_with_an_equals_sign_comes_back_as_it_was() -> None:
    assert Fields.kept(["x=5"]).text == "x=5"
    assert Fields().text == ""


def test_every_interaction_has_all_its_pieces() -> None:
    names = set(Interaction.values)
    assert names == set(FORMS) == set(SHOWN) == set(REVIEWS) == set(ANSWERS)
    assert names <= set(INTERACTIONS)

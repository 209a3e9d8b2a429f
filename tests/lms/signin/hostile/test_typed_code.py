"""What hands make of ten signs: whatever the case, blanks and look-alikes, the same card; the rest opens nothing."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.signin import codes
from lms.signin.models import Card
from lms.signin.queries import code_hash
from tests.doors import FORM, PIN, card_of, show_card
from tests.factories.people import learner

pytestmark = pytest.mark.django_db
SAME = {"0": "0Oo", "1": "1IiLl"}
IDLE = [*" \t-_.·–—\u00a0\u202f\u2009", ""]


def some(examples: int) -> settings:
    """So many examples in one database: what one of them leaves does not matter to the next."""
    return settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def typed(draw: st.DrawFn, code: str) -> str:
    """The code as some hand would type it."""
    signs = []
    for sign in code:
        signs.append(draw(st.sampled_from(IDLE)) * draw(st.integers(0, 2)))
        signs.append(draw(st.sampled_from(SAME.get(sign, sign + sign.lower()))))
    return "".join(signs) + draw(st.sampled_from(IDLE))


@given(st.data(), st.text(alphabet=codes.ALPHABET, min_size=10, max_size=10))
def test_whatever_the_hand_the_code_is_the_same(data: st.DataObject, code: str) -> None:
    assert codes.normalised(data.draw(typed(code))) == code


CODE = "01K7M2QX9R"


@some(25)
@given(typed(CODE))
def test_whatever_the_hand_the_card_opens(hand: str) -> None:
    someone = learner()
    card_of(someone)
    Card.objects.update(user=someone, code_hash=code_hash(CODE))
    client = Client()
    assert show_card(client, code=hand).status_code == 302
    assert client.session["_auth_user_id"] == str(someone.pk)
    Card.objects.all().delete()


@some(60)
@given(code=st.text(max_size=80), pin=st.text(max_size=25), token=st.text(max_size=40), where=st.text(max_size=40))
def test_nothing_else_that_is_typed_opens_or_breaks_the_door(code: str, pin: str, token: str, where: str) -> None:
    client = Client(raise_request_exception=False)
    fields = {"form": FORM, f"{FORM}-code": code, f"{FORM}-pin": pin, f"{FORM}-token": token, "next": where}
    response = client.post("/entrer/", {name: value.encode("utf-8", "replace") for name, value in fields.items()})
    assert response.status_code == 422
    assert "_auth_user_id" not in client.session


@some(25)
@given(
    st.text(alphabet="0123456789 \u0660\u06f5\u00b2\u2460-.", max_size=8).filter(
        lambda pin: "".join(pin.split()) != PIN
    )
)
def test_no_other_digits_are_the_pin(pin: str) -> None:
    card = card_of(learner())
    assert show_card(Client(), code=card.code, pin=pin).status_code == 422


@pytest.mark.parametrize("near", [0, 5, 9])
def test_one_sign_beside_is_another_card(near: int) -> None:
    card = card_of(learner())
    other = codes.ALPHABET[(codes.ALPHABET.index(card.code[near]) + 1) % len(codes.ALPHABET)]
    assert show_card(Client(), code=card.code[:near] + other + card.code[near + 1 :]).status_code == 422

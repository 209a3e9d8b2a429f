"""A shuffled order: each attempt its own, the same on any seat, and nothing lost or made up."""

from hypothesis import given
from hypothesis import strategies as st

from assessments.bank.shown import SHOWN, Showing
from assessments.bank.shuffling import AS_WRITTEN, Chance

SEEDS = st.integers(0, 2**32)
SLOTS = st.integers(0, 200)
THINGS = list(range(12))


@given(SEEDS, SLOTS, st.lists(st.integers()))
def test_the_same_attempt_and_place_always_give_the_same_order_of_the_same_things(
    seed: int, slot: int, things: list[int]
) -> None:
    order = Chance(seed=seed, slot=slot).shuffled(things, "choices")
    assert order == Chance(seed=seed, slot=slot).shuffled(list(things), "choices")
    assert sorted(order) == sorted(things)


def test_attempts_places_and_lists_have_orders_of_their_own() -> None:
    orders = {
        tuple(Chance(seed=seed, slot=slot).shuffled(THINGS, name))
        for seed in (1, 2)
        for slot in (0, 1)
        for name in ("rows", "choices")
    }
    assert len(orders) == 8


def test_without_an_attempt_the_order_is_its_authors() -> None:
    assert AS_WRITTEN.shuffled(THINGS, "choices") == THINGS


def test_choices_are_shuffled_only_where_their_author_asks_for_it() -> None:
    body = {"multiple": False, "choices": [{"id": f"c{number}", "text": str(number)} for number in range(12)]}
    chance = Chance(seed=7, slot=3)

    def order(body: dict[str, object]) -> list[str]:
        details = SHOWN["choice"](Showing(body=body, sounds={}, chance=chance))
        return [choice.id for choice in details.choices]  # type: ignore[attr-defined]

    assert order(body) == [f"c{number}" for number in range(12)]
    shuffled = order(body | {"shuffle": True})
    assert shuffled != order(body)
    assert sorted(shuffled) == sorted(order(body))

"""Draws: as many questions as there can be, none twice, none again before its pool is used up."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from assessments.quizzes.drawing import Section, drawn

ITEMS = st.integers(1, 9)
SECTIONS = st.lists(st.builds(Section, count=st.integers(1, 4), pool=st.frozensets(ITEMS, max_size=7)), max_size=4)
PAST = st.dictionaries(ITEMS, st.integers(0, 3))
SEEDS = st.integers(0, 2**32)


def flat(seats: list[list[int]]) -> list[int]:
    return [item for seated in seats for item in seated]


def most(sections: list[Section], taken: frozenset[int]) -> int:
    """Hall's theorem (its deficiency form): how many can be seated, by looking at every group of sections."""
    numbers = range(len(sections))
    wanted = sum(section.count for section in sections)
    groups = [group for size in range(1, len(sections) + 1) for group in combinations(numbers, size)]
    lacks = [
        sum(sections[number].count for number in group)
        - len(frozenset().union(*(sections[number].pool for number in group)) - taken)
        for group in groups
    ]
    return wanted - max([0, *lacks])


@given(sections=SECTIONS, past=PAST, seed=SEEDS, taken=st.frozensets(ITEMS, max_size=3))
def test_each_section_gets_its_own_questions_and_none_comes_twice(
    sections: list[Section], past: dict[int, int], seed: int, taken: frozenset[int]
) -> None:
    seats = drawn(sections, seed=seed, met=past, taken=taken)
    assert len(flat(seats)) == len(set(flat(seats)))
    assert not set(flat(seats)) & taken
    for section, seated in zip(sections, seats, strict=True):
        assert set(seated) <= section.pool
        assert len(seated) <= section.count


@given(sections=SECTIONS, past=PAST, seed=SEEDS, taken=st.frozensets(ITEMS, max_size=3))
def test_as_many_are_drawn_as_there_can_be_however_the_pools_overlap(
    sections: list[Section], past: dict[int, int], seed: int, taken: frozenset[int]
) -> None:
    assert len(flat(drawn(sections, seed=seed, met=past, taken=taken))) == most(sections, taken)


@given(sections=SECTIONS, past=PAST, seed=SEEDS)
def test_the_same_seed_draws_the_same(sections: list[Section], past: dict[int, int], seed: int) -> None:
    assert drawn(sections, seed=seed, met=past) == drawn(sections, seed=seed, met=past)


@given(pool=st.frozensets(ITEMS, min_size=1), count=st.integers(1, 4), seed=SEEDS)
def test_a_pool_is_used_up_before_a_question_comes_again(pool: frozenset[int], count: int, seed: int) -> None:
    met: dict[int, int] = dict.fromkeys(pool, 0)
    for attempt in range(12):
        for item in flat(drawn([Section(count=count, pool=pool)], seed=seed + attempt, met=met)):
            met[item] += 1
        assert max(met.values()) - min(met.values()) <= 1


@given(sections=SECTIONS, past=PAST, seed=SEEDS)
def test_what_was_met_before_comes_only_where_it_must(sections: list[Section], past: dict[int, int], seed: int) -> None:
    new = [
        Section(count=each.count, pool=frozenset(item for item in each.pool if not past.get(item))) for each in sections
    ]
    seats = flat(drawn(sections, seed=seed, met=past))
    assert sum(not past.get(item) for item in seats) == most(new, frozenset())


def test_chance_reaches_every_question() -> None:
    section = Section(count=2, pool=frozenset(range(10)))
    seen = {item for seed in range(60) for item in flat(drawn([section], seed=seed, met={}))}
    assert seen == set(range(10))

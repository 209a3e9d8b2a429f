"""What matching and categorising share: to each row, one of the choices. An answer is a mapping of row to choice."""

from collections.abc import Mapping, Sequence

from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse


def refuse_impossible(rows: Sequence[str], choices: Sequence[str], pairs: Mapping[str, str]) -> None:
    """Raises ImpossibleDefinition unless each of two rows or more has its one right choice among two or more."""
    rules = (
        (len(rows) < 2 or len(choices) < 2, "too_few_choices"),
        (len(set(rows)) < len(rows) or len(set(choices)) < len(choices), "choice_twice"),
        (not pairs.keys() >= set(rows), "no_right_choice"),
        (not pairs.keys() <= set(rows) or not set(pairs.values()) <= set(choices), "unknown_choice"),
    )
    if problem := next((code for broken, code in rules if broken), ""):
        raise ImpossibleDefinition(problem)


def read_pairs(rows: Sequence[str], choices: Sequence[str], response: object) -> Mapping[str, str]:
    """What was chosen in each row that has an answer. Raises UnreadableResponse."""
    if not isinstance(response, dict) or not all(isinstance(choice, str) for choice in response.values()):
        raise UnreadableResponse("rows are answered by a mapping of row id to choice id")
    if not response.keys() <= set(rows) or not set(response.values()) <= set(choices):
        raise UnreadableResponse("a row or a choice is unknown")
    return response


def rows_right(pairs: Mapping[str, str], given: Mapping[str, str]) -> int:
    """How many rows have their right choice."""
    return sum(given.get(row) == choice for row, choice in pairs.items())

"""From an interaction to its module. A new interaction is one module and one line in each table here."""

from collections.abc import Callable, Mapping
from typing import Any

from assessments.grading import choice, fill_in, true_false
from assessments.grading.choice import ChoiceDefinition
from assessments.grading.fill_in import FillInDefinition
from assessments.grading.problems import ImpossibleDefinition
from assessments.grading.score import Said, Score
from assessments.grading.true_false import TrueFalseDefinition

Definition = ChoiceDefinition | TrueFalseDefinition | FillInDefinition
Stored = Mapping[str, Any]

# The interaction's name is xAPI's (IEEE 9274.1.1, interactionType).
READERS: Mapping[str, Callable[[Stored, Stored], Definition]] = {
    "choice": ChoiceDefinition.read,
    "true-false": TrueFalseDefinition.read,
    "fill-in": FillInDefinition.read,
}


def read_definition(interaction: str, body: Stored, key: Stored) -> Definition:
    """The definition that a version's stored body and key make. Raises ImpossibleDefinition."""
    if interaction not in READERS:
        raise ImpossibleDefinition("unknown_interaction")
    try:
        return READERS[interaction](body, key)
    except (KeyError, TypeError, AttributeError) as error:
        raise ImpossibleDefinition("malformed") from error


def grade(definition: Definition, response: object) -> Score:
    """Mark one response, as JSON gives it (choice: list of ids; true-false: bool; fill-in: text).

    The same definition and response always score the same. Raises UnreadableResponse, nothing else.
    """
    match definition:
        case ChoiceDefinition():
            return choice.grade(definition, response)
        case TrueFalseDefinition():
            return true_false.grade(definition, response)
        case FillInDefinition():
            return fill_in.grade(definition, response)


def feedback(definition: Definition, response: object) -> tuple[Said, ...]:
    """What the author says about this response, ready to show in this order. Raises UnreadableResponse."""
    match definition:
        case ChoiceDefinition():
            return choice.feedback(definition, response)
        case TrueFalseDefinition():
            return true_false.feedback(definition, response)
        case FillInDefinition():
            return fill_in.feedback(definition, response)

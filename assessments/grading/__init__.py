"""Marking: plain Python, one module per interaction. No clock, no chance, no database."""

from assessments.grading.categorise import CategoriseDefinition
from assessments.grading.choice import ChoiceDefinition
from assessments.grading.definition import Definition
from assessments.grading.dispatch import feedback, grade, is_trainer_marked, read_definition
from assessments.grading.fill_in import FillInDefinition
from assessments.grading.matching import MatchingDefinition
from assessments.grading.numeric import NumericDefinition
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse
from assessments.grading.score import Said, Score
from assessments.grading.sequencing import SequencingDefinition
from assessments.grading.true_false import TrueFalseDefinition

__all__ = [
    "CategoriseDefinition",
    "ChoiceDefinition",
    "Definition",
    "FillInDefinition",
    "ImpossibleDefinition",
    "NumericDefinition",
    "MatchingDefinition",
    "Said",
    "Score",
    "SequencingDefinition",
    "TrueFalseDefinition",
    "UnreadableResponse",
    "feedback",
    "grade",
    "is_trainer_marked",
    "read_definition",
]

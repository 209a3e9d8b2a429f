"""The models of the assessment floor, applet by applet."""

from assessments.activities.models import Activity, Prerequisite
from assessments.attempts.corrections import Correction, Regrade
from assessments.attempts.marks import Mark
from assessments.attempts.models import Attempt, Draft, HintTaken, Outcome, Pause, Response, Statement
from assessments.bank.categories import Category, Tag
from assessments.bank.models import AnswerKey, Item, ItemMedia, ItemVersion
from assessments.credentials.models import (
    Achievement,
    AchievementVersion,
    Credential,
    CredentialEvent,
    CredentialFile,
    DesignVersion,
    IssuerProfile,
)
from assessments.h5p.import_models import H5PImport, H5PImportFile
from assessments.h5p.models import (
    H5PAsset,
    H5PContent,
    H5PContentVersion,
    H5PDoomedFile,
    H5PDraft,
    H5PDraftAsset,
    H5PLibrary,
    H5PLibraryFile,
    H5PPackage,
    H5PState,
)
from assessments.h5p.records import H5PItemResult, H5PProblem
from assessments.handins.models import HandedFile
from assessments.quizzes.models import Quiz, QuizDraw, QuizItem
from assessments.skills.models import Framework, Skill

__all__ = [
    "Achievement",
    "AchievementVersion",
    "Activity",
    "AnswerKey",
    "Attempt",
    "Category",
    "Correction",
    "Credential",
    "CredentialEvent",
    "CredentialFile",
    "DesignVersion",
    "Draft",
    "Framework",
    "H5PAsset",
    "H5PContent",
    "H5PContentVersion",
    "H5PDoomedFile",
    "H5PDraft",
    "H5PDraftAsset",
    "H5PItemResult",
    "H5PImport",
    "H5PImportFile",
    "H5PLibrary",
    "H5PLibraryFile",
    "H5PPackage",
    "H5PProblem",
    "H5PState",
    "HandedFile",
    "HintTaken",
    "IssuerProfile",
    "Item",
    "ItemMedia",
    "ItemVersion",
    "Mark",
    "Outcome",
    "Pause",
    "Prerequisite",
    "Quiz",
    "QuizDraw",
    "QuizItem",
    "Regrade",
    "Response",
    "Skill",
    "Statement",
    "Tag",
]

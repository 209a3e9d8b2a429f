"""Which exercises are edited here by forms, and which of their fields come first. Plain Python.

Types that need a drawing board (DragQuestion, ImageHotspots, CoursePresentation, InteractiveVideo…) are not among them.
"""

from collections.abc import Mapping

from ..manifest import LibraryKey

# The fields that an author changes most, by their place in the parameters; all others are folded away.
FIRST: Mapping[str, tuple[str, ...]] = {
    "H5P.MultiChoice": ("question", "answers", "media", "overallFeedback", "behaviour.singlePoint",
                        "behaviour.randomAnswers"),
    "H5P.TrueFalse": ("question", "correct", "media", "behaviour.feedbackOnCorrect", "behaviour.feedbackOnWrong"),
    "H5P.Blanks": ("text", "questions", "media", "overallFeedback", "behaviour.caseSensitive",
                   "behaviour.acceptSpellingErrors"),
    "H5P.DragText": ("taskDescription", "textField", "distractors", "media", "overallFeedback",
                     "behaviour.instantFeedback"),
    "H5P.MarkTheWords": ("taskDescription", "textField", "media", "overallFeedback"),
    "H5P.SingleChoiceSet": ("choices", "overallFeedback", "behaviour.autoContinue", "behaviour.passPercentage"),
    "H5P.Summary": ("intro", "summaries", "overallFeedback"),
    "H5P.Accordion": ("panels", "hTag"),
    "H5P.Dialogcards": ("title", "description", "dialogs", "mode"),
    "H5P.QuestionSet": ("questions", "introPage.showIntroPage", "introPage.title", "introPage.introduction",
                        "passPercentage", "randomQuestions", "poolSize", "progressType"),
    "H5P.Flashcards": ("description", "cards", "caseSensitive", "randomCards"),
    "H5P.Essay": ("taskDescription", "keywords", "solution", "overallFeedback", "behaviour.minimumLength",
                  "behaviour.maximumLength"),
}  # fmt: skip

# What stands inside an exercise and is edited in its midst: a picture, a sound, a text.
INSIDE = frozenset({"H5P.Image", "H5P.Audio", "H5P.Video", "H5P.AdvancedText", "H5P.Text"})


def is_editable(key: LibraryKey) -> bool:
    """Whether an exercise of this type can be edited here by itself."""
    return key.machine_name in FIRST


def has_form(key: LibraryKey) -> bool:
    """Whether what stands inside an exercise can be edited with it."""
    return is_editable(key) or key.machine_name in INSIDE

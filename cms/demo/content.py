"""What the demo content is made of: tracks, courses, lessons, their blocks and their questions.

The texts themselves are the TOML files in `content/`, read by `reader`. What they must satisfy (length,
typography, a key for each question, a figure that exists) is proved in the tests.
"""

from dataclasses import dataclass
from decimal import Decimal

from assessments.bank.content import Category, Pair


@dataclass(frozen=True, kw_only=True)
class TextBlock:
    html: str


@dataclass(frozen=True, kw_only=True)
class ImageBlock:
    figure: str
    """Name of a drawing in `figures/`, without suffix."""
    alt: str
    caption: str


@dataclass(frozen=True, kw_only=True)
class StepsBlock:
    title: str
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CalloutBlock:
    kind: str
    """warning, tip or remember."""
    text: str


@dataclass(frozen=True, kw_only=True)
class GlossaryBlock:
    word: str
    definition: str


@dataclass(frozen=True, kw_only=True)
class ActivityBlock:
    """The place of the lesson's quiz in its text."""

    quiz: bool


Block = TextBlock | ImageBlock | StepsBlock | CalloutBlock | GlossaryBlock | ActivityBlock


@dataclass(frozen=True, kw_only=True)
class Choice:
    id: str
    text: str
    correct: bool
    feedback: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. Which of the optional parts are filled depends on `interaction`."""

    id: str
    interaction: str
    """choice, true-false, fill-in, matching, sequencing or categorise."""
    prompt: str
    skills: tuple[str, ...]
    multiple: bool = False
    choices: tuple[Choice, ...] = ()
    answer: bool | None = None
    feedback_true: str = ""
    feedback_false: str = ""
    accepted: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    steps: tuple[str, ...] = ()
    """In the right order."""
    categories: tuple[Category, ...] = ()
    feedback_correct: str = ""
    feedback_incorrect: str = ""


@dataclass(frozen=True, kw_only=True)
class QuizSettings:
    title: str
    pass_mark: int
    """Percent."""
    attempts_allowed: int
    """0 means as many as one likes."""
    feedback: str
    """immediate or deferred."""


@dataclass(frozen=True, kw_only=True)
class Lesson:
    code: str
    title: str
    slug: str
    objective: str
    minutes: int
    difficulty: str
    """easy, intermediate or advanced."""
    skills: tuple[str, ...]
    """Each `framework:skill`, for instance `digcomp-3.0:2.1`."""
    blocks: tuple[Block, ...]
    quiz: QuizSettings
    questions: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True)
class Certificate:
    hours: Decimal
    skills_text: str


@dataclass(frozen=True, kw_only=True)
class Course:
    code: str
    title: str
    slug: str
    objective: str
    minutes: int
    prerequisites: tuple[str, ...]
    family: str
    """Accent of the course: computer, mail, people or web."""
    track: str
    """Slug of its home track."""
    skills: tuple[str, ...]
    lessons: tuple[Lesson, ...]
    certificate: Certificate | None
    open_to_try: bool = False
    """Whoever comes may try it without an account."""


@dataclass(frozen=True, kw_only=True)
class Track:
    code: str
    title: str
    slug: str
    objective: str
    audience: str
    duration: str
    courses: tuple[str, ...]

"""One person at one seat during a class session: opens lessons, answers, begins again."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final, cast

from assessments.attempts.models import Attempt
from assessments.attempts.services import submit_attempt
from assessments.bank.models import ItemVersion
from assessments.quizzes.models import Quiz
from assessments.quizzes.services import answer_question, begin_quiz
from cms.demo import seeds
from cms.demo.cast import LearnerRole
from cms.demo.content import Lesson, Question
from cms.demo.exercises import item_content
from courses.outline.models import Lesson as LessonRow
from courses.progress.services import record_seen
from lms.accounts.models import User

_SETTLES_IN: Final = datetime.timedelta(minutes=10)
_LAST_TRY: Final = 3  # by then the person has read every feedback and answers right
_SECONDS_AN_ANSWER: Final = (25, 90)


@dataclass(kw_only=True)
class Sitting:
    """Its clock goes on as the person works."""

    user: User
    role: LearnerRole
    rows: dict[str, LessonRow]
    """The lessons of the outline by code."""
    starts_at: datetime.datetime
    chance: Random = field(init=False)
    now: datetime.datetime = field(init=False)

    def __post_init__(self) -> None:
        self.chance = seeds.chance(f"sitting {self.role.name} {self.starts_at:%G-%V}")
        self.now = self.starts_at + _SETTLES_IN

    def do(self, lesson: Lesson) -> None:
        """Do a lesson to its end, its quiz as often as it takes."""
        row = self._open(lesson)
        for attempt in range(_LAST_TRY + 1):
            if self._try_quiz(lesson, row, ease=1 if attempt == _LAST_TRY else self._ease(attempt)):
                return

    def leave_open(self, lesson: Lesson) -> None:
        """Begin a lesson and its quiz, and leave in the middle of it."""
        quiz, attempt = self._begin(lesson, self._open(lesson))
        self._answer(quiz, attempt, lesson.questions[: self.role.unfinished], ease=self._ease(0))

    def _ease(self, attempt: int) -> float:
        return 1 - (1 - self.role.ease) / (attempt + 1)

    def _after(self, seconds: int) -> datetime.datetime:
        self.now += datetime.timedelta(seconds=seconds)
        return self.now

    def _open(self, lesson: Lesson) -> LessonRow:
        row = self.rows[lesson.code]
        record_seen(user=self.user, lesson=row, now=self._after(self.chance.randint(30, 150)))
        self._after(lesson.minutes * 60 // 2)  # reads, and does the gestures
        return row

    def _try_quiz(self, lesson: Lesson, row: LessonRow, *, ease: float) -> bool:
        """Whether they passed."""
        quiz, attempt = self._begin(lesson, row)
        self._answer(quiz, attempt, lesson.questions, ease=ease)
        outcome = submit_attempt(attempt=attempt, now=self._after(5))
        return outcome is not None and outcome.success

    def _begin(self, lesson: Lesson, row: LessonRow) -> tuple[Quiz, Attempt]:
        link = row.lesson_activities.current().filter(activity__quiz__isnull=False).get()
        quiz = Quiz.objects.select_related("activity").get(activity=link.activity_id)
        seed = self.chance.getrandbits(31)
        return quiz, begin_quiz(user=self.user, quiz=quiz, context=row.uuid, now=self._after(15), seed=seed)

    def _answer(self, quiz: Quiz, attempt: Attempt, questions: Sequence[Question], *, ease: float) -> None:
        versions = ItemVersion.objects.in_bulk(list(attempt.plan))
        for slot, question in enumerate(questions):
            right = self.chance.random() < ease
            answer_question(
                quiz=quiz,
                attempt=attempt,
                version=versions[attempt.plan[slot]],
                slot=slot,
                answer=right_answer(question) if right else wrong_answer(question, self.chance),
                submission=uuid.UUID(int=self.chance.getrandbits(128), version=4),
                now=self._after(self.chance.randint(*_SECONDS_AN_ANSWER)),
            )


def right_answer(question: Question) -> object:
    """What marking takes for right."""
    key = item_content(question).key
    match question.interaction:
        case "choice" | "true-false":
            return key["correct"]
        case "matching":
            return key["pairs"]
        case "sequencing":
            return key["order"]
        case "categorise":
            return {thing: category for category, things in key["places"].items() for thing in things}
    return key["accepted"][0]


def wrong_answer(question: Question, chance: Random) -> object:
    """A plausible mistake."""
    match question.interaction:
        case "choice":
            return [chance.choice([choice.id for choice in question.choices if not choice.correct])]
        case "true-false":
            return not question.answer
        case "matching" | "categorise":
            right = cast("dict[str, str]", right_answer(question))
            first, *others = right.values()
            return dict(zip(right, [*others, first], strict=True))
        case "sequencing":
            return list(reversed(cast("list[str]", right_answer(question))))
    return "je ne sais pas"

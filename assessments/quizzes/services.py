"""Quizzes: what authors set up, and the two acts of a learner that need the quiz's own rules."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction

from assessments.activities.models import Activity
from assessments.attempts import services as evidence
from assessments.attempts.drafts import forget_draft, keep_draft
from assessments.attempts.models import Attempt, Draft, Outcome, Response
from assessments.attempts.timing import is_up
from assessments.bank.models import ItemVersion
from assessments.bank.queries import with_keys
from assessments.handins.services import hand_in
from assessments.quizzes import queries
from assessments.quizzes.composing import (
    Drawn,
    ItemNotReady,
    ItemOfAnotherStructure,
    Part,
    Placed,
    PoolTooSmall,
    compose,
)
from assessments.quizzes.models import Quiz, QuizDraw, QuizItem
from assessments.quizzes.planning import plan_of
from lms.accounts.models import User
from lms.journal.services import record
from lms.structures.models import Structure

__all__ = [
    "Answered",
    "Drawn",
    "EmptyQuiz",
    "InPlace",
    "ItemNotReady",
    "ItemOfAnotherStructure",
    "Placed",
    "PoolTooSmall",
    "answer_in_place",
    "answer_question",
    "begin_quiz",
    "create_quiz",
    "finish_quiz",
    "keep_unfinished",
    "retire_quiz",
    "set_quiz_items",
    "update_quiz",
]


class EmptyQuiz(Exception):
    """The quiz has no question to ask."""


class Read(Protocol):
    def __call__(self, version: ItemVersion, /, *, files: Sequence[Mapping[str, Any]]) -> object: ...


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What an answer did: its row, the outcome when it ended the attempt, and all the answers given by now."""

    response: Response
    outcome: Outcome | None
    sheet: evidence.Sheet


@dataclass(frozen=True, kw_only=True)
class InPlace:
    """An answer recorded in its place, with what the next screen needs: this question and the next, read once."""

    answered: Answered
    versions: dict[int, ItemVersion]

    @property
    def attempt(self) -> Attempt:
        return self.answered.sheet.attempt


@transaction.atomic
def create_quiz(
    *,
    structure: Structure,
    title: str,
    by: User | None,
    now: datetime.datetime,
    items: Iterable[Part] = (),
    pass_mark: int = 60,
    attempts_allowed: int = 0,
    feedback: Quiz.Feedback = Quiz.Feedback.IMMEDIATE,
    introduction: str = "",
) -> Quiz:
    """Add a quiz of these questions and draws, in this order. Raises what `composing.compose` raises."""
    activity = Activity.objects.create(
        kind=Activity.Kind.QUIZ,
        structure=structure,
        title=title,
        pass_mark=pass_mark,
        attempts_allowed=attempts_allowed,
        created_by=by,
        created_at=now,
    )
    quiz = Quiz.objects.create(activity=activity, feedback=feedback, introduction=introduction)
    compose(quiz, items)
    _note("quiz.created", quiz, by=by, now=now)
    return quiz


@transaction.atomic
def update_quiz(
    *,
    quiz: Quiz,
    title: str,
    pass_mark: int,
    attempts_allowed: int,
    feedback: Quiz.Feedback,
    introduction: str,
    by: User | None,
    now: datetime.datetime,
) -> None:
    """Change the quiz's rules; outcomes already recorded keep theirs."""
    activity = quiz.activity
    activity.title, activity.pass_mark, activity.attempts_allowed = title, pass_mark, attempts_allowed
    activity.save(update_fields=["title", "pass_mark", "attempts_allowed"])
    quiz.feedback, quiz.introduction = feedback, introduction
    quiz.save(update_fields=["feedback", "introduction"])
    _note("quiz.updated", quiz, by=by, now=now)


@transaction.atomic
def set_quiz_items(*, quiz: Quiz, items: Iterable[Part], by: User | None, now: datetime.datetime) -> None:
    """The quiz's questions and draws, in this order, in place of those it had; attempts under way keep their own plan.

    A question given twice is asked once, where it comes first. Raises what `composing.compose` raises.
    """
    held = QuizItem.objects.filter(quiz=quiz)
    had = frozenset(held.values_list("item_id", flat=True))
    held.delete()
    QuizDraw.objects.filter(quiz=quiz).delete()
    compose(quiz, items, had=had)
    _note("quiz.items_set", quiz, by=by, now=now)


@transaction.atomic
def retire_quiz(*, quiz: Quiz, by: User | None, now: datetime.datetime) -> None:
    """Offer the quiz no more; what people did in it stays. Twice changes nothing."""
    if Activity.objects.filter(pk=quiz.pk, retired_at=None).update(retired_at=now):
        _note("quiz.retired", quiz, by=by, now=now)


@transaction.atomic
def begin_quiz(*, user: User, quiz: Quiz, context: uuid.UUID, now: datetime.datetime, seed: int) -> Attempt:
    """The person's open attempt, else a new one: each question's newest version, those drawn with this seed.

    Raises EmptyQuiz, attempts.services.AttemptsExhausted, OutsideWindow and PrerequisitesMissing.
    """
    plan = plan_of(quiz, learner=user, seed=seed)
    if not plan:
        raise EmptyQuiz
    asks_first = queries.asks_first(quiz)
    return evidence.start_attempt(
        user=user, activity=quiz.activity, plan=plan, context=context, now=now, seed=seed, asks_first=asks_first
    )


@transaction.atomic
def answer_question(
    *,
    quiz: Quiz,
    attempt: Attempt,
    version: ItemVersion,
    slot: int,
    answer: object,
    submission: uuid.UUID,
    now: datetime.datetime,
) -> Answered:
    """Record an answer. With immediate feedback the first answer stands, and the last question's ends the attempt.

    Raises what `attempts.services.record_response` raises.
    """
    sheet = evidence.take_sheet(Attempt.objects.filter(pk=attempt.pk).select_related("activity"))
    if sheet is None:
        raise evidence.AttemptClosed
    forget_draft(attempt=sheet.attempt, slot=slot)
    return _answer(sheet, quiz, version=version, slot=slot, answer=answer, submission=submission, now=now)


def answer_in_place(
    *,
    user: User,
    place: queries.PlaceOfAttempt,
    slot: int,
    submission: uuid.UUID,
    read: Read,
    now: datetime.datetime,
) -> InPlace:
    """`answer_question` by the learner: who may, the rows locked and the next question are read in few queries.

    `read` makes of the form, and of the files handed in, what marking takes, and raises for what it cannot.
    Raises queries.NotThere besides.
    An answer that comes too late ends the attempt with what was recorded before, and TimeIsUp is raised all the same.
    """
    try:
        return _answer_in_place(user, place, slot, submission, read, now)
    except evidence.TimeIsUp as late:
        evidence.submit_attempt(attempt=late.attempt, now=now)
        raise


@transaction.atomic
def _answer_in_place(
    user: User,
    place: queries.PlaceOfAttempt,
    slot: int,
    submission: uuid.UUID,
    read: Read,
    now: datetime.datetime,
) -> InPlace:
    sheet = evidence.take_sheet(queries.attempts_in(user, place))
    if sheet is None or not queries.is_open(user, sheet.attempt, place):
        raise queries.NotThere
    attempt, quiz = sheet.attempt, sheet.attempt.activity.quiz
    attempt.user = user
    if not 0 <= slot < len(attempt.plan):
        raise evidence.UnknownSlot(slot)
    versions = with_keys(attempt.plan[each] for each in queries.slots_to_show(sheet, slot))
    version = versions[attempt.plan[slot]]
    files = hand_in(attempt=attempt, slot=slot, now=now) if queries.takes_files(version) else ()
    answered = _answer(
        sheet, quiz, version=version, slot=slot, answer=read(version, files=files), submission=submission, now=now
    )
    forget_draft(attempt=attempt, slot=slot)
    return InPlace(answered=answered, versions=versions)


def _answer(
    sheet: evidence.Sheet,
    quiz: Quiz,
    *,
    version: ItemVersion,
    slot: int,
    answer: object,
    submission: uuid.UUID,
    now: datetime.datetime,
) -> Answered:
    immediate = quiz.feedback == Quiz.Feedback.IMMEDIATE
    response = evidence.record_on(
        sheet,
        slot=slot,
        version=version,
        answer=answer,
        submission=submission,
        now=now,
        changeable=not immediate,
    )
    sheet = sheet.with_answer(response)
    if not immediate or len(sheet.latest) < len(sheet.attempt.plan):
        return Answered(response=response, outcome=None, sheet=sheet)
    outcome = evidence.submit_attempt(attempt=sheet.attempt, now=now, sheet=sheet)
    return Answered(response=response, outcome=outcome, sheet=sheet)


@transaction.atomic
def keep_unfinished(
    *,
    user: User,
    attempt: uuid.UUID,
    slot: int,
    answer: list[str],
    sequence: int,
    submission: uuid.UUID,
    now: datetime.datetime,
) -> bool:
    """Keep as a draft what the person left in a question's form, whoever may see the lesson by now: it is theirs.

    False where nothing was to be kept. Raises queries.NotThere, attempts' AttemptClosed and DraftRefused.
    """
    mine = queries.own_quiz_attempts(user).filter(uuid=attempt).first()
    if mine is None:
        raise queries.NotThere
    mine.user = user
    if is_up(mine, now=now):
        raise evidence.AttemptClosed
    return keep_draft(
        attempt=mine,
        slot=slot,
        answer=answer,
        sequence=sequence,
        submission=submission,
        now=now,
        changeable=mine.activity.quiz.feedback == Quiz.Feedback.DEFERRED,
    )


@transaction.atomic
def finish_quiz(*, attempt: Attempt, now: datetime.datetime) -> Outcome | None:
    """« Terminer »: what was ticked and never validated counts for nothing, and is forgotten.

    None: the outcome waits for a trainer.
    """
    outcome = evidence.submit_attempt(attempt=attempt, now=now)
    Draft.objects.filter(attempt=attempt).delete()  # once closed, no draft comes after
    return outcome


def _note(verb: str, quiz: Quiz, *, by: User | None, now: datetime.datetime) -> None:
    target = f"quiz:{quiz.activity.uuid}"
    record(verb=verb, now=now, by=by, structure_id=quiz.activity.structure_id, target=target)

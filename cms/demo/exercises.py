"""The demo's activities: a quiz for each lesson, with its sounds where it was recorded, and one H5P exercise."""

import datetime
import io
from typing import Final

from assessments.activities.models import Activity
from assessments.bank.content import (
    Choice,
    ItemContent,
    categorise_content,
    choice_content,
    fill_in_content,
    matching_content,
    sequencing_content,
    true_false_content,
)
from assessments.bank.models import Item, ItemMedia
from assessments.bank.queries import newest_versions
from assessments.bank.services import attach_media, create_item
from assessments.h5p.models import H5PLibrary
from assessments.h5p.services import approve_library, receive_package
from assessments.quizzes.models import Quiz
from assessments.quizzes.services import create_quiz
from assessments.skills.queries import skills_named
from cms.demo.audio import Recording, recordings
from cms.demo.content import Lesson, Question
from cms.demo.package import PACKAGE_NAME, h5p_package
from lms.accounts.models import User
from lms.structures.models import Structure

EXERCISE_LESSON: Final = "D01-L6"
_PART_OF: Final = {"question": "prompt", "choice": "choice:{}", "feedback": "feedback:{}"}


def make_quiz(*, lesson: Lesson, structure: Structure, by: User, now: datetime.datetime) -> Quiz:
    """The lesson's quiz, its questions in the structure's bank."""
    items = [make_item(question, structure=structure, by=by, now=now) for question in lesson.questions]
    _say_aloud(lesson, items, by=by, now=now)
    return create_quiz(
        structure=structure,
        title=lesson.quiz.title,
        items=items,
        pass_mark=lesson.quiz.pass_mark,
        attempts_allowed=lesson.quiz.attempts_allowed,
        feedback=Quiz.Feedback(lesson.quiz.feedback),
        by=by,
        now=now,
    )


def make_item(question: Question, *, structure: Structure, by: User, now: datetime.datetime) -> Item:
    """One question of the bank."""
    code = "-".join(question.id.split("-")[:2]).upper()
    return create_item(
        structure=structure,
        title=f"{code} – {question.prompt}"[:150],
        content=item_content(question),
        skills=skills_named(list(question.skills)),
        by=by,
        now=now,
    )


def item_content(question: Question) -> ItemContent:
    """The question with its key and its feedback. Raises ContentRefused when nobody could answer it."""
    said = {"feedback_correct": question.feedback_correct, "feedback_incorrect": question.feedback_incorrect}
    match question.interaction:
        case "choice":
            return choice_content(prompt=question.prompt, choices=_choices(question), multiple=question.multiple)
        case "true-false":
            return true_false_content(
                prompt=question.prompt,
                answer=question.answer,
                feedback_true=question.feedback_true,
                feedback_false=question.feedback_false,
            )
        case "matching":
            return matching_content(prompt=question.prompt, pairs=question.pairs, **said)
        case "sequencing":
            return sequencing_content(prompt=question.prompt, steps=question.steps, **said)
        case "categorise":
            return categorise_content(prompt=question.prompt, categories=question.categories, **said)
    return fill_in_content(
        prompt=question.prompt,
        accepted=question.accepted,
        feedback_correct=question.feedback_correct,
        feedback_incorrect=question.feedback_incorrect,
    )


def _choices(question: Question) -> list[Choice]:
    return [
        Choice(id=each.id, text=each.text, correct=each.correct, feedback=each.feedback) for each in question.choices
    ]


def _say_aloud(lesson: Lesson, items: list[Item], *, by: User, now: datetime.datetime) -> None:
    """Give each question, choice and feedback its recording, where the lesson has them."""
    versions = newest_versions(items)
    item_of = {question.id: item for question, item in zip(lesson.questions, items, strict=True)}
    for recording in recordings(lesson.code).values():
        kind, _colon, rest = recording.key.partition(":")
        question, _colon, answer = rest.partition(":")
        if kind in _PART_OF:
            version = versions[item_of[question].pk]
            attach_media(
                version=version,
                kind=ItemMedia.Kind.AUDIO,
                part=_PART_OF[kind].format(answer),
                file=io.BytesIO(_sound(recording, lesson)),
                description=recording.transcript,
                by=by,
                now=now,
            )


def _sound(recording: Recording, lesson: Lesson) -> bytes:
    return recording.path(lesson.code).read_bytes()


def make_exercise(*, structure: Structure, by: User, administrator: User, now: datetime.datetime) -> Activity:
    """The H5P exercise, received as any author's package, its library approved by the administrator."""
    received = receive_package(file=io.BytesIO(h5p_package()), name=PACKAGE_NAME, structure=structure, by=by, now=now)
    for library in H5PLibrary.objects.filter(status=H5PLibrary.Status.PENDING).order_by("pk"):
        approve_library(library=library, by=administrator, now=now)
    return received.content.activity

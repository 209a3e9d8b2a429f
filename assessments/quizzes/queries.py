"""What the quiz pages show: a fixed number of queries each, whatever the number of questions."""

import uuid
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from assessments.activities.models import Activity
from assessments.attempts import queries as attempts
from assessments.attempts.models import Attempt, Outcome, Response
from assessments.attempts.services import PlannedItem, UnknownSlot
from assessments.bank.models import ItemVersion
from assessments.bank.queries import ShownItem, newest_versions, shown, version_to_show
from assessments.bank.reviews import Review, review
from assessments.quizzes.models import Quiz, QuizItem
from lms.accounts.models import User, Visitor


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of an attempt, as its page shows it: to answer, or answered with its review."""

    attempt: uuid.UUID
    number: int  # from 1
    total: int
    answered: int  # how many questions of the attempt have an answer
    item: ShownItem
    picked: tuple[str, ...] = ()  # ids ticked: before an error, or last time
    typed: str = ""
    error: str = ""
    saved: bool = False  # an answer to this question is recorded
    over: bool = False  # the attempt is submitted
    review: Review | None = None
    submission: uuid.UUID | None = None  # the key of the next answer sent


@dataclass(frozen=True, kw_only=True)
class Place:
    """A question of the plan in the page where one finishes: its number, and whether it has its answer."""

    number: int
    answered: bool


@dataclass(frozen=True, kw_only=True)
class Introduction:
    """What stands before the first question."""

    questions: int
    left: int | None  # attempts that may still begin; None: no limit
    latest: Attempt | None  # the newest one finished, with its outcome


@dataclass(frozen=True, kw_only=True)
class Result:
    """What an attempt came to, in words and question by question."""

    outcome: Outcome
    right: int
    total: int
    reviews: tuple[Review, ...]
    left: int | None


def quiz_of(activity: uuid.UUID) -> Quiz | None:
    """The quiz of this activity."""
    return Quiz.objects.select_related("activity").filter(activity__uuid=activity).first()


def quizzes_visible_to(user: Visitor) -> QuerySet[Quiz]:
    """The quizzes in use of the structures in whose studio the user works, by title."""
    in_use = Quiz.objects.filter(activity__in=Activity.objects.visible_to(user), activity__retired_at=None)
    with_sizes = in_use.select_related("activity").annotate(questions=Count("quiz_items"))
    return with_sizes.order_by("activity__title", "pk")


def items_of(quiz: Quiz) -> QuerySet[QuizItem]:
    """The quiz's questions in order; retired ones are no longer asked."""
    in_use = QuizItem.objects.filter(quiz=quiz, item__retired_at=None)
    return in_use.select_related("item").order_by("position", "pk")


def plan_of(quiz: Quiz) -> list[PlannedItem]:
    """What an attempt begun now asks: the newest version of each question, with its points."""
    places = list(items_of(quiz))
    versions = newest_versions([place.item for place in places])
    return [PlannedItem(version_id=versions[place.item_id].pk, points=place.points) for place in places]


def own_attempt(user: User, quiz: Quiz, attempt: uuid.UUID) -> Attempt | None:
    """This attempt, if it is the person's own, at this quiz, and was not cancelled."""
    mine = Attempt.objects.counted().filter(user=user, activity=quiz.activity, uuid=attempt)
    return mine.select_related("activity", "outcome", "user").first()


def introduction(user: User, quiz: Quiz) -> Introduction:
    finished = attempts.attempts_of(user, quiz.activity).filter(state=Attempt.State.SUBMITTED)
    return Introduction(
        questions=items_of(quiz).count(),
        left=attempts.attempts_left(user, quiz.activity),
        latest=finished.first(),
    )


def question_at(attempt: Attempt, quiz: Quiz, number: int | None = None) -> Question | None:
    """The question `number` (from 1) of the attempt if it may be seen, else the first without an answer.

    None when every question has its answer and none was asked for. The key is read only where it may be shown: once
    answered when feedback is immediate, once submitted when it is deferred.
    """
    latest = attempts.latest_responses(attempt)
    waiting = (slot for slot in range(len(attempt.plan)) if slot not in latest)
    first = next(waiting, None) if attempt.state == Attempt.State.OPEN else None
    slot = number - 1 if number is not None and (number - 1 in latest or number - 1 == first) else first
    return None if slot is None else _question(attempt, quiz, slot, latest)


def version_at(attempt: Attempt, number: int) -> ItemVersion:
    """What is asked at `number` (from 1) of the attempt. Raises attempts.services.UnknownSlot."""
    if not 1 <= number <= len(attempt.plan):
        raise UnknownSlot(number)
    return ItemVersion.objects.select_related("item").get(pk=attempt.plan[number - 1])


def _question(attempt: Attempt, quiz: Quiz, slot: int, latest: dict[int, Response]) -> Question:
    version = version_to_show(attempt.plan[slot])
    response, over = latest.get(slot), attempt.state != Attempt.State.OPEN
    may_see = response is not None and (over or quiz.feedback == Quiz.Feedback.IMMEDIATE)
    picked, typed = _given(response)
    return Question(
        attempt=attempt.uuid,
        number=slot + 1,
        total=len(attempt.plan),
        answered=len(latest),
        item=shown(version),
        picked=picked,
        typed=typed,
        saved=response is not None,
        over=over,
        review=review(version, response.answer) if response is not None and may_see else None,
        submission=None if may_see else uuid.uuid4(),
    )


def _given(response: Response | None) -> tuple[tuple[str, ...], str]:
    """What the form shows again: ids ticked, or the text."""
    match response.answer if response is not None else None:
        case list() as ids:
            return tuple(ids), ""
        case bool() as truth:
            return ("true" if truth else "false",), ""
        case str() as text:
            return (), text
    return (), ""


def places(attempt: Attempt) -> list[Place]:
    """Every question of the plan, and whether it has its answer."""
    answered = set(Response.objects.filter(attempt=attempt).order_by().values_list("slot", flat=True))
    return [Place(number=slot + 1, answered=slot in answered) for slot in range(len(attempt.plan))]


def result_of(attempt: Attempt) -> Result:
    """The result of a submitted attempt, questions in their order, right answers included."""
    latest = attempts.latest_responses(attempt)
    versions = (
        ItemVersion.objects.select_related("item", "answer_key").prefetch_related("media").in_bulk(list(attempt.plan))
    )
    reviews = tuple(
        review(versions[version], latest[slot].answer if slot in latest else None, answered=slot in latest)
        for slot, version in enumerate(attempt.plan)
    )
    return Result(
        outcome=attempt.outcome,
        right=sum(each.success for each in reviews),
        total=len(reviews),
        reviews=reviews,
        left=attempts.attempts_left(attempt.user, attempt.activity),
    )


def preview_at(version: ItemVersion, *, number: int, total: int, answer: object = None, error: str = "") -> Question:
    """A question as learners see it, for its authors: nothing is recorded; with an answer, its review."""
    picked, typed = _given(Response(answer=answer))
    return Question(
        attempt=uuid.UUID(int=0),
        number=number,
        total=total,
        answered=number - 1,
        item=shown(version),
        picked=picked,
        typed=typed,
        error=error,
        review=None if answer is None else review(version, answer),
        submission=uuid.uuid4(),
    )

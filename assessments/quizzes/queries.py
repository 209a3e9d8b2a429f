"""What the quiz pages show: a fixed number of queries each, whatever the number of questions."""

import datetime
import uuid
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from assessments.activities.access import may_attempt, opened_to
from assessments.activities.models import Activity, Prerequisite
from assessments.attempts import queries as attempts
from assessments.attempts.drafts import drafts_of
from assessments.attempts.models import Attempt, AttemptQuerySet, Draft, Response
from assessments.attempts.prerequisites import FirstStep, first_steps
from assessments.attempts.services import Sheet
from assessments.bank.content import hint_costs
from assessments.bank.models import Interaction, ItemVersion
from assessments.bank.queries import ShownItem, shown, version_to_show
from assessments.bank.reviews import Review, review
from assessments.bank.shuffling import Chance
from assessments.handins.models import HandedFile
from assessments.quizzes.answers import Fields, NoAnswer, fields_of
from assessments.quizzes.hints import Earned, Hints, TakenBySlot, earned, earned_by, hints_after, hints_at, hints_in
from assessments.quizzes.marks import marks_in
from assessments.quizzes.models import Quiz, QuizDraw, QuizItem
from assessments.quizzes.times import Clock, Times, clock_of, times_of
from lms.accounts.models import User, Visitor


class NotThere(Exception):
    """No such attempt for this person: somebody else's, cancelled, or of a lesson that is not theirs."""


@dataclass(frozen=True, kw_only=True)
class PlaceOfAttempt:
    """An attempt as an address names it: the quiz, the lesson it is opened from, the attempt."""

    activity: uuid.UUID
    context: uuid.UUID
    attempt: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of an attempt, as its page shows it: to answer, or answered with its review."""

    attempt: uuid.UUID
    number: int  # from 1
    total: int
    answered: int  # how many questions of the attempt have an answer
    item: ShownItem
    fields: Fields = field(default_factory=Fields)  # what is in its form: before an error, or last time
    error: str = ""
    amiss: frozenset[str] = frozenset()  # the rows to mend, where the error is not of the whole answer
    draft: bool = False  # what is ticked or typed was kept, and waits to be validated
    saved: bool = False  # an answer to this question is recorded
    over: bool = False  # the attempt is handed in
    review: Review | None = None
    submission: uuid.UUID | None = None  # the key of the next answer sent
    clock: Clock | None = None  # where the attempt ends by itself
    hints: Hints = field(default_factory=Hints)
    earned: Earned | None = None  # with its review, where hints took something off
    files: tuple[HandedFile, ...] = ()  # that stand on the page, where the question is answered with files

    @property
    def takes_files(self) -> bool:
        return self.item.interaction == Interaction.FILE_UPLOAD


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
    latest: Attempt | None  # the newest one finished
    times: Times
    first: list[FirstStep]  # what the person has to do before

    @property
    def waits(self) -> bool:
        """A trainer has still to look at the newest one: there is nothing to do better yet."""
        return self.latest is not None and self.latest.state == Attempt.State.SUBMITTED

    @property
    def may_begin(self) -> bool:
        open_to_all = bool(self.questions) and self.left != 0 and self.times.is_open
        return open_to_all and not self.first and not self.waits


def quiz_of(activity: uuid.UUID) -> Quiz | None:
    """The quiz of this activity, whether it draws questions, and whether something comes before it."""
    annotated = Quiz.objects.annotate(
        has_draws=Exists(QuizDraw.objects.filter(quiz=OuterRef("pk"))),
        has_prerequisites=Exists(Prerequisite.objects.filter(activity=OuterRef("pk"))),
    )
    return annotated.select_related("activity").filter(activity__uuid=activity).first()


def quizzes_visible_to(user: Visitor) -> QuerySet[Quiz]:
    """The quizzes in use of the structures in whose studio the user works, by title."""
    in_use = Quiz.objects.filter(activity__in=Activity.objects.visible_to(user), activity__retired_at=None)
    draws = QuizDraw.objects.filter(quiz=OuterRef("pk")).order_by().values("quiz").annotate(sum=Sum("count"))
    questions = Count("quiz_items") + Coalesce(Subquery(draws.values("sum")), 0)
    with_sizes = in_use.select_related("activity").annotate(questions=questions)
    return with_sizes.order_by("activity__title", "pk")


def items_of(quiz: Quiz) -> QuerySet[QuizItem]:
    """The quiz's questions in order: those that are ready."""
    return QuizItem.objects.asked().filter(quiz=quiz).select_related("item").order_by("position", "pk")


def draws_of(quiz: Quiz) -> list[QuizDraw]:
    """The quiz's draws in order; no query where `quiz_of` saw that there are none."""
    if not getattr(quiz, "has_draws", True):
        return []
    return list(QuizDraw.objects.filter(quiz=quiz).select_related("category").order_by("position", "pk"))


def asks_first(quiz: Quiz) -> bool:
    """Whether something may have to be done before; no query."""
    return getattr(quiz, "has_prerequisites", True)


def own_quiz_attempts(user: User) -> AttemptQuerySet:
    """The person's attempts at quizzes that were not cancelled, with the quiz."""
    mine = Attempt.objects.counted().filter(user=user, activity__quiz__isnull=False)
    return mine.select_related("activity__quiz")


def attempts_in(user: User, place: PlaceOfAttempt) -> AttemptQuerySet:
    """The one attempt of this place, if it is the person's own; `opened` tells whether they may be here."""
    mine = own_quiz_attempts(user).filter(activity__uuid=place.activity, uuid=place.attempt)
    return mine.annotate(opened=opened_to(user, place.context))


def is_open(user: User, attempt: Attempt, place: PlaceOfAttempt) -> bool:
    """Whether the person may go on with an attempt that `attempts_in` read: a learner's costs no query."""
    opened: bool = attempt.opened  # type: ignore[attr-defined]
    return opened or may_attempt(user, attempt.activity_id, place.context)


def own_attempt(user: User, place: PlaceOfAttempt) -> Attempt:
    """The attempt of this place, when it is the person's own and they may open the lesson. Raises NotThere."""
    found = attempts_in(user, place).select_related("outcome").first()
    if found is None or not is_open(user, found, place):
        raise NotThere
    found.user = user
    return found


def open_quiz_attempt(user: User, activity: uuid.UUID) -> Attempt | None:
    """The attempt at this quiz that the person has not finished."""
    mine = own_quiz_attempts(user).filter(activity__uuid=activity, state=Attempt.State.OPEN)
    found = mine.order_by("pk").first()
    if found is not None:
        found.user = user
    return found


def introduction(user: User, quiz: Quiz, *, now: datetime.datetime) -> Introduction:
    finished = attempts.attempts_of(user, quiz.activity).handed_in()
    return Introduction(
        questions=items_of(quiz).count() + sum(draw.count for draw in draws_of(quiz)),
        left=attempts.attempts_left(user, quiz.activity),
        latest=finished.first(),
        times=times_of(quiz.activity, user, now=now),
        first=first_steps(user, [quiz.pk]).get(quiz.pk, []) if asks_first(quiz) else [],
    )


def question_at(attempt: Attempt, quiz: Quiz, number: int | None = None) -> Question | None:
    """The question `number` (from 1) of the attempt if it may be seen, else the first without an answer.

    None when every question has its answer and none was asked for. The key is read only where it may be shown: once
    answered when feedback is immediate, once submitted when it is deferred.
    """
    latest = attempts.latest_responses(attempt)
    first = _first_waiting(attempt, latest)
    slot = number - 1 if number is not None and (number - 1 in latest or number - 1 == first) else first
    if slot is None:
        return None
    draft, version = drafts_of(attempt).get(slot), version_to_show(attempt.plan[slot])
    return _question(attempt, quiz, slot, latest, version, draft, taken=hints_in(attempt, [version]))


def slots_to_show(sheet: Sheet, slot: int) -> list[int]:
    """This place, and the next one that will wait for an answer once this one has its own."""
    answered = {*sheet.latest, slot}
    following = [each for each in range(len(sheet.attempt.plan)) if each not in answered]
    return [slot, *following[:1]]


def screens_after(sheet: Sheet, slot: int, versions: dict[int, ItemVersion]) -> tuple[Question | None, Question | None]:
    """The question just answered, where its author's words may be read now, and the next that waits, if any."""
    attempt, quiz, latest = sheet.attempt, sheet.attempt.activity.quiz, sheet.latest
    immediate = quiz.feedback == Quiz.Feedback.IMMEDIATE
    first = _first_waiting(attempt, latest)
    taken = hints_in(attempt, versions)
    said = _question(attempt, quiz, slot, latest, versions[attempt.plan[slot]], taken=taken) if immediate else None
    if first is None:
        return said, None
    draft, version = drafts_of(attempt).get(first), versions[attempt.plan[first]]
    return said, _question(attempt, quiz, first, latest, version, draft, taken=taken)


def _first_waiting(attempt: Attempt, latest: dict[int, Response]) -> int | None:
    if attempt.state != Attempt.State.OPEN:
        return None
    return next((slot for slot in range(len(attempt.plan)) if slot not in latest), None)


def _question(
    attempt: Attempt,
    quiz: Quiz,
    slot: int,
    latest: dict[int, Response],
    version: ItemVersion,
    draft: Draft | None = None,
    *,
    taken: TakenBySlot,
) -> Question:
    hints = taken.get(slot, ())
    response, over = latest.get(slot), attempt.state != Attempt.State.OPEN
    may_see = response is not None and (over or quiz.feedback == Quiz.Feedback.IMMEDIATE)
    unfinished = draft is not None and not may_see
    chance = Chance(seed=attempt.seed, slot=slot)
    marks = marks_in({version.pk: version}, [response]).get(slot) if response is not None and may_see else None
    return Question(
        attempt=attempt.uuid,
        number=slot + 1,
        total=len(attempt.plan),
        answered=len(latest),
        item=shown(version, chance=chance),
        fields=_fields(version, response, draft if unfinished else None),
        draft=unfinished,
        saved=response is not None,
        over=over,
        review=review(version, response.answer, chance=chance, marks=marks)
        if response is not None and may_see
        else None,
        submission=None if may_see else uuid.uuid4(),
        clock=clock_of(attempt),
        hints=hints_at(version, hints, open_to_more=response is None and not over),
        earned=earned_by(attempt, response, hints) if may_see else None,
        files=() if may_see else _files(attempt, slot, version),
    )


def takes_files(version: ItemVersion) -> bool:
    """Whether the question is answered with files."""
    return version.item.interaction == Interaction.FILE_UPLOAD


def _files(attempt: Attempt, slot: int, version: ItemVersion) -> tuple[HandedFile, ...]:
    """What was sent for this question; no query for any other kind."""
    return tuple(HandedFile.objects.at(attempt, slot)) if takes_files(version) else ()


def _fields(version: ItemVersion, response: Response | None, draft: Draft | None) -> Fields:
    """What the form shows again: what was left in it, else what was answered."""
    if draft is not None:
        return Fields.kept(draft.answer)
    return Fields() if response is None else fields_of(version, response.answer)


def places(attempt: Attempt) -> list[Place]:
    """Every question of the plan, and whether it has its answer."""
    answered = set(Response.objects.filter(attempt=attempt).order_by().values_list("slot", flat=True))
    return [Place(number=slot + 1, answered=slot in answered) for slot in range(len(attempt.plan))]


def preview_at(
    version: ItemVersion,
    *,
    number: int,
    total: int,
    fields: Fields,
    answer: object = None,
    refused: NoAnswer | None = None,
    points: int = 1,
    hints: int = 0,
) -> Question:
    """A question as learners see it, for its authors: nothing is recorded; with an answer, its review.

    `hints`: how many are asked for already.
    """
    chance = Chance(seed=0, slot=number - 1)
    said = None if answer is None else review(version, answer, chance=chance)
    return Question(
        attempt=uuid.UUID(int=0),
        number=number,
        total=total,
        answered=number - 1,
        item=shown(version, chance=chance),
        fields=fields,
        error=str(refused or ""),
        amiss=refused.rows if refused else frozenset(),
        review=said,
        submission=uuid.uuid4(),
        hints=hints_after(version, hints, open_to_more=said is None),
        earned=earned(points, said.scaled, hint_costs(version.body)[:hints]) if said else None,
    )

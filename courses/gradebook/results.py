"""What each person of a cohort did at a quiz, try by try, read as a file leaves: a page of rows at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import QuerySet

from assessments.activities.models import Activity
from assessments.attempts.models import Attempt, Outcome, Response
from assessments.attempts.scoring import left_after
from assessments.bank.models import Item, ItemVersion
from assessments.bank.told import told
from assessments.quizzes.models import QuizItem
from lms.cohorts.models import Cohort
from lms.cohorts.queries import people_of

A_TIME = 200  # rows read from the database together


@dataclass(frozen=True, kw_only=True)
class AttemptRow:
    """A try: what it came to (None while under way), whether it counts, and the points of each question, by item.

    A question that was not asked, or not yet answered, has no points; one passed over in a finished try has 0.
    """

    attempt: Attempt
    outcome: Outcome | None
    counts: bool
    points: Mapping[int, float]


@dataclass(frozen=True, kw_only=True)
class PeopleResults:
    """The questions asked, by item id with their titles, and a row for each try."""

    questions: Mapping[int, str]
    rows: Iterator[AttemptRow]


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """An answer in words; `stands` unless the person changed their mind since. `points` out of `worth`."""

    response: Response
    words: str
    stands: bool
    points: float
    worth: int


def people_results(cohort: Cohort, activity: Activity) -> PeopleResults:
    """Every try of the cohort's people of today, by name and number, cancelled ones too. Two queries, and three
    for each 200 tries."""
    attempts = _attempts(cohort, activity)
    questions = _questions(attempts, activity)
    asked = ItemVersion.objects.filter(item__in=questions).order_by("pk").values_list("pk", "item_id")
    return PeopleResults(questions=questions, rows=_rows(attempts, dict(asked)))


def _attempts(cohort: Cohort, activity: Activity) -> QuerySet[Attempt]:
    people = people_of(cohort).order_by().values("pk")
    attempts = Attempt.objects.filter(activity=activity, user__in=people).select_related("user", "activity", "outcome")
    return attempts.order_by("user__last_name", "user__first_name", "user_id", "number")


def _questions(attempts: QuerySet[Attempt], activity: Activity) -> dict[int, str]:
    """Those that the quiz always asks, in its order, then the others that somebody answered, by title."""
    fixed = QuizItem.objects.filter(quiz=activity.pk).order_by("position").values_list("item_id", "item__title")
    given = Response.objects.filter(attempt__in=attempts.order_by().values("pk"))
    answered = Item.objects.filter(versions__in=given.order_by().values("version")).distinct().order_by("title", "pk")
    return dict(fixed) | dict(answered.exclude(pk__in=[item for item, _title in fixed]).values_list("pk", "title"))


def _rows(attempts: QuerySet[Attempt], asked: Mapping[int, int]) -> Iterator[AttemptRow]:
    read = attempts.prefetch_related("responses", "hints_taken").iterator(chunk_size=A_TIME)
    for _user, together in groupby(read, key=attrgetter("user_id")):
        tries = list(together)
        counting = which_count(tries)
        for attempt in tries:
            yield AttemptRow(
                attempt=attempt,
                outcome=getattr(attempt, "outcome", None),
                counts=attempt.pk in counting,
                points=_points(attempt, asked),
            )


def which_count(tries: Sequence[Attempt]) -> frozenset[int]:
    """Which of a person's tries at an activity count, by the rule of its author; all of them in an average."""
    ended = [each for each in tries if each.state == Attempt.State.MARKED and hasattr(each, "outcome")]
    ended.sort(key=lambda each: (each.submitted_at or each.outcome.recorded_at, each.uuid))  # as in `derivation`
    if not ended or ended[0].activity.counting == Activity.Counting.AVERAGE:
        return frozenset(each.pk for each in ended)
    chosen = {
        Activity.Counting.FIRST: ended[0],
        Activity.Counting.LAST: ended[-1],
        Activity.Counting.BEST: max(ended, key=lambda each: each.outcome.score_scaled),  # of equals the first
    }
    return frozenset({chosen[Activity.Counting(ended[0].activity.counting)].pk})


def _points(attempt: Attempt, asked: Mapping[int, int]) -> dict[int, float]:
    latest = {each.slot: each.score_scaled for each in sorted(attempt.responses.all(), key=attrgetter("sequence"))}
    unanswered = {} if attempt.state == Attempt.State.OPEN else dict.fromkeys(range(len(attempt.plan)), 0.0)
    marks = unanswered | latest
    return {
        asked[version]: round(points * marks[slot] * _left(attempt, slot), 2)
        for slot, (version, points) in enumerate(zip(attempt.plan, attempt.points, strict=True))
        if slot in marks and version in asked
    }


def _left(attempt: Attempt, slot: int) -> float:
    """The share of a question's points that the hints taken there leave."""
    return left_after([hint.cost for hint in attempt.hints_taken.all() if hint.slot == slot])


def answer_rows(cohort: Cohort, activity: Activity) -> Iterator[AnswerRow]:
    """Every answer of the cohort's people of today, changes of mind too: five queries for each 200
    tries, their questions and hints included."""
    read = _attempts(cohort, activity).prefetch_related("responses__version__item", "hints_taken")
    for attempt in read.iterator(chunk_size=A_TIME):
        answers = sorted(attempt.responses.all(), key=attrgetter("slot", "sequence"))
        standing = {each.slot: each.pk for each in answers}
        for response in answers:
            worth = attempt.points[response.slot]
            response.attempt = attempt
            yield AnswerRow(
                response=response,
                words=told(response.version.item.interaction, response.version.body, response.answer),
                stands=standing[response.slot] == response.pk,
                points=round(worth * response.score_scaled * _left(attempt, response.slot), 2),
                worth=worth,
            )

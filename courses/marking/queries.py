"""What trainers look at: the works that wait, those looked at lately, one work with all that was said of it."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, QuerySet, Subquery

from assessments.attempts.marks import Mark
from assessments.attempts.models import Attempt, Response
from assessments.bank.models import ItemVersion
from assessments.bank.queries import definition_of
from assessments.bank.reviews import review
from assessments.bank.reviews.parts import Marks
from assessments.grading.rubric import Rubric, TrainerMarked, levels_reached
from lms.accounts.models import Visitor

WORKS_A_PAGE = 30
LATELY = 10


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The works of a page, those handed in first in front; and the last ones that somebody looked at."""

    page: Page[Response]
    lately: QuerySet[Response]


@dataclass(frozen=True, kw_only=True)
class Said:
    """One mark in words: each criterion with the level reached."""

    mark: Mark
    levels: list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Work:
    """An answer to look at, with its rubric and every mark that it has, oldest first."""

    response: Response
    number: int  # of the question, from 1
    rubric: Rubric
    details: object  # what the interaction's own template shows of the answer
    said: list[Said]

    @property
    def template(self) -> str:
        """What shows this kind of work to a trainer, from its `details`."""
        return f"courses/works/{self.version.item.interaction}.html"

    @property
    def version(self) -> ItemVersion:
        return self.response.version

    @property
    def last(self) -> Mark | None:
        return self.said[-1].mark if self.said else None


def waiting_for(user: Visitor) -> QuerySet[Response]:
    """The works that the user may mark and nobody has looked at, those handed in first in front."""
    waiting = Response.objects.waiting().markable_by(user)
    return _with_what_is_shown(waiting).order_by("attempt__submitted_at", "attempt_id", "slot")


def work_to_mark(user: Visitor, *, page: str | int | None = 1) -> Queue:
    """The screen of all works: three queries."""
    return Queue(
        page=Paginator(waiting_for(user), WORKS_A_PAGE).get_page(page),
        lately=_with_what_is_shown(_marked_by_now(user))[:LATELY],
    )


def _marked_by_now(user: Visitor) -> QuerySet[Response]:
    """The works that the user may mark again, those looked at last in front."""
    last = Mark.objects.filter(response=OuterRef("pk")).order_by("-sequence").values("marked_at")
    with_moment = Response.objects.markable_by(user).annotate(marked_at=Subquery(last[:1]))
    over = Attempt.objects.handed_in().order_by().values("pk")
    return with_moment.filter(marked_at__isnull=False, attempt__in=over).order_by("-marked_at", "-pk")


def _with_what_is_shown(responses: QuerySet[Response]) -> QuerySet[Response]:
    shown = responses.select_related("attempt__user", "attempt__activity", "version__item")
    return shown.annotate(number=F("slot") + 1)


def work(user: Visitor, attempt: UUID, number: int) -> Work | None:
    """One work, when the user may mark it. Three queries."""
    answers = Response.objects.markable_by(user).filter(attempt__uuid=attempt, slot=number - 1)
    over = answers.filter(attempt__in=Attempt.objects.handed_in().order_by().values("pk"))
    with_all = over.select_related("attempt__user", "attempt__activity", "version__item", "version__answer_key")
    response = with_all.order_by("-sequence").first()
    if response is None or not isinstance(definition := definition_of(response.version), TrainerMarked):
        return None
    marks = Mark.objects.filter(response=response).select_related("by").order_by("sequence")
    return Work(
        response=response,
        number=number,
        rubric=definition.rubric,
        details=review(response.version, response.answer).details,
        said=[_said(definition.rubric, mark) for mark in marks],
    )


def _said(rubric: Rubric, mark: Mark) -> Said:
    reached = levels_reached(rubric, Marks(levels=mark.levels).levels)
    return Said(mark=mark, levels=[(criterion.text, reached[criterion.id].text) for criterion in rubric.criteria])


def next_work(user: Visitor) -> Response | None:
    """The work that has waited longest."""
    return waiting_for(user).first()

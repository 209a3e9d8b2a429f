"""“This exercise cannot be done”: said by who does it, read beside the exercise by its trainers."""

import datetime
import uuid

from django.db import transaction
from django.db.models import QuerySet

from assessments.h5p.models import H5PContent
from assessments.h5p.records import LONGEST_BROWSER, LONGEST_WORDS, H5PProblem
from lms.accounts.models import User
from lms.journal import services as journal

AN_HOUR = 10  # reports of one person about one exercise; more than that is no report any more
SHOWN_AT_MOST = 50


class TooManyProblems(Exception):
    """The person has said so several times within the hour."""


@transaction.atomic
def report_problem(
    *,
    content: H5PContent,
    by: User,
    kind: str,
    words: str,
    browser: str,
    context: uuid.UUID | None,
    now: datetime.datetime,
) -> H5PProblem:
    """Keep what a person says of an exercise; the same said twice is one. Raises `TooManyProblems`.

    `browser` is what the browser says of itself. The journal holds that it was said, and none of the words.
    """
    lately = H5PProblem.objects.filter(
        content=content, reported_by=by, reported_at__gt=now - datetime.timedelta(hours=1)
    )
    said = {"kind": kind, "words": words[:LONGEST_WORDS]}
    if same := lately.filter(**said, settled_at=None).first():
        return same
    if lately.count() >= AN_HOUR:
        raise TooManyProblems
    problem = H5PProblem.objects.create(
        content=content,
        reported_by=by,
        browser="".join(sign for sign in browser if sign.isprintable())[:LONGEST_BROWSER],
        context=context,
        reported_at=now,
        **said,
    )
    journal.record(
        verb="h5p.problem_reported",
        now=now,
        by=by,
        structure_id=content.activity.structure_id,
        target=f"activity:{content.activity.uuid}",
    )
    return problem


@transaction.atomic
def settle_problem(*, problem: H5PProblem, by: User, now: datetime.datetime) -> None:
    """A trainer has looked: it is listed no more. Twice changes nothing."""
    if H5PProblem.objects.filter(pk=problem.pk, settled_at=None).update(settled_at=now, settled_by=by):
        journal.record(
            verb="h5p.problem_settled",
            now=now,
            by=by,
            subject=problem.reported_by,
            structure_id=problem.content.activity.structure_id,
            target=f"activity:{problem.content.activity.uuid}",
        )


def open_problems(content: H5PContent) -> QuerySet[H5PProblem]:
    """What nobody has looked at yet, latest first."""
    problems = H5PProblem.objects.filter(content=content, settled_at=None).select_related("reported_by")
    return problems.order_by("-reported_at", "-pk")

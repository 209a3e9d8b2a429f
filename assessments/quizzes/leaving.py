"""The half-typed answer of who leaves: kept as a draft, whatever ends the session."""

import contextlib
import datetime

from django.http import HttpRequest

from assessments.attempts.closing import AttemptClosed
from assessments.attempts.drafts import DraftRefused
from assessments.quizzes import queries, services
from assessments.quizzes.answers import Fields
from assessments.quizzes.forms import DraftForm
from lms.accounts.models import User
from lms.signin.leaving import keeps_unfinished


def keep_unfinished(request: HttpRequest, user: User, now: datetime.datetime) -> None:
    """Keep what this POST holds of a question's form, when it holds any.

    Raises queries.NotThere, attempts' AttemptClosed and DraftRefused.
    """
    sent = DraftForm(request.POST)
    if sent.is_valid():
        services.keep_unfinished(
            user=user,
            attempt=sent.cleaned_data["attempt"],
            slot=sent.cleaned_data["question"] - 1,
            answer=Fields.sent(request.POST).as_draft(),
            sequence=sent.cleaned_data["sequence"],
            submission=sent.cleaned_data["submission"],
            now=now,
        )


@keeps_unfinished
def keep_half_typed_answer(request: HttpRequest, user: User, now: datetime.datetime) -> None:
    """Somebody else's form, an attempt that is over, too much text: the session ends all the same."""
    with contextlib.suppress(queries.NotThere, AttemptClosed, DraftRefused):
        keep_unfinished(request, user, now)

"""The files of a question under way: received, taken back, counted as its answer by `services`."""

import contextlib
import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from assessments.attempts.models import Attempt
from assessments.attempts.services import AttemptClosed, OnBreak, TimeIsUp, UnknownSlot
from assessments.bank.models import ItemVersion
from assessments.bank.queries import version_to_show
from assessments.handins import services as handins
from assessments.handins.judging import FileRefused, judge
from assessments.quizzes.answers import NoAnswer
from assessments.quizzes.models import Quiz
from assessments.quizzes.queries import PlaceOfAttempt, own_attempt, takes_files
from lms.accounts.models import User
from lms.web.ratelimit import CountersUnavailable, Limit, is_over

SENDINGS = Limit(name="files-handed-in", uses=60, seconds=600)


def receive_with_answer(
    *, user: User, place: PlaceOfAttempt, slot: int, file: UploadedFile[Any] | None, now: datetime.datetime
) -> None:
    """`receive_file` for a file that comes with the answer, if one does.

    Where nothing more is taken, the answer itself is told so.

    Raises NoAnswer, queries.NotThere.
    """
    if file is None:
        return
    with contextlib.suppress(handins.AnswerStands, AttemptClosed, OnBreak, TimeIsUp, UnknownSlot):
        receive_file(attempt=own_attempt(user, place), slot=slot, file=file, now=now)


def receive_file(*, attempt: Attempt, slot: int, file: UploadedFile[Any] | None, now: datetime.datetime) -> None:
    """Judge a file and put it on the question's page.

    Raises NoAnswer, with words for the learner, where there is none or it is not taken; UnknownSlot;
    `handins.services.AnswerStands`; attempts' AttemptClosed, OnBreak and TimeIsUp.
    """
    version = _asked(attempt, slot)
    if file is None or file.file is None:
        raise NoAnswer(_("Choose a file first."))
    if _are_too_many(attempt.user, now):
        raise NoAnswer(_("You have sent many files in a short time. Wait ten minutes, then send this one."))
    families, most, megabytes = (version.body[name] for name in ("families", "most", "megabytes"))
    try:
        judged = judge(file.file, name=file.name or "", families=families, megabytes=megabytes)
        handins.add_file(
            attempt=attempt,
            slot=slot,
            file=judged,
            name=file.name or "",
            most=most,
            changeable=_is_changeable(attempt),
            now=now,
        )
    except FileRefused as refused:
        raise NoAnswer(str(refused)) from refused
    except handins.PlaceFull as full:
        raise NoAnswer(_("You have given all the files. To change one, remove it first.")) from full
    except handins.QuotaReached as full:
        raise NoAnswer(_("You have given a great many files. Ask your trainer what to do.")) from full


def take_back(*, attempt: Attempt, slot: int, file: uuid.UUID, now: datetime.datetime) -> None:
    """Take a file off the question's page. Raises what `receive_file` raises, but NoAnswer."""
    _asked(attempt, slot)
    handins.remove_file(attempt=attempt, slot=slot, file=file, changeable=_is_changeable(attempt), now=now)


def tried_out(version: ItemVersion, file: UploadedFile[Any] | None) -> Sequence[dict[str, Any]]:
    """What an answer would say of this file, for its authors: nothing is kept. Raises NoAnswer."""
    if file is None or file.file is None:
        return ()
    try:
        judged = judge(
            file.file, name=file.name or "", families=version.body["families"], megabytes=version.body["megabytes"]
        )
    except FileRefused as refused:
        raise NoAnswer(str(refused)) from refused
    return ({"id": "", "name": file.name or "", "family": judged.family.value, "size": len(judged.content)},)


def _asked(attempt: Attempt, slot: int) -> ItemVersion:
    version = version_to_show(attempt.plan[slot]) if 0 <= slot < len(attempt.plan) else None
    if version is None or not takes_files(version):
        raise UnknownSlot(slot)
    return version


def _is_changeable(attempt: Attempt) -> bool:
    return attempt.activity.quiz.feedback == Quiz.Feedback.DEFERRED


def _are_too_many(user: User, now: datetime.datetime) -> bool:
    """Judging a file takes time: nobody keeps the server at it. Without counters files come in all the same."""
    try:
        return is_over(limit=SENDINGS, source=str(user.pk), now=now)
    except CountersUnavailable:
        return False

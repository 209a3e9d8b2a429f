"""What a player reports, kept in order and once: statements, the outcome they end in, each question's answer.

All of it is the browser's word. Messages of one person at one exercise are taken one after the other, whatever tab
they come from; a page sends from the head of its queue, so that none arrives before an older one.
"""

import datetime
from collections.abc import Iterator, Sequence

from django.db import transaction

from assessments.activities.access import may_attempt
from assessments.attempts import services as attempts
from assessments.attempts.models import Attempt, Outcome, Statement
from assessments.h5p.items import Item, read_item
from assessments.h5p.models import H5PContent
from assessments.h5p.playing import end
from assessments.h5p.records import H5PItemResult
from assessments.h5p.tracking import ENDING_VERBS, UNSCORED_ENDING_VERBS, Reported

STATEMENTS_AN_HOUR = 600
ITEMS_KEPT = 500  # questions of one try: the longest real exercises have some dozens, and a trainer reads them all
ENDED_BY_THE_EXERCISE = frozenset({H5PContent.CompletionRule.AUTO, H5PContent.CompletionRule.SCORED})


class TooManyReports(Exception):
    """The frame reports faster than any exercise does: nothing of the message is kept."""


class ForeignReport(Exception):
    """A key of the message was used for somebody else's work, or an earlier attempt: no page of ours sends that."""


@transaction.atomic
def receive_statements(*, attempt: Attempt, statements: Sequence[Reported], now: datetime.datetime) -> Attempt:
    """Keep statements in order and record the outcome that they end in; the attempt that the next ones belong to.

    After an outcome, another score of the whole exercise is another attempt: the person tried again. The same score
    said twice is one. A part never changes the score; said anew after the end, its answer belongs to the next attempt.
    Raises `TooManyReports`, `ForeignReport`, `attempts.AttemptClosed`, `attempts.TooManyStatements`: nothing is kept.
    """
    attempt = _in_turn(attempt)
    known = _known(attempt, statements)
    new = {reported.key: reported for reported in reversed(statements) if reported.key not in known}
    _refuse_flood(attempt, len(new), now)
    for reported in statements:
        if new.pop(reported.key, None) is not None:
            attempt = _keep(attempt, reported, now)
    return attempt


def _in_turn(attempt: Attempt) -> Attempt:
    """The attempt as it is now, once no other message of the person about this exercise is being recorded."""
    mine = Attempt.objects.filter(user=attempt.user_id, activity=attempt.activity_id)
    # The first attempt stands for all: two tabs may report to different ones. (SQLite lets one writer in at a time.)
    list(mine.order_by("pk").select_for_update()[:1])
    return mine.select_related("activity__h5p_content", "user").get(pk=attempt.pk)


def _known(attempt: Attempt, statements: Sequence[Reported]) -> set[object]:
    kept = Statement.objects.filter(uuid__in=[reported.key for reported in statements]).order_by("pk")
    found = kept.values_list("uuid", "attempt__user_id", "attempt__activity_id", "attempt__number")
    # A message sent again may find its end in a later attempt, which its own beginning led to; never in an earlier one.
    for _uuid, user, activity, number in found:
        if (user, activity) != (attempt.user_id, attempt.activity_id) or number < attempt.number:
            raise ForeignReport
    return {uuid for uuid, *_ in found}


def _refuse_flood(attempt: Attempt, coming: int, now: datetime.datetime) -> None:
    hour = now - datetime.timedelta(hours=1)
    sent = Statement.objects.filter(
        attempt__user=attempt.user_id, attempt__activity=attempt.activity_id, received_at__gt=hour
    )
    if coming and sent.count() + coming > STATEMENTS_AN_HOUR:
        raise TooManyReports


def _keep(attempt: Attempt, reported: Reported, now: datetime.datetime) -> Attempt:
    attempt = _attempt_for(attempt, reported, now)
    kept = attempts.StatementData(uuid=reported.key, verb=reported.verb, root=reported.root, body=reported.body)
    attempts.record_statements(attempt=attempt, statements=[kept], now=now)
    if item := read_item(reported):
        _keep_item(attempt, item, now)
    if reported.ends and _is_ended_by(attempt, reported):
        end(attempt, reported, now)
    return attempt


def _rule(attempt: Attempt) -> str:
    return attempt.activity.h5p_content.completion_rule


def _is_ended_by(attempt: Attempt, reported: Reported) -> bool:
    if _rule(attempt) == H5PContent.CompletionRule.SCORED:
        return reported.score is not None
    return _rule(attempt) == H5PContent.CompletionRule.AUTO


def _attempt_for(attempt: Attempt, reported: Reported, now: datetime.datetime) -> Attempt:
    """The same attempt, or the next one when a finished exercise is scored anew."""
    if attempt.state == Attempt.State.OPEN or not reported.ends or reported.score is None:
        return attempt
    outcome = Outcome.objects.filter(attempt=attempt).first()
    score = reported.score
    if outcome is None or (outcome.score_raw, outcome.score_max) == (score.raw, score.maximum):
        return attempt
    if not _is_ended_by(attempt, reported):
        return attempt
    return _next_attempt(attempt, now)


def _next_attempt(attempt: Attempt, now: datetime.datetime) -> Attempt:
    """The attempt after this one, with the answers given since this one ended; this one when no other is allowed.

    Who has left the course since, or whose lesson is closed, begins none.
    """
    if not may_attempt(attempt.user, attempt.activity_id, attempt.context):
        return attempt
    try:
        following = attempts.start_attempt(
            user=attempt.user, activity=attempt.activity, plan=[], context=attempt.context, now=now
        )
    except (attempts.AttemptsExhausted, attempts.PrerequisitesMissing, attempts.OutsideWindow):
        return attempt
    for item, received_at in _answers_since_the_end(attempt):
        _write_item(following, item, received_at)
    return following


def _answers_since_the_end(attempt: Attempt) -> Iterator[tuple[Item, datetime.datetime]]:
    """The answers of parts that had one already when they came, after the whole exercise had been scored."""
    ended, answered = False, set[str]()
    for row in Statement.objects.filter(
        attempt=attempt, verb__in=ENDING_VERBS | UNSCORED_ENDING_VERBS
    ).order_by("pk").iterator():  # fmt: skip
        reported = Reported(row.uuid, row.verb, row.root, row.body)
        ended = ended or reported.ends
        item = read_item(reported)
        if item is None or reported.root:
            continue
        if ended and item.part in answered:
            yield item, row.received_at
        answered.add(item.part)


def _keep_item(attempt: Attempt, item: Item, now: datetime.datetime) -> None:
    """The last answer stands while the attempt goes on; once the exercise has ended it, the one that it ended with."""
    if attempt.state != Attempt.State.OPEN and _rule(attempt) in ENDED_BY_THE_EXERCISE:
        kept = H5PItemResult.objects.filter(attempt=attempt, sub_content_id=item.part).first()
        if kept is not None and kept.recorded_at >= attempt.started_at:
            return
    _write_item(attempt, item, now)


def _write_item(attempt: Attempt, item: Item, now: datetime.datetime) -> None:
    if H5PItemResult.objects.filter(attempt=attempt).exclude(sub_content_id=item.part).count() >= ITEMS_KEPT:
        return
    wall = max(int((now - attempt.started_at).total_seconds()), 0)
    score = item.score
    scaled = score.raw / score.maximum if score else None
    H5PItemResult.objects.update_or_create(
        attempt=attempt,
        sub_content_id=item.part,
        defaults={
            "interaction": item.interaction,
            "description": item.description,
            "response": item.response,
            "right_answer": item.right_answer,
            "score_raw": score.raw if score else None,
            "score_max": score.maximum if score else None,
            "score_scaled": scaled,
            "success": scaled >= 1 if item.success is None and scaled is not None else item.success,
            "duration": None if item.duration is None else min(item.duration, wall),
            "recorded_at": now,
        },
    )

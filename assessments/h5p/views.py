"""The player's page side: begin an exercise, report what the frame says, save, finish. Signed in, JSON."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.activities.access import may_attempt
from assessments.activities.models import Activity
from assessments.attempts import services as attempts
from assessments.attempts.models import Attempt, Outcome
from assessments.h5p import playing, queries, recording
from assessments.h5p.bundles import ensure_bundle
from assessments.h5p.integration import integration
from assessments.h5p.jsonfile import BadJSON, parse_json
from assessments.h5p.models import H5PContent, H5PContentVersion
from assessments.h5p.policy import origin_of
from assessments.h5p.serving import files_token
from assessments.h5p.tracking import UnreadableStatement, read_statements
from lms.accounts.models import User


class SignedInRequest(HttpRequest):
    """A request that the middleware let through: someone is signed in."""

    user: User


@require_POST
def play(request: SignedInRequest, activity: uuid.UUID) -> HttpResponse:
    """Begin or go on: all that the page needs to start the frame, as JSON. Authors play without an attempt."""
    content = get_object_or_404(H5PContent.objects.select_related("activity"), activity__uuid=activity)
    body = _body(request)
    context = _uuid_or_none(body.get("context"))
    learns = may_attempt(request.user, content.pk, context)
    if not learns and not Activity.objects.visible_to(request.user).filter(pk=content.pk).exists():
        raise Http404
    version = queries.current_version(content)
    libraries = queries.play_set(version) if version else None
    if version is None or libraries is None or not libraries.is_ready:
        return _said(_("This exercise is not ready yet. Tell your trainer."), status=409)
    try:
        now = timezone.now()
        attempt = playing.begin(user=request.user, content=content, context=context, now=now) if learns else None
    except attempts.AttemptsExhausted:
        return _said(_("You have used all your tries at this exercise."), status=409)
    except attempts.PrerequisitesMissing:
        return _said(_("Something else comes first. Ask your trainer."), status=409)
    except attempts.OutsideWindow:
        return _said(_("This exercise is not open now. Ask your trainer."), status=409)
    data = _play_data(request, version, libraries, attempt)
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def _play_data(
    request: SignedInRequest, version: H5PContentVersion, libraries: queries.PlaySet, attempt: Attempt | None
) -> dict[str, Any]:
    origin = origin_of(request)
    bundle = ensure_bundle(libraries.libraries)
    token = files_token(version=version, user=request.user)
    files = reverse("h5p_content_file", args=[token, "x"]).removesuffix("/x")
    return {
        "version": version.number,
        "shell": reverse("h5p_shell"),
        "scripts": reverse("h5p_bundle", args=[bundle, "js"]),
        "styles": reverse("h5p_bundle", args=[bundle, "css"]),
        "integration": integration(
            version=version,
            states=queries.saved_states(user=request.user, version=version) if attempt else {},
            files=origin + files,
            activity_id=f"{origin}/h5p/{version.content.activity.uuid}",
        ),
        **_attempt_addresses(attempt),
    }


def _attempt_addresses(attempt: Attempt | None) -> dict[str, Any]:
    """Where to report; nothing for an author who has a look."""
    if attempt is None:
        return {"statements": "", "state": "", "finish": ""}
    declares = attempt.activity.h5p_content.completion_rule == H5PContent.CompletionRule.DECLARED
    return {
        "statements": reverse("h5p_statements", args=[attempt.uuid]),
        "state": reverse("h5p_state", args=[attempt.uuid]),
        "finish": reverse("h5p_finish", args=[attempt.uuid]) if declares else "",
    }


@require_POST
def statements(request: SignedInRequest, attempt: uuid.UUID) -> HttpResponse:
    """Statements in a batch; answers where to send the next ones and what to tell the person."""
    row = get_object_or_404(_own_attempts(request.user), uuid=attempt)
    try:
        reported = read_statements(_body(request))
        latest = recording.receive_statements(attempt=row, statements=reported, now=timezone.now())
    except UnreadableStatement:
        return _said(_("What the exercise reported cannot be read."), status=400)
    except (recording.TooManyReports, attempts.TooManyStatements):
        return _said(_("The exercise reports too often: nothing more is recorded for now."), status=429)
    except attempts.AttemptClosed:
        return _said(_("This try was cancelled."), status=409)
    except recording.ForeignReport:
        return _said(_("What the exercise reported belongs to another try."), status=409)
    return JsonResponse(_attempt_addresses(latest) | {"said": _result_words(latest)})


@require_http_methods(["PUT"])
def state(request: SignedInRequest, attempt: uuid.UUID) -> HttpResponse:
    """What the exercise saves to resume from."""
    row = get_object_or_404(_own_attempts(request.user), uuid=attempt)
    body = _body(request)
    version = queries.version_numbered(row.activity.h5p_content, body.get("version"))
    data_type, part = _short(body.get("type"), 60), _short(body.get("part"), 64)
    value = body.get("value")
    if not (data_type and part and version and isinstance(value, str | None)):
        return _said(_("What the exercise saved cannot be read."), status=400)
    try:
        playing.save_state(
            attempt=row, version=version, data_type=data_type, part=part, value=value, now=timezone.now()
        )
    except playing.StateTooLarge:
        return _said(_("What the exercise wants to save is too large."), status=413)
    return HttpResponse(status=204)


@require_POST
def finish(request: SignedInRequest, attempt: uuid.UUID) -> HttpResponse:
    """“I have finished”, for exercises that cannot say it themselves."""
    row = get_object_or_404(_own_attempts(request.user), uuid=attempt)
    try:
        playing.declare_finished(attempt=row, now=timezone.now())
    except (playing.NotDeclarable, attempts.AttemptClosed):
        return _said(_("This exercise says itself when it is finished."), status=409)
    return _said(_("Noted: you have finished this exercise."))


def _own_attempts(user: User) -> QuerySet[Attempt]:
    own = Attempt.objects.filter(user=user, activity__kind=Activity.Kind.H5P)
    return own.select_related("activity__h5p_content", "user")


def _result_words(attempt: Attempt) -> str:
    outcome = Outcome.objects.filter(attempt=attempt).first()
    if outcome is None:
        return ""
    if outcome.score_max == 0:
        return _("Noted: you have finished this exercise.")
    points = {"points": localize(_plain(outcome.score_raw)), "maximum": localize(_plain(outcome.score_max))}
    return _("Recorded: %(points)s out of %(maximum)s (self-assessment).") % points


def _plain(number: float) -> int | float:
    return int(number) if number == int(number) else round(number, 2)


def _said(words: str, *, status: int = 200) -> JsonResponse:
    return JsonResponse({"said": words}, status=status)


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        value = parse_json(request.body, depth=64)
    except BadJSON:
        return {}
    return value if isinstance(value, dict) else {}


def _uuid_or_none(value: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _short(value: object, length: int) -> str:
    """The value when it is a text of at most this length, else an empty one."""
    return value if isinstance(value, str) and len(value) <= length and value.isprintable() else ""

"""Accounts: made by someone who may, opened by a link handed over, never by an open form."""

import datetime
import secrets
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from lms.accounts.accommodations import offered_breaks, offered_extra_times
from lms.accounts.models import Breaks, ExtraTime, User
from lms.journal.services import record

# Chance is an argument: `secrets.choice`, or a seeded `Random(…).choice` for the demo.
Choice = Callable[[Sequence[str]], str]

_NAME_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"


class ExtraTimeRefused(ValueError):
    """More extra time than MOST_EXTRA_TIME allows."""


class BreaksRefused(ValueError):
    """More breaks than MOST_BREAKS allows."""


class PasswordLinkTokens(PasswordResetTokenGenerator):
    """Signs the link that opens an account or its password again.

    It works once (the password and the last sign-in are part of what is signed) and for PASSWORD_RESET_TIMEOUT.
    """

    key_salt = "declic.accounts.password-link"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}:{user.session_epoch}"


password_link_tokens = PasswordLinkTokens()


@transaction.atomic
def create_learner(
    *,
    first_name: str,
    last_name: str,
    by: User | None,
    now: datetime.datetime,
    language: str = settings.LANGUAGE_CODE,
    choice: Choice = secrets.choice,
) -> User:
    """An account without password or e-mail: its user name is random, its card and PIN come from `lms.signin`."""
    username = "l-" + "".join(choice(_NAME_SIGNS) for _sign in range(12))
    user = User(username=username, first_name=first_name.strip(), last_name=last_name.strip(), language=language)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    record(verb="account.created", now=now, by=by, subject=user)
    return user


@transaction.atomic
def create_staff_account(
    *,
    username: str,
    first_name: str,
    last_name: str,
    by: User | None,
    now: datetime.datetime,
    email: str = "",
    is_superuser: bool = False,
) -> User:
    """An account whose password is set by the person, through `issue_password_link`.

    User name and e-mail are kept in lower case, so that no two people differ by case alone.
    Raises ValidationError when one of them is taken or malformed.
    """
    user = User(
        username=username.strip().lower(),
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        email=email.strip().lower(),
        is_superuser=is_superuser,
    )
    user.set_unusable_password()
    user.full_clean()
    user.save()
    record(verb="account.created", now=now, by=by, subject=user, superuser=is_superuser)
    return user


@transaction.atomic
def issue_password_link(*, user: User, by: User | None, now: datetime.datetime) -> str:
    """The address, to hand over once, where the person sets a password. It ends the links given before."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    record(verb="account.link_issued", now=now, by=by, subject=user)
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("password_link", kwargs={"uid": uid, "token": password_link_tokens.make_token(user)})
    return f"{settings.BASE_URL}{path}"


@transaction.atomic
def set_password(*, user: User, password: str, now: datetime.datetime, by: User | None) -> None:
    """Set the password; every open session of the person ends, and the link used dies."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(verb="account.password_set", now=now, by=by, subject=user)


@transaction.atomic
def end_sessions(*, user: User) -> None:
    """End every open session of the person, at its next request."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])


@transaction.atomic
def choose_display(*, user: User, display: dict[str, str], language: str) -> None:
    """Keep what the person chose under « Mes réglages » in place of what was chosen before, for every seat."""
    user.display = {name: value for name, value in display.items() if value}
    user.language = language
    user.save(update_fields=["display", "language"])


@transaction.atomic
def choose_picture(*, user: User, picture: str) -> None:
    """Keep the picture that stands beside the person's first name at a registered seat; empty for none."""
    user.picture = picture
    user.save(update_fields=["picture"])


@transaction.atomic
def set_accommodations(*, user: User, extra_time: ExtraTime, breaks: Breaks, by: User, now: datetime.datetime) -> None:
    """Give the person this extra time and these breaks, in place of those before; attempts under way have them at once.

    What had changed nothing is not journalled. Raises ExtraTimeRefused, BreaksRefused.
    """
    if extra_time not in offered_extra_times():
        raise ExtraTimeRefused(extra_time)
    if breaks not in offered_breaks():
        raise BreaksRefused(breaks)
    given: dict[str, Any] = {"extra_time": extra_time.value, "breaks": breaks.value}
    if User.objects.filter(pk=user.pk).exclude(**given).update(**given):
        record(verb="account.accommodations_set", now=now, by=by, subject=user, **given)
    user.extra_time, user.breaks = extra_time, breaks

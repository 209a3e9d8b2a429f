"""allauth as Déclic uses it: the door of staff, whose accounts are made by an administrator."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.journal.services import record
from lms.signin import sessions
from lms.signin.opening import forget
from lms.structures.queries import is_staff_member, memberships_of


class StaffAccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed; only people who hold a staff role in force enter here."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The name or the password is not right. Type both again."),
        "email_password_mismatch": _("The address or the password is not right. Type both again."),
        "invalid_login": _("The name or the password is not right. Type both again."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Someone whose roles have all ended is refused as if the password were wrong."""
        user = super().authenticate(request, **credentials)
        return user if isinstance(user, User) and is_staff_member(user) else None

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """The session that this browser had ends before another begins; what allauth noted of this one is kept."""
        if request.user.is_authenticated:
            noted = {key: value for key, value in request.session.items() if key.startswith("account_")}
            forget(request.session.session_key)
            logout(request)
            request.session.update(noted)
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        now = timezone.now()
        memberships = list(memberships_of(user))
        sessions.begin(request.session, user=user, kind=sessions.STAFF, memberships=memberships, now=now)
        record(verb="session.opened", now=now, by=user, subject=user)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("staff_home")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Arriving says enough: no « signed in as » that would wait for the next person."""
        if message_template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, message_template, *args, **kwargs)

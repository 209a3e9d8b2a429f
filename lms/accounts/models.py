"""People: one account each, with or without an e-mail address."""

import uuid
from typing import ClassVar, TypeAlias

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class ExtraTime(models.TextChoices):
    """More time than others have in what is timed, as a share of that time. It says nothing of why."""

    NONE = "", _("No extra time")
    QUARTER = "1/4", _("A quarter more")
    THIRD = "1/3", _("A third more")
    HALF = "1/2", _("Half as much again")
    DOUBLE = "1", _("Twice the time")


class Breaks(models.TextChoices):
    """Minutes of break that the person may take in what is timed, for each so many minutes of it, begun or whole."""

    NONE = "", _("No breaks")
    FIVE_AN_HOUR = "5/60", _("5 minutes for each hour")
    TEN_AN_HOUR = "10/60", _("10 minutes for each hour")
    FIVE_IN_TWENTY = "5/20", _("5 minutes for each 20 minutes")
    TEN_IN_THIRTY = "10/30", _("10 minutes for each 30 minutes")


class User(AbstractUser):
    """A person. Roles are memberships (`lms.structures`), never flags here; the e-mail is optional.

    Learners have a random user name and no usable password: they sign in with a card (`lms.signin`).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=10, default="fr")
    # What the person chose under « Mes réglages »: text size, contrast, font… applied on every seat.
    display = models.JSONField(_("display settings"), default=dict, blank=True)
    # The picture that stands beside the first name at a registered seat: a name of `lms.signin.pictures`.
    picture = models.CharField(_("picture"), max_length=20, blank=True, default="", db_default="")
    # What a trainer arranged with the person (`accommodations`): it is read where it applies, so it applies at once.
    extra_time = models.CharField(
        _("extra time"), max_length=3, choices=ExtraTime.choices, blank=True, default="", db_default=""
    )
    breaks = models.CharField(_("breaks"), max_length=5, choices=Breaks.choices, blank=True, default="", db_default="")
    # Part of every session's signature: one more, and all the person's sessions end at their next request.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta(AbstractUser.Meta):
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=~Q(email=""),
                name="user_email_unique_when_given",
                violation_error_message=_("Another person already uses this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What Django compares at each request: changes with the password and with `session_epoch`."""
        signed = salted_hmac(
            "declic.accounts.session",
            f"{self.session_epoch}:{self.password}",
            secret=secret,
            algorithm="sha256",
        )
        return signed.hexdigest()


# Whoever asks: the argument of every `visible_to`.
Visitor: TypeAlias = User | AnonymousUser

"""A phone and its spare codes are lost: take the second factor away, so that the person sets up another one."""

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from lms.accounts.models import User
from lms.accounts.services import end_sessions
from lms.journal.services import record


class Command(BaseCommand):
    help = "Takes away the second factor of one person, ends their sessions, and notes it in the journal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"].lower()).first()
        if user is None:
            raise CommandError(f"Nobody has the user name {options['username']}.")
        Authenticator.objects.filter(user=user).delete()
        end_sessions(user=user)
        record(verb="account.second_factor_reset", now=timezone.now(), by=None, subject=user)
        self.stdout.write(f"{user.username} signs in with the password alone, and can set up a second factor again.")

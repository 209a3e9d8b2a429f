"""The first administrator, without e-mail: a link to hand over, or a password read from the standard input."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lms.accounts.models import User
from lms.accounts.services import create_staff_account, issue_password_link, set_password


class Command(BaseCommand):
    help = "Creates an administrator of the whole site and prints the one-time link that sets the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", help="asked for when it is not given")
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")
        parser.add_argument("--email", default="")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from the standard input, no link"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"] or input("User name: ")
        password = sys.stdin.readline().rstrip("\n") if options["password_stdin"] else ""
        try:
            if options["password_stdin"]:
                validate_password(password, User(username=username))
            user = create_staff_account(
                username=username,
                first_name=options["first_name"],
                last_name=options["last_name"],
                email=options["email"],
                is_superuser=True,
                by=None,
                now=timezone.now(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self._open(user, password)

    def _open(self, user: User, password: str) -> None:
        now = timezone.now()
        if password:
            set_password(user=user, password=password, by=None, now=now)
            self.stdout.write(f"{user.username} can sign in.")
        else:
            self.stdout.write(f"{user.username} sets a password here, once, within seven days:")
            self.stdout.write(issue_password_link(user=user, by=None, now=now))

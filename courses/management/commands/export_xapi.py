"""manage.py export_xapi: what people did on the whole site, as xAPI statements, on standard output."""

import datetime
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date

from assessments.attempts.models import Attempt
from courses.statements.queries import statements_file


def day(text: str) -> datetime.date:
    """A day written YYYY-MM-DD."""
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise ArgumentTypeError(f"{text!r} is no day: write it as 2026-01-31")
    return found


class Command(BaseCommand):
    help = "Writes a JSON array of xAPI statements, right answers included: who runs the site answers for the file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=day, help="only attempts begun, finished or corrected since this day")

    def handle(self, *args: Any, **options: Any) -> None:
        attempts = Attempt.objects.order_by("pk")
        if options["since"] is not None:
            morning = timezone.make_aware(datetime.datetime.combine(options["since"], datetime.time()))
            changed = Q(regrades__recorded_at__gte=morning) | Q(regrades__correction__undone_at__gte=morning)
            moved = Q(started_at__gte=morning) | Q(submitted_at__gte=morning) | changed
            attempts = attempts.filter(pk__in=Attempt.objects.order_by().filter(moved).values("pk"))
        for part in statements_file(attempts, by=None):
            self.stdout.write(part.decode(), ending="")

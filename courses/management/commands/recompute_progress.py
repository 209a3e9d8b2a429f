"""Look again at everything that is derived from evidence: progress, mastery, certificates earned."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from courses.outline.models import Course
from courses.progress.recomputation import recompute


class Command(BaseCommand):
    help = "Compare progress, mastery and certificates with the evidence; --apply puts right what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="put right what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        apply = bool(options["apply"])
        differences = recompute(courses=Course.objects.current(), apply=apply, now=timezone.now())
        for difference in differences:
            self.stdout.write(difference)
        ending = "put right" if apply else "found"
        self.stdout.write(f"{len(differences)} difference(s) {ending}.")

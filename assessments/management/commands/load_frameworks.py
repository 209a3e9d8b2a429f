"""manage.py load_frameworks: the skills frameworks that come with the project; runs again without harm."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from assessments.skills.services import load_all


class Command(BaseCommand):
    help = "Loads or updates the skills frameworks (DigComp, CRCN, titres professionnels, first gestures)."

    def handle(self, *args: Any, **options: Any) -> None:
        for loaded in load_all(now=timezone.now()):
            counts = f"{loaded.added} added, {loaded.changed} changed, {loaded.retired} retired"
            self.stdout.write(f"{loaded.framework.slug}: {counts}")

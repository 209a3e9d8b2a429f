"""`manage.py demo_load`: the demo's people, lessons and eight weeks of history, once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from cms.demo.loading import DemoNotAllowed, load
from lms.celery import app
from lms.jobs.services import run_due


class Command(BaseCommand):
    help = "Loads the demo; run again, it changes nothing. Refused with settings made for real people."

    def handle(self, *args: Any, **options: Any) -> None:
        app.loader.import_default_modules()  # the work that the certificates' files need
        try:
            with translation.override("fr"):
                loaded = load(now=timezone.now())
                run_due(now=timezone.now())
        except DemoNotAllowed as error:
            raise CommandError(
                "Refusé : ces réglages ne sont pas ceux d’une démonstration. Les codes de la démonstration se devinent."
            ) from error
        self.stdout.write("Démonstration chargée." if loaded else "La démonstration est déjà là.")

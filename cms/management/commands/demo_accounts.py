"""`manage.py demo_accounts`: where the demo is and who can sign in, for people or (`--json`) for programs."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.demo.accounts import accounts
from cms.demo.loading import DemoNotAllowed, is_loaded, refuse_unless_allowed

_CARDS = (("learner", "Apprenante"), ("newcomer", "Nouvelle venue"))
_STAFF = (("trainer", "Formateur"), ("counsellor", "Conseillère"), ("admin", "Administratrice"))


class Command(BaseCommand):
    help = "Prints the demo's addresses and sign-ins; they stay the same at each start."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            refuse_unless_allowed()
        except DemoNotAllowed as error:
            raise CommandError("Refusé : ces réglages ne sont pas ceux d’une démonstration.") from error
        if not is_loaded():
            raise CommandError("La démonstration n’est pas chargée. Tapez : manage.py demo_load")
        known = accounts()
        self.stdout.write(json.dumps(known, ensure_ascii=False, indent=2) if options["json"] else _told(known))


def _told(known: dict[str, Any]) -> str:
    cards = [
        f"  {role} ({known[key]['name']}) : carte {known[key]['card']}, code secret {known[key]['pin']}"
        for key, role in _CARDS
    ]
    staff = [f"  {role} : nom {known[key]['username']}, mot de passe {known[key]['password']}" for key, role in _STAFF]
    urls = known["urls"]
    return "\n".join([f"Apprenants, sur {urls['sign_in']}", *cards, f"Équipe, sur {urls['staff_sign_in']}", *staff])

"""Loads the demo once: all of it or nothing, in one transaction, and never where real people's data may be."""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from assessments.skills.services import load_all
from cms.authoring.services import open_house
from cms.demo.history import begins_at, live
from cms.demo.pages import write_pages
from cms.demo.people import bring_learners, bring_room, bring_staff, give_consents
from cms.pages.models import HomePage
from lms.journal.models import Entry
from lms.journal.services import record

_LOADED = "demo.loaded"
INTRODUCTION = "Apprendre à se servir d’un ordinateur et d’internet, à son rythme, avec quelqu’un à côté."


class DemoNotAllowed(Exception):
    """These settings are not for a demo: its people have codes that anyone can work out."""


def refuse_unless_allowed() -> None:
    """Raises DemoNotAllowed with settings made for real people."""
    if not settings.DEMO_ALLOWED:
        raise DemoNotAllowed


def is_loaded() -> bool:
    """Whether the demo is in this database."""
    return _loadings().exists()


@transaction.atomic
def load(*, now: datetime.datetime) -> bool:
    """Load the demo with a history that ends at `now`; False when it is there already, and nothing is touched.

    Raises DemoNotAllowed.
    """
    refuse_unless_allowed()
    if is_loaded():
        return False
    load_all(now=now)
    begun = begins_at(now)
    people = bring_staff(now=begun)
    _furnish(open_house())
    write_pages(people, now=begun)
    bring_room(people, now=begun)
    bring_learners(people, now=begun)
    give_consents(people, given=begun, now=now)
    live(people, now=now)
    record(verb=_LOADED, now=now, by=None)
    return True


def _loadings() -> QuerySet[Entry]:
    return Entry.objects.filter(verb=_LOADED)


def _furnish(home: HomePage) -> None:
    home.introduction = INTRODUCTION
    home.save_revision().publish()

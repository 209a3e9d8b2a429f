"""Reads of the journal."""

from django.db.models import QuerySet

from lms.journal.models import Entry


def looks_at(person_id: int) -> QuerySet[Entry]:
    """Who looked at the person's path, the latest first: the entries that `record_view` wrote ("….viewed")."""
    return Entry.objects.about(person_id).filter(verb__endswith=".viewed").select_related("actor")

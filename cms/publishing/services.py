"""Page tree → outline: records point to the outline, so a page may be rewritten, moved or withdrawn freely."""

import datetime
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from wagtail.models import Page, Revision

from cms.pages.bases import OutlinePage
from cms.pages.teachable import NotTeachable
from cms.publishing import tree
from courses.outline import services as outline
from lms.accounts.models import User
from lms.journal.services import record


@transaction.atomic
def publish(*, page: OutlinePage, by: User | None, now: datetime.datetime) -> None:
    """Save the page as it stands and open it to learners. Raises NotTeachable: nothing is then published."""
    if problems := page.problems():
        raise NotTeachable(problems)
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)


@transaction.atomic
def reflect(*, pages: Sequence[Page], by: User | None, now: datetime.datetime) -> None:
    """Make the outline say what the page tree says, for the tracks around these pages.

    A track that is not live, or whose section is not, leaves the outline with all it holds.
    """
    fresh = Page.objects.filter(pk__in=[page.pk for page in pages]).order_by("path")  # a move shifts other paths
    tracks = list(tree.tracks_holding(fresh))
    live = [track for track in tracks if tree.is_open(track)]
    if live:
        outline.publish_outline(tracks=tree.track_data(live), by=by, now=now)
    withdraw(uuids=(track.uuid for track in tracks if track not in live), by=by, now=now)


def withdraw(*, uuids: Iterable[UUID], by: User | None, now: datetime.datetime) -> None:
    """Take these pages, and all below them, out of the outline. What people did stays."""
    if named := list(uuids):
        outline.retire(uuids=named, by=by, now=now)


@transaction.atomic
def drop_unteachable_schedules(*, now: datetime.datetime) -> list[Revision]:
    """Unschedule the revisions that are due and cannot be taught (their quiz was emptied since): they stay drafts.

    The author finds the reason when publishing again; the journal says when it happened.
    """
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    refused = []
    for revision in due:
        page = revision.as_object()
        if isinstance(page, OutlinePage) and (problems := page.problems()):
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            fields = sorted({problem.field for problem in problems})
            record(verb="page.publication_refused", now=now, by=None, target=f"page:{page.pk}", fields=fields)
            refused.append(revision)
    return refused

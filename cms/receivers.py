"""Wagtail's signals, received here and nowhere else: each tells `publishing` which pages changed place or state."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.pages.addresses import forget_home
from cms.pages.bases import OutlinePage
from cms.pages.models import CataloguePage, CoursePage, HomePage, LessonPage, TrackPage
from cms.publishing import services

_WATCHED = (HomePage, CataloguePage, TrackPage, CoursePage, LessonPage)


def connect() -> None:
    for sender in _WATCHED:
        page_published.connect(when_published, sender=sender, dispatch_uid=f"published {sender.__name__}")
        page_unpublished.connect(when_changed, sender=sender, dispatch_uid=f"unpublished {sender.__name__}")
        page_slug_changed.connect(when_changed, sender=sender, dispatch_uid=f"slug {sender.__name__}")
        post_page_move.connect(when_moved, sender=sender, dispatch_uid=f"moved {sender.__name__}")
    for sender in (TrackPage, CoursePage, LessonPage):
        post_save.connect(when_born_live, sender=sender, dispatch_uid=f"born live {sender.__name__}")
        pre_delete.connect(when_deleted, sender=sender, dispatch_uid=f"deleted {sender.__name__}")


def when_published(*, instance: Page, revision: Any = None, **kwargs: Any) -> None:
    services.reflect(pages=[instance], by=revision.user if revision else None, now=timezone.now())


def when_changed(*, instance: Page, **kwargs: Any) -> None:
    forget_home()
    services.reflect(pages=[instance], by=None, now=timezone.now())


def when_born_live(*, instance: OutlinePage, created: bool, raw: bool, **kwargs: Any) -> None:
    """An alias is live from its first row and is never published: read the tree once it stands whole."""
    if created and instance.live and not raw:
        transaction.on_commit(partial(when_changed, instance=instance))


def when_moved(*, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Both places at once: what left one track and came to another has moved, and is not retired."""
    services.reflect(pages=[parent_page_before, parent_page_after, instance], by=None, now=timezone.now())


def when_deleted(*, instance: OutlinePage, **kwargs: Any) -> None:
    services.withdraw(uuids=[instance.uuid], by=None, now=timezone.now())

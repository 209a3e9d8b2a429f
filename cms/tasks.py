"""Celery tasks of the content floor."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from cms.publishing import services


@shared_task
def publish_scheduled() -> None:
    """What is due goes live, what is over comes down (Wagtail's own command); twice does no more than once."""
    services.drop_unteachable_schedules(now=timezone.now())
    call_command("publish_scheduled")

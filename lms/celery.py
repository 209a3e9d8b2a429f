"""The Celery application: one `tasks.py` per floor."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")

app = Celery("declic")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

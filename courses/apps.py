from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who may attempt what and what moves with people, listen to outcomes, know our jobs.

        Models are ready only now.
        """
        import_module("courses.corrections.moving")
        import_module("courses.enrolments.access")
        import_module("courses.enrolments.moving")
        import_module("courses.progress.moving")
        import_module("courses.receivers")
        import_module("courses.tasks")

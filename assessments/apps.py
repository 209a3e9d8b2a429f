from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what moves with people and know our jobs; models are ready only now."""
        import_module("assessments.attempts.moving")
        import_module("assessments.h5p.moving")
        import_module("assessments.quizzes.leaving")
        import_module("assessments.tasks")

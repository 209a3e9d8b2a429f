from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Content")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Both need the models loaded, and must be there before the first form or request.
        from cms import receivers
        from cms.authoring.edit_links import register_edit_links
        from cms.authoring.script_nonces import sign_choosers
        from cms.media.permissions import register_policies

        register_policies()
        sign_choosers()
        register_edit_links()
        receivers.connect()

"""The strict policy in Wagtail's admin: the script inside each chooser carries the request's nonce.

The other widgets with scripts are templates (templates/wagtailadmin/). Recipe of security.md § 6, for Wagtail 8.
"""

from functools import wraps
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets import BaseChooser

from lms.web.nonce import nonce_now

_as_wagtail_renders = BaseChooser.render


@wraps(_as_wagtail_renders)
def _render(self: BaseChooser, *args: Any, **kwargs: Any) -> SafeString:
    html: str = _as_wagtail_renders(self, *args, **kwargs)
    return mark_safe(html.replace("<script>", f'<script nonce="{nonce_now()}">'))  # noqa: S308 Wagtail's own HTML


def sign_choosers() -> None:
    """Make every chooser of the admin render with the nonce. Called once, when the content floor is ready."""
    BaseChooser.render = _render

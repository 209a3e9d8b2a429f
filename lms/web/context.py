"""What every template may count on."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from lms.web.navigation import staff_links


def site(request: HttpRequest) -> dict[str, Any]:
    """site_name, person, is_learner, is_staff_member, staff_links, help_contact; no SQL of its own."""
    user = getattr(request, "user", None)
    person = user if user is not None and user.is_authenticated else None
    kind = request.session.get("role_kind") if person else None
    return {
        "site_name": settings.SITE_NAME,
        "person": person,
        "is_learner": kind == "learner",
        "is_staff_member": kind == "staff",
        "staff_links": staff_links(request) if kind == "staff" else [],
        "help_contact": request.session.get("help_contact") if person else None,
    }

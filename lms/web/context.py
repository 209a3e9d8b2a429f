"""What every template may count on."""

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from lms.web.navigation import staff_links


def site(request: HttpRequest) -> dict[str, Any]:
    """site_name, person, is_learner, is_trial, is_staff_member, staff_links, help_contact; no SQL of its own."""
    user = getattr(request, "user", None)
    person = user if user is not None and user.is_authenticated else None
    kind = request.session.get("role_kind") if person else None
    return {
        "site_name": settings.SITE_NAME,
        "person": person,
        "is_learner": kind == "learner",
        "is_trial": "trial_code" in request.session if person else False,
        "is_staff_member": kind == "staff",
        "staff_links": staff_links(request) if kind == "staff" else [],
        "person_mark": person_mark(request) if person else "",
        "idle_seconds": request.session.get("idle_seconds") if person else None,
        "idle_seconds_left": _seconds_left(request) if kind == "learner" else None,
        "help_contact": request.session.get("help_contact") if person else None,
    }


def person_mark(request: HttpRequest) -> str:
    """Tells a page's script whether the person is still the same one; says nothing of who that is."""
    return salted_hmac("declic.web.person", str(request.user.pk), algorithm="sha256").hexdigest()[:12]


def _seconds_left(request: HttpRequest) -> int:
    """Until the session ends by itself, if nothing more is heard of the person (lms.signin.sessions)."""
    seen, idle = request.session.get("seen_at", 0), request.session.get("idle_seconds", 0)
    return max(0, min(idle, seen + idle - int(time.time())))

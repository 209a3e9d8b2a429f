"""Learners of a journey's own, so that journeys run in any order and change nothing of the cast."""

import json
import time

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site

_MAKE = """
import json
from django.utils import timezone
from cms.pages.models import CoursePage
from courses.enrolments.services import enrol
from courses.outline.models import Course
from lms.accounts import services as accounts
from lms.signin.services import issue_card, set_pin
from lms.structures.models import Role
from lms.structures.services import give_membership
now = timezone.now()
learner = accounts.create_learner(first_name={name!r}, last_name="", by=None, now=now)
course = Course.objects.get(code={course!r})
give_membership(user=learner, structure=course.structure, role=Role.LEARNER, by=None, now=now)
enrol(user=learner, course=course, by=None, now=now)
set_pin(user=learner, pin="2075", by=None, now=now)
accounts.choose_display(user=learner, display={display!r}, language={language!r})
lessons = [lesson.url for lesson in course.lessons.filter(retired_at=None).order_by("position")]
print("TOLD" + json.dumps({{"card": issue_card(user=learner, by=None, now=now).code, "lessons": lessons}}))
"""


def newcomer(
    site: Site, name: str, *, course: str, display: dict[str, str] | None = None, language: str = "fr"
) -> tuple[dict[str, str], list[str]]:
    """A card for someone who follows the course whose code is given, and the addresses of its lessons."""
    code = _MAKE.format(name=name, course=course, display=display or {}, language=language)
    told = json.loads(site.python(code).rsplit("TOLD", 1)[1])
    return {"name": name, "card": told["card"], "pin": "2075"}, told["lessons"]


def until(page: Page, expression: str, *, seconds: float = 90) -> None:
    """Wait until the expression is true in the page; asked from outside, as the pages’ policy evaluates nothing."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if page.evaluate(expression):
            return
        time.sleep(0.05)
    pytest.fail(f"never true: {expression}")

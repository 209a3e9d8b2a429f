"""A learner at a computer, with an H5P exercise in a lesson."""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from assessments.h5p import services
from assessments.h5p.models import H5PLibrary
from courses.outline.models import Lesson, LessonActivity
from lms.accounts.models import User
from lms.jobs.services import run_due
from tests.factories.outline import EnrolmentFactory, LessonFactory
from tests.factories.people import learner, trainer


@dataclass
class Desk:
    """A learner at a computer, with a lesson that holds one exercise."""

    page: Page
    address: str
    user: User
    lesson: Lesson
    faults: list[str]

    @property
    def frame(self) -> Frame:
        """The exercise's frame, once it is there."""
        expect(self.page.locator("iframe")).to_have_count(1)
        return self.page.frames[1]

    def start(self) -> None:
        self.page.goto(self.address)
        self.page.get_by_role("button", name="Commencer").click()
        expect(self.page.locator("iframe")).to_have_count(1)

    @contextmanager
    def elsewhere(self) -> Iterator["Desk"]:
        """The same person at another computer, signed in there."""
        browser, here = self.page.context.browser, self.page.context.cookies()
        assert browser
        context = browser.new_context(locale="fr-FR")
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(self.user), "url": self.address}]
        )
        assert here != context.cookies()
        yield replace(self, page=watched(context.new_page(), self.faults))
        context.close()


def watched(page: Page, faults: list[str]) -> Page:
    """A page whose faults are kept: errors of scripts, answers that begin with 5."""
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 500 else None)
    return page


@pytest.fixture(autouse=True, scope="session")
def orm_beside_the_browser() -> None:
    # Playwright keeps an event loop in this thread, though nothing here runs inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture
def desk(browser: Browser, live_server: Any) -> Iterator[Callable[[io.IOBase], Desk]]:
    """`desk(package)`: the package received, its libraries approved, a learner enrolled and signed in."""
    contexts = []

    def prepare(package: Any) -> Desk:
        lesson: Lesson = LessonFactory.create()
        author = trainer(lesson.course.structure)
        received = services.receive_package(
            file=package, name="essai.h5p", structure=lesson.course.structure, by=author, now=timezone.now()
        )
        for library in H5PLibrary.objects.order_by("pk"):
            services.approve_library(library=library, by=author, now=timezone.now())
        run_due(now=timezone.now())  # as a worker would, before anybody comes
        LessonActivity.objects.create(lesson=lesson, activity=received.content.activity)
        user = learner(lesson.course.structure)
        EnrolmentFactory.create(user=user, course=lesson.course)
        context = signed_in(browser, user, live_server.url)
        contexts.append(context)
        faults: list[str] = []
        address = f"{live_server.url}/essai/{received.content.activity.uuid}/{lesson.uuid}/"
        return Desk(watched(context.new_page(), faults), address, user, lesson, faults)

    yield prepare
    for context in contexts:
        context.close()


def signed_in(browser: Browser, user: User, address: str) -> BrowserContext:
    """A browser that was never used before, in a session of its own."""
    context = browser.new_context(locale="fr-FR")
    _sign_in(context, user, address)
    return context


def sits_down(page: Page, user: User, address: str) -> None:
    """The session of this browser is this person's from now on."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    _sign_in(page.context, user, address)


def _sign_in(context: BrowserContext, user: User, address: str) -> None:
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": address}])


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value

"""Pages as authors leave them: a studio, a track, courses, lessons, published through the product's own services."""

from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from cms.authoring.models import Studio
from cms.authoring.services import open_studio_for
from cms.pages.models import CoursePage, LessonPage, TrackPage
from cms.publishing.services import publish
from lms.structures.models import Role, Structure
from lms.structures.services import create_structure, give_membership
from tests.factories.people import UserFactory

_TEXT = [("text", {"text": "<p>La souris déplace une flèche.</p>", "voice": None})]


def studio(slug: str = "les-tilleuls", **fields: Any) -> Studio:
    """A structure with its groups, its section and its collection."""
    name = fields.pop("name", f"Centre social {slug}")
    return open_studio_for(create_structure(name=name, slug=slug, by=None, now=timezone.now(), **fields))


def member(structure: Structure, role: Role = Role.TRAINER, **fields: Any) -> Any:
    """A person with this role, its group and a password to sign in with."""
    user = UserFactory.create(**fields)
    give_membership(user=user, structure=structure, role=role, by=None, now=timezone.now())
    return user


def track_page(made: Studio, title: str = "Premiers pas", *, live: bool = True, **fields: Any) -> TrackPage:
    page = TrackPage(title=title, slug=slugify(title), objective="Je sais commencer.", live=False, **fields)
    return _placed(made.section, page, live=live)


def course_page(track: TrackPage, title: str = "L’ordinateur", *, live: bool = True, **fields: Any) -> CoursePage:
    page = CoursePage(title=title, slug=slugify(title), objective="Je sais m’en servir.", live=False, **fields)
    return _placed(track, page, live=live)


def lesson_page(
    course: CoursePage, title: str = "La souris", *, live: bool = True, body: Any = None, **fields: Any
) -> LessonPage:
    fields = {"objective": "Je sais cliquer.", "minutes": 30, "body": body or _TEXT, **fields}
    return _placed(course, LessonPage(title=title, slug=slugify(title), live=False, **fields), live=live)


def _placed(parent: Any, page: Any, *, live: bool) -> Any:
    parent.refresh_from_db()
    parent.add_child(instance=page)
    if live:
        publish(page=page, by=None, now=timezone.now())
    page.refresh_from_db()
    return page

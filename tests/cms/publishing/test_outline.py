"""Page tree and outline agree after anything an author does; records never lose what they point to."""

from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.pages.models import CoursePage, LessonPage, TrackPage, TrackReference
from cms.pages.teachable import NotTeachable
from cms.publishing.services import publish
from courses.outline.models import Course, Lesson, Track
from tests.factories.pages import course_page, lesson_page, studio, track_page

pytestmark = pytest.mark.django_db

Outline = list[tuple[str, list[tuple[str, list[str]]]]]


def in_outline() -> Outline:
    """The outline in force: uuids of tracks, of their courses and of their lessons, in order."""
    return [
        (
            str(track.uuid),
            [
                (str(course.uuid), [str(lesson.uuid) for lesson in course.lessons.current().order_by("position", "pk")])
                for course in track.courses.current().order_by("position", "pk")
            ],
        )
        for track in Track.objects.current().order_by("position", "pk")
    ]


def in_tree() -> Outline:
    """What one can reach in the page tree, in its order."""

    def open_children(page: Page, model: Any) -> list[Any]:
        return list(model.objects.child_of(page).live().order_by("path"))

    tracks = TrackPage.objects.live().order_by("path")
    return [
        (
            str(track.uuid),
            [
                (str(course.uuid), [str(lesson.uuid) for lesson in open_children(course, LessonPage)])
                for course in open_children(track, CoursePage)
            ],
        )
        for track in tracks
        if not track.get_ancestors().filter(live=False, depth__gt=1).exists()
    ]


@pytest.fixture
def tree() -> dict[str, Any]:
    """Two tracks: D01 with three lessons and D04 with one, then EW1 with one."""
    made = studio()
    first, second = track_page(made, "Premiers pas"), track_page(made, "École du web")
    d01, d04, ew1 = course_page(first, "D01"), course_page(first, "D04"), course_page(second, "EW1")
    lessons = [lesson_page(d01, title) for title in ("Une", "Deux", "Trois")]
    return {
        "studio": made,
        "first": first,
        "second": second,
        "d01": d01,
        "d04": d04,
        "ew1": ew1,
        "lessons": lessons,
        "mail": lesson_page(d04, "Le mail"),
        "html": lesson_page(ew1, "HTML"),
    }


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def test_what_is_published_is_in_the_outline_in_the_order_of_the_tree(tree: dict[str, Any]) -> None:
    assert in_outline() == in_tree()
    assert [len(courses) for _track, courses in in_outline()] == [2, 1]
    lesson = Lesson.objects.get(uuid=tree["lessons"][1].uuid)
    assert lesson.url == "/les-tilleuls/premiers-pas/d01/deux/"
    assert (lesson.title, lesson.objective, lesson.minutes) == ("Deux", "Je sais cliquer.", 30)
    assert Course.objects.get(uuid=tree["d01"].uuid).minutes == 90
    assert Track.objects.get(uuid=tree["first"].uuid).structure == tree["studio"].structure


def test_an_edit_changes_the_words_and_keeps_the_row(tree: dict[str, Any]) -> None:
    row = Lesson.objects.get(uuid=tree["lessons"][0].uuid)
    page = fresh(tree["lessons"][0])
    page.title, page.slug, page.minutes = "Une souris", "une-souris", 25
    publish(page=page, by=None, now=timezone.now())
    row.refresh_from_db()
    assert (row.title, row.minutes, row.url) == ("Une souris", 25, "/les-tilleuls/premiers-pas/d01/une-souris/")
    assert in_outline() == in_tree()


def test_an_older_revision_published_again_keeps_the_row(tree: dict[str, Any]) -> None:
    page = fresh(tree["lessons"][0])
    old = page.latest_revision
    page.title = "Autre titre"
    publish(page=page, by=None, now=timezone.now())
    old.publish()
    assert Lesson.objects.get(uuid=page.uuid).title == "Une"
    assert in_outline() == in_tree()


def test_a_draft_stays_out_until_it_is_published(tree: dict[str, Any]) -> None:
    draft = lesson_page(tree["d01"], "Brouillon", live=False)
    assert not Lesson.objects.filter(uuid=draft.uuid).exists()
    publish(page=draft, by=None, now=timezone.now())
    assert in_outline() == in_tree()


def test_lessons_set_in_another_order_follow(tree: dict[str, Any]) -> None:
    fresh(tree["lessons"][2]).move(fresh(tree["lessons"][0]), pos="left")
    assert [lesson.title for lesson in Lesson.objects.filter(course__uuid=tree["d01"].uuid)] == ["Trois", "Une", "Deux"]
    assert in_outline() == in_tree()


def test_a_lesson_moved_to_another_module_keeps_its_row(tree: dict[str, Any]) -> None:
    row = Lesson.objects.get(uuid=tree["lessons"][0].uuid)
    fresh(tree["lessons"][0]).move(fresh(tree["ew1"]), pos="first-child")
    row.refresh_from_db()
    assert row.course.uuid == tree["ew1"].uuid
    assert row.retired_at is None
    assert row.url == "/les-tilleuls/ecole-du-web/ew1/une/"
    assert in_outline() == in_tree()


def test_a_module_moved_to_another_track_takes_its_lessons(tree: dict[str, Any]) -> None:
    rows = set(Lesson.objects.filter(course__uuid=tree["d01"].uuid).values_list("pk", flat=True))
    fresh(tree["d01"]).move(fresh(tree["second"]), pos="first-child")
    assert set(Lesson.objects.current().filter(course__uuid=tree["d01"].uuid).values_list("pk", flat=True)) == rows
    assert Course.objects.get(uuid=tree["d01"].uuid).track.uuid == tree["second"].uuid
    assert in_outline() == in_tree()


def test_tracks_set_in_another_order_follow(tree: dict[str, Any]) -> None:
    fresh(tree["second"]).move(fresh(tree["first"]), pos="left")
    assert [track.title for track in Track.objects.current()] == ["École du web", "Premiers pas"]
    assert in_outline() == in_tree()


def test_a_new_short_name_of_a_track_changes_every_address_below(
    tree: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    page = fresh(tree["first"])
    page.slug = "debuter"
    with django_capture_on_commit_callbacks(execute=True):
        page.save()
    urls = Lesson.objects.filter(course__track__uuid=page.uuid).values_list("url", flat=True)
    assert urls
    assert all(url.startswith("/les-tilleuls/debuter/") for url in urls)


@pytest.mark.parametrize("name", ["first", "d01", "mail"])
def test_what_is_unpublished_or_deleted_retires_with_all_below_and_keeps_its_row(
    tree: dict[str, Any], name: str
) -> None:
    before = Lesson.objects.count()
    fresh(tree[name]).unpublish()
    assert in_outline() == in_tree()
    fresh(tree[name]).delete()
    assert in_outline() == in_tree()
    assert Lesson.objects.count() == before
    assert Lesson.objects.exclude(retired_at=None).exists()


def test_what_returns_finds_its_row_again(tree: dict[str, Any]) -> None:
    row = Lesson.objects.get(uuid=tree["mail"].uuid)
    fresh(tree["d04"]).unpublish()
    row.refresh_from_db()
    assert row.retired_at is not None
    publish(page=fresh(tree["d04"]), by=None, now=timezone.now())
    row.refresh_from_db()
    assert row.retired_at is None
    assert in_outline() == in_tree()


def test_a_copy_begins_with_rows_of_its_own(tree: dict[str, Any]) -> None:
    copy = fresh(tree["d01"]).copy(recursive=True, to=fresh(tree["second"]), update_attrs={"slug": "d01-bis"})
    assert copy.uuid != tree["d01"].uuid
    assert {page.uuid for page in LessonPage.objects.child_of(copy)}.isdisjoint(
        page.uuid for page in LessonPage.objects.child_of(tree["d01"])
    )
    assert in_outline() == in_tree()
    lesson = LessonPage.objects.child_of(copy).order_by("path").first()
    lesson.get_latest_revision().publish()
    assert in_outline() == in_tree()


def test_an_alias_has_rows_of_its_own_and_follows_its_source(
    tree: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    source = fresh(tree["lessons"][0])
    with django_capture_on_commit_callbacks(execute=True):
        alias = source.create_alias(parent=fresh(tree["ew1"]), update_slug="une-alias")
    assert alias.uuid != source.uuid
    assert in_outline() == in_tree()
    source.title = "Une, mieux dite"
    publish(page=source, by=None, now=timezone.now())
    assert Lesson.objects.get(uuid=alias.uuid).title == "Une, mieux dite"
    assert in_outline() == in_tree()


def test_a_translation_has_rows_of_its_own_once_it_is_published(
    tree: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    english, _made = Locale.objects.get_or_create(language_code="en")
    with django_capture_on_commit_callbacks(execute=True):
        translated = fresh(tree["lessons"][0]).copy_for_translation(english, copy_parents=True)
    assert translated.uuid != tree["lessons"][0].uuid
    assert in_outline() == in_tree()
    publish(page=translated, by=None, now=timezone.now())
    assert str(translated.uuid) in str(in_outline())
    assert in_outline() == in_tree()


def test_a_track_does_not_open_the_modules_of_another_structure() -> None:
    ours, theirs = track_page(studio("ici"), "Chez nous"), track_page(studio("la-bas"), "Chez eux")
    own, foreign = course_page(ours, "Les nôtres"), course_page(theirs, "Les leurs")
    ours.referred_courses.add(TrackReference(course=own))
    assert ours.problems() == []
    ours.referred_courses.add(TrackReference(course=foreign))
    with pytest.raises(NotTeachable, match="Les leurs"):
        publish(page=ours, by=None, now=timezone.now())


def test_a_track_opens_the_modules_of_the_structure_above() -> None:
    above = studio("territoire")
    below = studio("quartier", parent=above.structure)
    shared = course_page(track_page(above, "Communs"), "Pour tous")
    track = track_page(below, "Au quartier")
    track.referred_courses.add(TrackReference(course=shared))
    assert track.problems() == []

"""The outline follows what is published: adds, updates, moves, retires, and never deletes."""

import datetime
from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

from assessments.credentials.models import AchievementVersion
from assessments.skills.models import Framework, Skill
from courses.outline.certificates import NoIssuer
from courses.outline.links import UnknownActivity
from courses.outline.models import Alignment, Course, Lesson, LessonActivity, Prerequisite, Track, TrackCourse
from courses.outline.published import ActivityData, CertificateData, CourseData, LessonData, TrackData
from courses.outline.services import RECOMPUTE, publish_outline, retire
from lms.jobs.models import Job
from lms.journal.models import Entry
from tests.factories.outline import ActivityFactory
from tests.factories.people import StructureFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 10, 0, tzinfo=datetime.UTC)


def lesson(title: str = "La souris", **fields: object) -> LessonData:
    return LessonData(uuid=uuid4(), title=title, slug=title.lower().replace(" ", "-"), url=f"/{title}/", **fields)  # type: ignore[arg-type]


def course(*lessons: LessonData, title: str = "Premiers pas", **fields: object) -> CourseData:
    return CourseData(uuid=uuid4(), title=title, slug="premiers-pas", url="/p/", lessons=lessons, **fields)  # type: ignore[arg-type]


def track(*courses: CourseData, title: str = "Numérique", **fields: object) -> TrackData:
    return TrackData(uuid=uuid4(), title=title, slug="numerique", url="/n/", courses=courses, **fields)  # type: ignore[arg-type]


def publish(*tracks: TrackData, now: datetime.datetime = NOW):  # type: ignore[no-untyped-def]
    return publish_outline(tracks=tracks, by=None, now=now)


def skill(code: str = "1.1") -> Skill:
    framework, _ = Framework.objects.get_or_create(slug="essai", defaults={"title": "Essai"})
    return Skill.objects.create(framework=framework, code=code, label=f"Compétence {code}")


def test_a_first_publication_adds_everything_in_order() -> None:
    first, second = lesson("Un"), lesson("Deux")
    change = publish(whole := track(course(first, second)))
    assert Track.objects.get().uuid == whole.uuid
    assert list(Lesson.objects.values_list("uuid", flat=True)) == [first.uuid, second.uuid]
    assert len(change.added) == 4
    assert Entry.objects.filter(verb="outline.published").count() == 1


def test_publishing_the_same_again_writes_nothing() -> None:
    activity = ActivityFactory.create()
    whole = track(course(lesson(activities=(ActivityData(uuid=activity.uuid),), skills=(skill().pk,))))
    publish(whole)
    jobs = Job.objects.count()
    change = publish(whole)
    assert not change
    assert Entry.objects.count() == 1
    assert Job.objects.count() == jobs


def test_a_lesson_that_changes_course_keeps_its_row() -> None:
    moving, staying = lesson("Un"), lesson("Deux")
    here, there = course(moving, staying), course(title="Ailleurs")
    publish(whole := track(here, there))
    row = Lesson.objects.get(uuid=moving.uuid).pk
    change = publish(replace(whole, courses=(replace(here, lessons=(staying,)), replace(there, lessons=(moving,)))))
    moved = Lesson.objects.get(uuid=moving.uuid)
    assert (moved.pk, moved.course.uuid, moved.retired_at) == (row, there.uuid, None)
    assert moving.uuid in change.moved
    assert change.reshaped == set(Course.objects.values_list("pk", flat=True))


def test_a_course_that_changes_track_stays_in_force_whichever_track_is_published_first() -> None:
    moving = course(lesson())
    one, other = track(moving), track(title="Autre")
    publish(one, other)
    publish(replace(other, courses=(moving,)))
    publish(replace(one, courses=()))
    row = Course.objects.get()
    assert (row.track.uuid, row.retired_at) == (other.uuid, None)  # type: ignore[union-attr]


def test_what_is_no_longer_named_is_retired_and_returns_when_named_again() -> None:
    gone, staying = lesson("Un"), lesson("Deux")
    publish(whole := track(kept := course(gone, staying)))
    change = publish(replace(whole, courses=(replace(kept, lessons=(staying,)),)))
    assert change.retired == [gone.uuid]
    row = Lesson.objects.get(uuid=gone.uuid)
    assert (row.retired_at, row.url) == (NOW, "")
    change = publish(whole)
    assert gone.uuid in change.returned
    assert Lesson.objects.get(uuid=gone.uuid).retired_at is None


def test_a_course_that_is_no_longer_named_takes_its_lessons_along() -> None:
    publish(whole := track(course(lesson("Un"))))
    publish(replace(whole, courses=()))
    assert not Course.objects.current().exists()
    assert not Lesson.objects.current().exists()
    assert Lesson.objects.count() == 1


def test_retiring_a_track_retires_what_is_below_it_and_says_so_once() -> None:
    publish(whole := track(course(lesson("Un"))))
    change = retire(uuids=[whole.uuid], by=UserFactory.create(), now=NOW)
    assert len(change.retired) == 3
    assert not retire(uuids=[whole.uuid, uuid4()], by=None, now=NOW)
    assert Entry.objects.filter(verb="outline.retired").count() == 1


def test_a_reordering_is_a_move() -> None:
    first, second = lesson("Un"), lesson("Deux")
    publish(whole := track(kept := course(first, second)))
    publish(replace(whole, courses=(replace(kept, lessons=(second, first)),)))
    assert list(Lesson.objects.values_list("uuid", flat=True)) == [second.uuid, first.uuid]


def test_an_activity_taken_out_is_retired_there_and_comes_back_as_the_same_row() -> None:
    activity = ActivityFactory.create()
    full = lesson(activities=(ActivityData(uuid=activity.uuid),))
    publish(whole := track(kept := course(full)))
    link = LessonActivity.objects.get()
    publish(replace(whole, courses=(replace(kept, lessons=(replace(full, activities=()),)),)))
    assert not LessonActivity.objects.current().exists()
    publish(whole)
    assert LessonActivity.objects.current().get() == link


def test_an_unknown_activity_is_refused_and_nothing_is_written() -> None:
    with pytest.raises(UnknownActivity):
        publish(track(course(lesson(activities=(ActivityData(uuid=uuid4()),)))))
    assert not Track.objects.exists()


def test_skills_prerequisites_and_referred_courses_follow() -> None:
    one, other = skill("1.1"), skill("1.2")
    first = lesson(skills=(one.pk,))
    before = course(first, title="Avant")
    after = course(title="Après", prerequisites=(before.uuid, uuid4()))
    publish(home := track(before, after), guest := track(title="Autre", referred=(before.uuid, uuid4())))
    assert Prerequisite.objects.get().required.uuid == before.uuid
    assert TrackCourse.objects.get().course.uuid == before.uuid
    changed = replace(before, lessons=(replace(first, skills=(other.pk,)),))
    publish(replace(home, courses=(changed, replace(after, prerequisites=()))), replace(guest, referred=()))
    assert Alignment.objects.get().skill == other
    assert not Prerequisite.objects.exists()
    assert not TrackCourse.objects.exists()


def test_a_certificate_gets_a_new_version_only_when_it_changed() -> None:
    structure = StructureFactory.create(name="Les Brebis")
    certificate = CertificateData(criteria="Toutes les leçons", hours=Decimal("1.50"), skills=(skill().pk,))
    publish(whole := track(kept := course(structure_id=structure.pk, certificate=certificate)))
    publish(whole)
    version = AchievementVersion.objects.get()
    assert (version.name, version.achievement.issuer.name) == ("Premiers pas", "Les Brebis")
    publish(replace(whole, courses=(replace(kept, certificate=replace(certificate, hours=Decimal("2.00"))),)))
    assert list(AchievementVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_certificate_taken_back_is_retired_and_the_same_one_returns() -> None:
    structure = StructureFactory.create()
    publish(whole := track(kept := course(structure_id=structure.pk, certificate=CertificateData())))
    achievement = Course.objects.get().achievement
    publish(replace(whole, courses=(replace(kept, certificate=None),)))
    assert Course.objects.get().achievement.retired_at == NOW  # type: ignore[union-attr]
    publish(whole)
    assert Course.objects.get().achievement == achievement
    assert Course.objects.get().achievement.retired_at is None  # type: ignore[union-attr]


def test_a_certificate_needs_a_structure_to_issue_it() -> None:
    with pytest.raises(NoIssuer):
        publish(track(course(certificate=CertificateData())))


def test_a_reshaped_course_asks_for_a_recomputation_and_a_new_title_does_not() -> None:
    publish(whole := track(kept := course(lesson("Un"))))
    Job.objects.all().delete()
    publish(replace(whole, courses=(replace(kept, title="Autrement"),)))
    assert not Job.objects.exists()
    publish(replace(whole, courses=(replace(kept, lessons=()),)))
    assert Job.objects.get().payload == {"courses": [Course.objects.get().pk]}
    assert Job.objects.get().kind == RECOMPUTE

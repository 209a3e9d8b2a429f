"""A guest's work becomes a learner's: every row of both is still there, in one person's hands, and counts."""

import datetime

import pytest
from django.db.models import CASCADE
from django.utils import timezone

from assessments.activities.models import Activity
from assessments.attempts import services as attempts
from assessments.attempts.models import Attempt, Draft, Outcome, Response
from assessments.attempts.services import PlannedItem
from assessments.bank.models import ItemVersion
from assessments.credentials.models import Credential
from assessments.h5p.models import H5PContent, H5PContentVersion, H5PState
from courses.enrolments import services as enrolments
from courses.enrolments.models import Enrolment
from courses.outline.models import Course
from courses.progress import services
from courses.progress.models import CourseProgress, LessonEvent, LessonProgress
from courses.progress.recomputation import recompute
from lms.accounts.evidence import move_evidence
from lms.accounts.models import User
from lms.signin import trials
from lms.signin.trials import BegunTrial
from tests.factories.credentials import AchievementFactory, AchievementVersionFactory
from tests.factories.outline import ActivityFactory, CourseFactory, EnrolmentFactory, LessonFactory, quiz
from tests.factories.people import learner
from tests.factories.progress import AttemptFactory, holding, outcome

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(minutes=20)

# What hangs on a person and moves with their work; what stays, since a guest has none or it dies with the guest.
MOVED = {"Consequence", "Attempt", "H5PState", "Enrolment", "LessonEvent"}
DERIVED = {"LessonProgress", "CourseProgress", "Mastery"}
STAYS = {
    *("Card", "Pin", "OpenSession", "Handover", "Trial"),
    *("Membership", "CohortMembership", "AttendanceRecord", "Support", "User_groups", "User_user_permissions"),
    *("Authenticator", "EmailAddress", "APIToken"),
    "Foresight",  # of a trainer, for a day
    "H5PDraft",  # of a trainer, until it is kept or given up
    # Wagtail's, for people who work in the studio
    *("UserProfile", "WorkflowState", "PageSubscription", "Comment", "CommentReply", "Collection", "Page"),
    *("UploadedFile", "UploadedImage", "UploadedDocument", "FormState", "EditingSession"),
}


def begun(course: Course) -> BegunTrial:
    return enrolments.begin_trial(course=course, now=timezone.now())


def claim(trial: BegunTrial, person: User) -> None:
    trials.claim_trial(trial=trial.trial, person=person, by=person, now=timezone.now())


def test_whatever_hangs_on_a_person_is_known_to_move_or_to_stay() -> None:
    hanging = {
        relation.related_model.__name__
        for relation in User._meta.get_fields(include_hidden=True)
        if relation.auto_created and getattr(relation, "on_delete", None) is CASCADE
    }
    assert hanging - MOVED - DERIVED <= STAYS, "say in a mover what becomes of it, or add it to STAYS"
    assert hanging >= MOVED


def certified_course(lessons: int = 1) -> tuple[Course, list[Activity]]:
    achievement = AchievementVersionFactory.create(achievement=AchievementFactory.create()).achievement
    course = CourseFactory.create(achievement=achievement, open_to_try=True)
    return course, [holding(LessonFactory.create(course=course)) for _ in range(lessons)]


def test_a_guest_gets_no_certificate_and_whoever_claims_the_work_does() -> None:
    course, (activity,) = certified_course()
    trial = begun(course)
    outcome(trial.trial.guest, activity, at=NOW)
    assert CourseProgress.objects.get().completed_at is not None
    assert not Credential.objects.exists()
    assert recompute(courses=[course], apply=False, now=NOW) == []
    person = learner()
    claim(trial, person)
    assert Credential.objects.get().learner == person
    assert CourseProgress.objects.get().user == person
    assert LessonProgress.objects.get().user == person
    assert recompute(courses=[course], apply=False, now=NOW) == []


def test_answers_drafts_and_an_open_attempt_move_as_they_are() -> None:
    course, activity, version = _course_with_question()
    trial = begun(course)
    attempt = _started(trial.trial.guest, activity, version)
    Draft.objects.create(attempt=attempt, slot=1, sequence=3, answer=["a"], saved_at=NOW)
    person = learner()
    claim(trial, person)
    moved = Attempt.objects.get()
    assert (moved.user, moved.number, moved.state, moved.uuid) == (person, 1, Attempt.State.OPEN, attempt.uuid)
    assert Response.objects.get().attempt == moved
    assert Draft.objects.get().attempt == moved


def _course_with_question() -> tuple[Course, Activity, ItemVersion]:
    course = CourseFactory.create(open_to_try=True)
    lesson = LessonFactory.create(course=course)
    activity = quiz(items=2, structure=course.structure).activity
    lesson.lesson_activities.create(activity=activity)
    return course, activity, ItemVersion.objects.order_by("pk")[0]


def _started(user: User, activity: Activity, version: ItemVersion) -> Attempt:
    plan = [PlannedItem(version_id=version.pk), PlannedItem(version_id=version.pk)]
    attempt = attempts.start_attempt(user=user, activity=activity, plan=plan, context=None, now=NOW)
    attempts.record_response(attempt=attempt, slot=0, version=version, answer=["b"], submission=attempt.uuid, now=NOW)
    return attempt


def test_attempts_at_the_same_activity_are_numbered_one_after_the_other() -> None:
    course, (activity,) = certified_course()
    person, trial = learner(), begun(course)
    own = [outcome(person, activity, at=NOW, success=False).attempt.uuid for _try in range(2)]
    guests = [outcome(trial.trial.guest, activity, at=LATER).attempt.uuid for _try in range(2)]
    Attempt.objects.filter(uuid__in=guests[:1]).update(number=Attempt.objects.get(uuid=own[0]).number)
    claim(trial, person)
    mine = Attempt.objects.filter(user=person).order_by("number")
    assert list(mine.values_list("uuid", flat=True)) == own + guests
    assert Outcome.objects.count() == 4
    assert CourseProgress.objects.get().completed_at == LATER


def test_of_two_open_attempts_the_persons_goes_on_and_the_guests_is_voided_and_kept() -> None:
    course, activity, version = _course_with_question()
    person, trial = learner(), begun(course)
    own, guests = _started(person, activity, version), _started(trial.trial.guest, activity, version)
    claim(trial, person)
    own.refresh_from_db()
    guests.refresh_from_db()
    assert (own.state, own.number) == (Attempt.State.OPEN, 1)
    assert (guests.state, guests.number, guests.user) == (Attempt.State.VOIDED, 2, person)
    assert Response.objects.count() == 2


def test_who_follows_the_module_already_goes_on_following_it_and_no_row_is_lost() -> None:
    course, _activities = certified_course()
    person = learner()
    own = EnrolmentFactory.create(user=person, course=course)
    claim(begun(course), person)
    assert [row.user for row in Enrolment.objects.order_by("pk")] == [person, person]
    assert Enrolment.objects.get(ended_at=None) == own


def test_the_same_lesson_seen_or_finished_by_both_is_told_once_at_its_first_moment() -> None:
    course = CourseFactory.create(open_to_try=True)
    lesson = LessonFactory.create(course=course)
    person, trial = learner(), begun(course)
    for user, moment in ((person, LATER), (trial.trial.guest, NOW)):
        services.record_seen(user=user, lesson=lesson, now=moment)
        services.declare_finished(user=user, lesson=lesson, now=moment)
    claim(trial, person)
    assert {(event.user, event.at) for event in LessonEvent.objects.order_by("pk")} == {(person, NOW)}
    assert LessonEvent.objects.count() == 2
    assert LessonProgress.objects.get().done_at == NOW


@pytest.mark.parametrize(("own_at", "stays"), [(LATER, "own"), (NOW - datetime.timedelta(1), "guest"), (None, "guest")])
def test_of_two_places_in_an_exercise_the_one_saved_last_stays(own_at: datetime.datetime | None, stays: str) -> None:
    content = H5PContent.objects.create(activity=ActivityFactory.create(kind=Activity.Kind.H5P))
    version = H5PContentVersion.objects.create(
        content=content, number=1, main_library="Declic.Card 1.2", params={}, created_at=NOW
    )
    person, guest = learner(), learner()
    for user, moment, value in ((person, own_at, "own"), (guest, NOW, "guest")):
        if moment is not None:
            H5PState.objects.create(
                user=user, content=content, data_type="state", value=value, version=version, saved_at=moment
            )
    move_evidence(source=guest, target=person, now=NOW)
    state = H5PState.objects.get()
    assert (state.user, state.value) == (person, stays)


def test_nothing_of_what_the_person_did_alone_changes() -> None:
    course, (activity,) = certified_course()
    other, (another,) = certified_course()
    person = EnrolmentFactory.create(user=learner(), course=other).user
    outcome(person, another, at=NOW)
    had = Credential.objects.get()
    trial = begun(course)
    AttemptFactory.create(user=trial.trial.guest, activity=activity, number=1)
    claim(trial, person)
    assert Credential.objects.get() == had
    assert CourseProgress.objects.get(course=other).user == person

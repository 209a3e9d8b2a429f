"""The rules of progress on plain values."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from courses.progress.derivation import CourseStanding, LessonShape, Opening, Result, course_standing

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
QUIZ, GAME, EXTRA = 10, 20, 30


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def quiz_lesson(pk: int = 1, *, quiz: int = QUIZ) -> LessonShape:
    marks = frozenset({quiz})
    return LessonShape(id=pk, activities=marks, required=marks, marked=marks)


def game_lesson(pk: int = 2) -> LessonShape:
    return LessonShape(id=pk, activities=frozenset({GAME}), required=frozenset({GAME}))


def result(activity: int = QUIZ, minutes: int = 0, *, success: bool = True, **fields: object) -> Result:
    given_fields = {"scaled": 1.0 if success else 0.2, "completion": True, "self_assessed": activity == GAME, **fields}
    return Result(activity_id=activity, attempt=uuid4(), at=at(minutes), success=success, **given_fields)  # type: ignore[arg-type]


def standing(*args: object) -> CourseStanding:
    made = course_standing(*args)  # type: ignore[arg-type]
    assert made is not None
    return made


def test_nothing_done_is_no_standing() -> None:
    assert course_standing([quiz_lesson()], [], []) is None


def test_a_quiz_lesson_is_done_at_the_first_success_and_not_by_declaring() -> None:
    openings = [Opening(lesson_id=1, at=at(0)), Opening(lesson_id=1, at=at(5), declared=True)]
    assert standing([quiz_lesson()], openings, []).completed_at is None
    results = [result(minutes=6, success=False), result(minutes=7), result(minutes=9)]
    lesson = standing([quiz_lesson()], openings, results).lessons[0]
    assert (lesson.started_at, lesson.done_at, lesson.last_at) == (at(0), at(7), at(9))
    assert lesson.proved


def test_a_lesson_without_activities_is_done_when_the_person_says_so() -> None:
    reading = LessonShape(id=1)
    assert standing([reading], [Opening(lesson_id=1, at=at(0))], []).lessons_done == 0
    declared = standing([reading], [Opening(lesson_id=1, at=at(3), declared=True)], [])
    assert declared.completed_at == at(3)
    assert not declared.certifies


def test_an_optional_activity_shows_its_score_and_asks_nothing() -> None:
    lesson = LessonShape(id=1, activities=frozenset({EXTRA}))
    made = standing([lesson], [], [result(EXTRA, success=False, scaled=0.4)])
    assert made.lessons[0].best_scaled == 0.4
    assert made.lessons[0].done_at is None


def test_a_game_is_done_when_played_to_the_end_but_proves_and_certifies_nothing_alone() -> None:
    played = standing([game_lesson()], [], [result(GAME, success=False)])
    assert played.completed_at == at(0)
    assert not played.lessons[0].proved
    assert not played.certifies
    assert standing([game_lesson()], [], [result(GAME, success=False, completion=False)]).completed_at is None


def test_a_course_with_a_quiz_and_a_game_certifies_on_the_quiz() -> None:
    proof = result(QUIZ, 5)
    made = standing([quiz_lesson(), game_lesson()], [], [result(GAME, 9), proof])
    assert made.certifies
    assert made.proofs == (proof.attempt,)
    assert made.completed_at == at(9)


def test_the_last_lesson_is_the_one_of_the_latest_evidence() -> None:
    lessons = [quiz_lesson(1, quiz=11), quiz_lesson(2, quiz=12), quiz_lesson(3, quiz=13)]
    made = standing(lessons, [Opening(lesson_id=3, at=at(1)), Opening(lesson_id=2, at=at(8))], [result(11, 4)])
    assert made.last_lesson_id == 2
    assert (made.started_at, made.last_at, made.lessons_done) == (at(1), at(8), 1)


results = st.builds(
    Result,
    activity_id=st.sampled_from([11, 12, 13, GAME, EXTRA]),
    attempt=st.builds(UUID, int=st.integers(0, 10**6)),
    at=st.builds(at, st.integers(0, 1000)),
    scaled=st.floats(0, 1),
    success=st.booleans(),
    completion=st.booleans(),
    self_assessed=st.booleans(),
)
openings = st.builds(
    Opening, lesson_id=st.integers(1, 4), at=st.builds(at, st.integers(0, 1000)), declared=st.booleans()
)
LESSONS = [quiz_lesson(1, quiz=11), quiz_lesson(2, quiz=12), game_lesson(3), LessonShape(id=4)]


@given(st.lists(openings), st.lists(results), st.randoms())
def test_the_order_in_which_evidence_is_read_changes_nothing(opened, tried, chance) -> None:  # type: ignore[no-untyped-def]
    first = course_standing(LESSONS, opened, tried)
    chance.shuffle(opened)
    chance.shuffle(tried)
    assert course_standing(LESSONS, opened, tried) == first


@given(st.lists(openings), st.lists(results), results)
def test_more_evidence_never_undoes_a_lesson(opened, tried, more) -> None:  # type: ignore[no-untyped-def]
    before = course_standing(LESSONS, opened, tried)
    after = course_standing(LESSONS, opened, [*tried, more])
    done = {each.lesson_id for each in before.lessons if each.done_at} if before else set()
    assert done <= {each.lesson_id for each in after.lessons if each.done_at} if after else not done

"""The exact place where a person goes on, on plain values."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from courses.outline.families import look_of
from courses.progress.places import OpenActivity, next_place
from courses.progress.rows import CourseRow, LessonRow, Place

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def course(*states: str, after: str = "", title: str = "Module") -> CourseRow:
    """A course of lessons: "" not begun, "started:5" begun, "done:3" done, touched at that minute."""
    lessons = tuple(_lesson(number, state, title) for number, state in enumerate(states, start=1))
    return CourseRow(
        uuid=uuid4(), code="", title=title, url="/m/", objective="", minutes=60, look=look_of(""),
        lessons=lessons, after=after,
    )  # fmt: skip


def _lesson(number: int, state: str, title: str) -> LessonRow:
    word, _, minute = state.partition(":")
    return LessonRow(
        uuid=uuid4(), number=number, title=f"{title} {number}", url=f"/{title}/{number}/", objective="",
        minutes=20, state=word, last_at=at(int(minute)) if minute else None,
    )  # fmt: skip


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def opened(lesson: UUID, minute: int, question: int | None = 3) -> OpenActivity:
    return OpenActivity(lesson=lesson, url="/quiz/", at=at(minute), question=question)


def place(*courses: CourseRow, activities: tuple[OpenActivity, ...] = ()) -> Place:
    found = next_place(courses, activities)
    assert found is not None
    return found


def test_a_newcomer_begins_with_the_first_lesson() -> None:
    found = place(course("", ""), course(""))
    assert (found.url, found.is_first) == ("/Module/1/", True)


def test_the_lesson_left_undone_comes_back() -> None:
    assert place(course("started:9", "done:5", "")).number == 1


def test_after_a_lesson_done_comes_the_next_then_those_left_behind() -> None:
    assert place(course("", "done:5", "")).number == 3
    assert place(course("", "done:5", "done:2")).number == 1


def test_after_a_course_done_comes_one_begun_then_one_not_advised_later() -> None:
    done, waiting, free = course("done:9"), course("", after="Autre", title="Plus tard"), course("", title="Libre")
    assert place(done, waiting, free).url == "/Libre/1/"
    begun = course("started:1", title="Entamé")
    assert place(done, waiting, free, begun).url == "/Entamé/1/"


def test_nothing_is_left_when_all_is_done() -> None:
    assert next_place([course("done:1", "done:2")], []) is None
    assert next_place([], []) is None


def test_the_question_left_open_is_the_place() -> None:
    module = course("done:5", "started:6", "")
    found = place(module, activities=(opened(module.lessons[1].uuid, 8),))
    assert (found.url, found.number, found.question) == ("/quiz/", 2, 3)


def test_an_activity_of_the_lesson_read_last_is_the_place_although_the_page_was_opened_after_it() -> None:
    module = course("started:9", "")
    assert place(module, activities=(opened(module.lessons[0].uuid, 4),)).url == "/quiz/"


def test_an_older_activity_elsewhere_waits() -> None:
    module = course("started:1", "started:9")
    assert place(module, activities=(opened(module.lessons[0].uuid, 4),)).number == 2


def test_reading_a_finished_lesson_again_does_not_lose_the_question_left_open_in_the_next() -> None:
    module = course("done:9", "started:3", "")
    found = place(module, activities=(opened(module.lessons[1].uuid, 4),))
    assert (found.url, found.number, found.question) == ("/quiz/", 2, 3)


def test_an_activity_of_a_course_no_longer_followed_is_no_place() -> None:
    assert place(course(""), activities=(opened(uuid4(), 4),)).url == "/Module/1/"


def test_a_finished_lesson_looked_at_again_does_not_hide_the_question_left_open() -> None:
    """Seen in a journey: one looks back at lesson 1 and must still come back to the question of lesson 2."""
    here = course("done:9", "started:1")
    found = place(here, activities=(opened(here.lessons[1].uuid, 2),))
    assert (found.url, found.question) == ("/quiz/", 3)

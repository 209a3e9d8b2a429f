"""The demo's lessons are teachable: length, typography, a key and feedback for each question, a figure."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from assessments.skills.services import DATA as FRAMEWORKS
from cms.demo import reader
from cms.demo.audio import clips, plain, recordings
from cms.demo.content import Course, ImageBlock, Lesson, Question, TextBlock
from cms.demo.exercises import item_content
from cms.demo.figures import FIGURES, figure_path, render_png
from cms.demo.reader import ContentInvalid, course, courses, tracks
from lms.web.typography import french_html

LESSONS = [lesson for each in courses() for lesson in each.lessons]
QUESTIONS = [question for lesson in LESSONS for question in lesson.questions]
SKILLS = {
    f"{framework['slug']}:{skill['code']}"
    for framework in (json.loads(path.read_text()) for path in FRAMEWORKS.glob("*.json"))
    for skill in framework["skills"]
}

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.code)
each_course = pytest.mark.parametrize("course_", courses(), ids=lambda each: each.code)
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)


def words_of(value: object) -> Iterator[str]:
    """Every passage of French that a learner may read in a piece of content."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from words_of(each)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if field.name not in {"id", "code", "slug", "skills", "figure", "family", "track", "accepted"}:
                yield from words_of(getattr(value, field.name))


def lesson_words(lesson: Lesson) -> int:
    shown = [plain(text) for text in words_of(lesson.blocks)]
    return len(re.findall(r"[\w’'-]+", " ".join(shown)))


def test_the_demo_has_its_tracks_and_courses() -> None:
    assert [track.title for track in tracks()] == [
        "Premiers pas numériques",
        "Référent numérique",
        "École du web",
    ]
    assert {each.code: len(each.lessons) for each in courses()} == {"D01": 6, "D04": 7, "RN1": 2, "EW2": 2}


def test_slugs_codes_and_question_ids_are_unique() -> None:
    for names in (
        [lesson.slug for lesson in LESSONS],
        [lesson.code for lesson in LESSONS],
        [q.id for q in QUESTIONS],
    ):
        assert len(names) == len(set(names))


@each_course
def test_a_course_agrees_with_its_lessons(course_: Course) -> None:
    assert course_.minutes == sum(lesson.minutes for lesson in course_.lessons)
    assert course_.certificate is not None
    assert course_.certificate.hours == round(Decimal(course_.minutes) / 60, 2)
    assert course_.track in {track.slug for track in tracks()}


@each_course
def test_prerequisites_are_courses_that_exist(course_: Course) -> None:
    for code in course_.prerequisites:
        assert course(code).code == code


@each_lesson
def test_a_lesson_has_150_to_350_words(lesson: Lesson) -> None:
    assert 150 <= lesson_words(lesson) <= 350


@each_lesson
def test_an_objective_is_said_in_the_first_person(lesson: Lesson) -> None:
    assert lesson.objective.startswith(("Je sais", "J’ai"))


@each_lesson
def test_a_lesson_has_one_figure_that_exists_and_is_described(lesson: Lesson) -> None:
    (figure,) = [block for block in lesson.blocks if isinstance(block, ImageBlock)]
    assert figure_path(figure.figure).exists()
    assert figure.alt.endswith(".")
    assert len(figure.alt) > 40


def test_no_drawing_is_left_over() -> None:
    used = {block.figure for lesson in LESSONS for block in lesson.blocks if isinstance(block, ImageBlock)}
    assert {path.stem for path in FIGURES.glob("*.svg")} == used


def test_text_in_a_drawing_is_large_enough_to_read() -> None:
    for path in FIGURES.glob("*.svg"):
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', path.read_text())]
        assert all(size >= 20 for size in sizes), path.name


def test_a_drawing_becomes_a_png_of_the_width_asked_for(tmp_path: Path) -> None:
    png = tmp_path / "figure.png"
    png.write_bytes(render_png(figure_path("d04-l1-boite"), width=640))
    with Image.open(png) as image:
        assert (image.format, image.size) == ("PNG", (640, 360))


@each_lesson
def test_a_lesson_asks_3_to_6_questions_at_its_end(lesson: Lesson) -> None:
    assert 3 <= len(lesson.questions) <= 6
    assert type(lesson.blocks[-1]).__name__ == "ActivityBlock"


@each_lesson
def test_skills_are_in_the_frameworks_that_come_with_the_project(lesson: Lesson) -> None:
    asked = {skill for question in lesson.questions for skill in question.skills}
    assert set(lesson.skills) <= SKILLS
    assert asked <= set(lesson.skills)


@each_course
def test_the_skills_of_a_course_are_worked_in_its_lessons(course_: Course) -> None:
    assert set(course_.skills) <= {skill for lesson in course_.lessons for skill in lesson.skills}


@each_question
def test_a_question_has_a_key_and_feedback_for_each_answer(question: Question) -> None:
    match question.interaction:
        case "choice":
            right = [choice for choice in question.choices if choice.correct]
            assert len(right) > 1 if question.multiple else len(right) == 1
            assert len(right) < len(question.choices)
            assert all(choice.feedback for choice in question.choices)
        case "true-false":
            assert question.answer is not None
            assert question.feedback_true
            assert question.feedback_false
        case "fill-in":
            assert question.accepted
            assert question.feedback_correct
            assert question.feedback_incorrect
        case "matching" | "sequencing" | "categorise":
            assert question.pairs or question.steps or question.categories
            assert question.feedback_correct
            assert question.feedback_incorrect
            assert item_content(question)
        case other:
            pytest.fail(f"no interaction is called {other}")


@each_question
def test_a_question_with_several_answers_says_how_many(question: Question) -> None:
    if question.multiple:
        right = sum(choice.correct for choice in question.choices)
        assert f"Il y a {right} bonnes réponses." in question.prompt


def test_every_interaction_is_used() -> None:
    known = {"choice", "true-false", "fill-in", "matching", "sequencing", "categorise"}
    assert {question.interaction for question in QUESTIONS} == known


@pytest.mark.parametrize("course_", [*courses(), *tracks()], ids=lambda each: each.code)
def test_french_typography_is_exact(course_: Course) -> None:
    for text in words_of(course_):
        assert french_html(text) == text
        assert "·" not in text


@each_lesson
def test_rich_text_keeps_to_the_tags_that_the_editor_knows(lesson: Lesson) -> None:
    for block in lesson.blocks:
        if isinstance(block, TextBlock):
            tags = set(re.findall(r"</?(\w+)", block.html))
            assert tags <= {"p", "ul", "ol", "li", "strong", "em", "code", "a"}


def test_lesson_d04_l1_is_recorded_whole_with_the_words_it_shows() -> None:
    lesson = course("D04").lessons[0]
    kept = recordings("D04-L1")
    assert {clip.key: clip.transcript for clip in clips(lesson)} == {
        key: recording.transcript for key, recording in kept.items()
    }
    for recording in kept.values():
        assert recording.path("D04-L1").stat().st_size > 500
        assert recording.seconds > 0
        assert recording.voice


def test_each_block_question_and_choice_of_d04_l1_has_its_sound() -> None:
    lesson = course("D04").lessons[0]
    keys = recordings("D04-L1").keys()
    assert {f"block:{index}" for index in range(len(lesson.blocks))} <= keys
    assert {f"question:{question.id}" for question in lesson.questions} <= keys
    choices = [(q.id, c) for q in lesson.questions for c in [x.id for x in q.choices] or ["true", "false"]]
    assert {f"choice:{question}:{choice}" for question, choice in choices} <= keys


def test_a_lesson_that_was_not_recorded_has_no_sound() -> None:
    assert recordings("D01-L1") == {}


def test_an_unknown_key_is_refused_with_the_name_of_the_file(tmp_path: Path) -> None:
    text = (reader.CONTENT / "d01" / "l1.toml").read_text()
    (tmp_path / "l1.toml").write_text(text.replace("minutes = 20", "minutes = 20\nlevel = 1"))
    with pytest.raises(ContentInvalid, match=r"l1\.toml: Lesson has no level"):
        reader._lesson(tmp_path / "l1.toml")


def test_a_missing_key_is_refused_with_its_name(tmp_path: Path) -> None:
    text = (reader.CONTENT / "d01" / "l1.toml").read_text()
    (tmp_path / "l1.toml").write_text(text.replace("minutes = 20\n", ""))
    with pytest.raises(ContentInvalid, match="Lesson lacks minutes"):
        reader._lesson(tmp_path / "l1.toml")

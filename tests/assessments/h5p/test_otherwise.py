"""The page beside an exercise: what it asks in words that give nothing away, and a problem that reaches a trainer."""

import datetime
from typing import Any

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.h5p.alternative import passages
from assessments.h5p.difficulties import open_problems
from assessments.h5p.forgetting import forget_old
from assessments.h5p.models import H5PContentVersion
from assessments.h5p.moving import move_states
from assessments.h5p.records import H5PProblem
from lms.accounts.models import User
from lms.journal.models import Entry
from tests.assessments.h5p.conftest import Exercise
from tests.assessments.h5p.pages import signed_in
from tests.factories.outline import LessonFactory
from tests.factories.people import learner, trainer

CHOICE = {
    "question": "<p>Où <b>cliquer</b> ?</p>",
    "answers": [
        {"text": "<div>Sur la croix</div>", "correct": True, "tipsAndFeedback": {"chosenFeedback": "Bravo, c’est là"}},
        {"text": "Ailleurs", "correct": False},
    ],
    "overallFeedback": [{"from": 0, "to": 100, "feedback": "Bien"}],
}


@pytest.mark.parametrize(
    ("library", "params", "read"),
    [
        ("H5P.MultiChoice 1.16", CHOICE, [("Où cliquer ?", ("Ailleurs", "Sur la croix"))]),
        ("H5P.Blanks 1.14", {"text": "Complétez", "questions": ["<p>Je *clique/tape:un geste* ici</p>"]},
         [("Complétez", ()), ("Je ______ ici", ())]),
        ("H5P.DragText 1.10", {"taskDescription": "Placez", "textField": "La *souris:tip* et le *clavier*"},
         [("Placez", ()), ("La ______ et le ______", ("clavier", "souris"))]),
        ("H5P.MarkTheWords 1.11", {"taskDescription": "Marquez", "textField": "Un *mot* juste"},
         [("Marquez", ()), ("Un mot juste", ())]),
        ("H5P.SingleChoiceSet 1.11", {"choices": [{"question": "Q", "answers": ["Zèbre, juste", "Âne, faux"]}]},
         [("Q", ("Zèbre, juste", "Âne, faux"))]),
        ("H5P.Summary 1.10", {"intro": "I", "summaries": [{"summary": ["Zéro, juste", "Abeille"]}]},
         [("I", ()), ("", ("Abeille", "Zéro, juste"))]),
        ("Declic.WordMatch 1.0", {"introduction": "I", "pairs": [{"meaning": "Sens", "word": "Mot"}]},
         [("I", ()), ("Sens", ()), ("", ("Mot",))]),
        ("H5P.Essay 1.5", {"taskDescription": "Écrivez", "solution": {"sample": "Secret"}, "keywords": []},
         [("Écrivez", ())]),
        ("H5P.Dialogcards 1.9", {"dialogs": [{"text": "Bonjour", "answer": "Secret"}]}, [("", ()), ("Bonjour", ())]),
        ("H5P.QuestionSet 1.20", {"questions": [{"library": "H5P.MultiChoice 1.16", "params": CHOICE}]},
         [("Où cliquer ?", ("Ailleurs", "Sur la croix"))]),
        ("H5P.Unknown 1.0", {"question": "Secret", "answer": "Secret"}, []),
        ("H5P.MultiChoice 1.16", {"question": 3, "answers": "x"}, []),
        ("H5P.SingleChoiceSet 1.11", {"choices": ["x", {"answers": [3]}]}, []),
    ],
)  # fmt: skip
def test_what_an_exercise_asks_is_read_without_its_answers(
    library: str, params: dict[str, Any], read: list[tuple[str, tuple[str, ...]]]
) -> None:
    found = [(each.text, each.choices) for each in passages(library, params)]
    assert sorted(found) == sorted(row for row in read if row != ("", ()))
    assert "Secret" not in str(found)
    assert "Bravo" not in str(found)


def address(exercise: Exercise, *, lesson: bool = True) -> str:
    page = reverse("h5p_otherwise", args=[exercise.content.activity.uuid])
    return f"{page}?lesson={exercise.lesson}" if lesson else page


@pytest.mark.django_db
class TestPage:
    def test_the_learner_reads_what_the_author_wrote(self, exercise: Exercise, pupil: User) -> None:
        client = signed_in(pupil)
        assert "ne peut pas se lire comme un texte" in client.get(address(exercise)).content.decode()
        exercise.content.text_alternative = "Faites-le sur <papier>"
        exercise.content.save()
        page = client.get(address(exercise)).content.decode()
        assert "Faites-le sur &lt;papier&gt;" in page

    def test_a_true_false_question_has_its_two_answers(self, exercise: Exercise, pupil: User) -> None:
        H5PContentVersion.objects.update(main_library="H5P.TrueFalse 1.8", params={"question": "Il pleut ?"})
        page = signed_in(pupil).get(address(exercise)).content.decode()
        for words in ("Il pleut ?", "Vrai", "Faux"):
            assert words in page

    def test_it_is_for_who_may_do_the_exercise_and_its_authors(self, exercise: Exercise, pupil: User) -> None:
        assert signed_in(trainer(exercise.structure)).get(address(exercise, lesson=False)).status_code == 200
        for other in (learner(exercise.structure), trainer()):
            for way in ("get", "post"):
                assert getattr(signed_in(other), way)(address(exercise)).status_code == 404
        assert Client().get(address(exercise)).status_code == 302
        assert signed_in(pupil).get(address(exercise) + "x").status_code == 404
        assert not H5PProblem.objects.exists()

    def test_a_problem_is_said_once_kept_and_journalled_without_its_words(
        self, exercise: Exercise, pupil: User
    ) -> None:
        client = signed_in(pupil)
        said = {"kind": "keyboard", "words": "Je n’arrive pas au bouton"}
        for _ in range(2):
            answer = client.post(address(exercise), said, headers={"User-Agent": "Essai/1\x07" + "x" * 400})
            assert answer.status_code == 302
        problem = H5PProblem.objects.get()
        assert (problem.kind, problem.words, problem.reported_by) == ("keyboard", said["words"], pupil)
        assert problem.browser.startswith("Essai/1xxx")
        assert len(problem.browser) == 200
        entry = Entry.objects.get(verb="h5p.problem_reported")
        assert said["words"] not in str(entry.data)

    def test_what_is_missing_is_said_and_nothing_typed_is_lost(self, exercise: Exercise, pupil: User) -> None:
        answer = signed_in(pupil).post(address(exercise), {"words": "Le son ne marche pas"})
        assert answer.status_code == 422
        assert "Le son ne marche pas" in answer.content.decode()
        assert not H5PProblem.objects.exists()

    def test_ten_in_an_hour_are_enough(self, exercise: Exercise, pupil: User) -> None:
        client = signed_in(pupil)
        codes = [client.post(address(exercise), {"kind": "other", "words": str(n)}).status_code for n in range(12)]
        assert codes == [302] * 10 + [422] * 2
        assert H5PProblem.objects.count() == 10
        with time_machine.travel(timezone.now() + datetime.timedelta(minutes=61)):
            later = signed_in(pupil)
            assert later.post(address(exercise), {"kind": "other", "words": "n"}).status_code == 302

    def test_it_follows_the_person_and_is_forgotten_in_time(self, exercise: Exercise, pupil: User) -> None:
        signed_in(pupil).post(address(exercise), {"kind": "other"})
        other, now = learner(), timezone.now()
        move_states(source=pupil, target=other, now=now)
        assert open_problems(exercise.content).get().reported_by == other
        forget_old(now=now + datetime.timedelta(days=401))
        assert not H5PProblem.objects.exists()

    def test_the_player_leads_there(self, exercise: Exercise, pupil: User) -> None:
        lesson = LessonFactory.build(uuid=exercise.lesson)
        context = {"activity": exercise.content.activity, "lesson": lesson}
        assert address(exercise) in render_to_string("assessments/h5p/_player.html", context)

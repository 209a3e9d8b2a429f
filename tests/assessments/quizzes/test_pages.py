"""A learner's quiz, without JavaScript and with it."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.attempts.models import Attempt, Outcome, Response
from assessments.bank.models import AnswerKey, Item, ItemVersion
from courses.enrolments.models import Enrolment
from tests.assessments.quizzes.conftest import Desk
from tests.factories.people import learner, trainer

pytestmark = pytest.mark.django_db
Desks = Callable[..., Desk]
# Queries a page, session, person, role and access included.
QUIZ_INTRODUCTION, QUIZ_QUESTION, QUIZ_ANSWER, QUIZ_RESULT = 8, 6, 6, 7


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")


def test_a_quiz_begins_with_a_button_and_its_page_writes_nothing(before_quiz: Desks) -> None:
    desk = before_quiz()
    page = desk.open()
    assert "3 questions" in text(page)
    assert "Commencer" in text(page)
    assert not Attempt.objects.exists()
    started = desk.client.post(desk.url("quiz_start"))
    assert started.headers["Location"] == desk.url("quiz")
    assert "Question 1 sur 3" in text(desk.open())


def test_an_answer_is_recorded_and_what_its_author_says_is_shown(before_quiz: Desks) -> None:
    desk = before_quiz()
    attempt = desk.start()
    sent = desk.answer("b")
    assert sent.headers["Location"] == desk.url("quiz_question", attempt.uuid, 1)
    page = desk.client.get(sent.headers["Location"])
    assert "CANARI-OUI" in text(page)
    assert "CANARI-NON" not in text(page)
    assert "Question suivante" in text(page)
    assert "Question 2 sur 3" in text(desk.open())


def test_the_same_form_sent_twice_records_once(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    assert desk.answer("a").headers["Location"] == desk.send(answer="b").headers["Location"]
    assert Response.objects.get().answer == ["a"]


def test_the_first_answer_stands_once_its_feedback_was_seen(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    desk.answer("a")
    page = desk.client.get(desk.send(answer="b", submission=uuid.uuid4()).headers["Location"])
    assert "CANARI-NON" in text(page)
    assert Response.objects.get().answer == ["a"]


def test_the_last_answer_ends_the_attempt_and_the_result_is_in_words(before_quiz: Desks) -> None:
    desk = before_quiz()
    attempt = desk.start()
    for picked in ("b", "a", "b"):
        page = desk.client.get(desk.answer(picked).headers["Location"])
    assert "Voir mon résultat" in text(page)
    assert Outcome.objects.get().score_scaled == pytest.approx(2 / 3)
    result = text(desk.client.get(desk.url("quiz_result", attempt.uuid)))
    assert "2 réponses justes sur 3" in result
    assert "Bravo" in result
    assert f'href="{desk.lesson.url}"' in result
    assert "Recommencer" in result


def test_a_script_gets_the_part_that_the_full_page_includes(before_quiz: Desks) -> None:
    desk = before_quiz()
    attempt = desk.start()
    desk.script = True
    part = desk.answer("b")
    full = desk.client.get(desk.url("quiz_question", attempt.uuid, 1))
    hide = re.compile(r'value="[^"]{64}"')
    assert part.status_code == 200
    assert part.content.decode().lstrip().startswith("<section")
    question = part.content.decode().split("<template data-following")[0].strip()
    assert hide.sub("", question) in hide.sub("", full.content.decode())
    assert "data-following" not in full.content.decode()


def test_the_part_brings_the_next_question_as_its_own_page_shows_it(before_quiz: Desks) -> None:
    desk = before_quiz(items=2)
    desk.start()
    desk.script = True
    part = desk.answer("b").content.decode()
    changing = re.compile(r'value="[^"]{64}"|name="(submission|sequence)" value="[^"]+"')
    following = part.split("<template data-following>")[1].split("</template>")[0].strip()
    assert changing.sub("", following) in changing.sub("", desk.open().content.decode())
    last = desk.answer("b").content.decode()
    assert "<template" not in last
    assert "Voir mon résultat" in last


def test_a_script_that_starts_gets_the_first_question_at_once(before_quiz: Desks) -> None:
    desk = before_quiz()
    part = desk.client.post(desk.url("quiz_start"), headers={"X-Requested-With": "fetch"})
    assert part.content.decode().lstrip().startswith("<section")
    assert "Question 1 sur 3" in text(part)


def test_the_same_question_is_found_again_on_any_seat(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    desk.answer("b")
    elsewhere = Client()
    elsewhere.force_login(desk.user, backend="django.contrib.auth.backends.ModelBackend")
    assert "Question 2 sur 3" in text(elsewhere.get(desk.url("quiz")))


@pytest.mark.parametrize("script", [False, True])
@pytest.mark.parametrize(
    ("picked", "message"),
    [
        (None, "Choisissez une réponse"),
        ("z", "Cette réponse n’est pas dans la liste"),
        (["a", "b"], "Cette réponse n’est pas dans la liste"),
        ("x" * 100_000, "Cette réponse n’est pas dans la liste"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_words(
    before_quiz: Desks, picked: Any, message: str, script: bool
) -> None:
    desk = before_quiz()
    desk.start()
    desk.script = script
    page = desk.answer(picked)
    assert page.status_code == 200
    assert message in text(page)
    assert 'aria-describedby="answer_error"' in text(page)
    assert not Response.objects.exists()


def test_what_was_ticked_is_still_ticked_beside_the_error(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    page = text(desk.answer(["a", "z"]))
    assert re.search(r'value="a" checked', page)


@pytest.mark.parametrize(
    "broken", [{"submission": "abc"}, {"submission": None}, {"question": "99"}, {"question": "-1"}, {"attempt": "x"}]
)
def test_a_form_that_is_out_of_date_leads_back_to_the_place(before_quiz: Desks, broken: dict[str, Any]) -> None:
    desk = before_quiz()
    desk.start()
    sent = desk.answer("b", **broken)
    assert sent.headers["Location"] == desk.url("quiz")
    assert "Voici où vous en êtes" in text(desk.open())
    assert not Response.objects.exists()


def test_someone_elses_attempt_is_not_there(before_quiz: Desks) -> None:
    desk = before_quiz()
    attempt = desk.start()
    other = learner()
    Enrolment.objects.create(user=other, course=desk.lesson.course, enrolled_at=attempt.started_at)
    question = desk.open().context["question"]
    desk.client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    desk.last = {"attempt": attempt.uuid, "question": 1, "submission": question.submission, "answer": "b"}
    assert desk.send().status_code == 404
    assert desk.client.get(desk.url("quiz_question", attempt.uuid, 1)).status_code == 404
    assert desk.client.get(desk.url("quiz_result", attempt.uuid)).status_code == 404
    assert desk.client.post(desk.url("quiz_submit"), {"attempt": attempt.uuid}).status_code == 404
    assert not Response.objects.exists()


def test_a_quiz_outside_ones_own_lessons_is_not_there(before_quiz: Desks) -> None:
    desk = before_quiz()
    elsewhere = reverse("quiz", args=[desk.quiz.activity.uuid, uuid.uuid4()])
    assert desk.client.get(elsewhere).status_code == 404
    desk.start()
    Enrolment.objects.update(ended_at=desk.quiz.activity.created_at)
    assert desk.open().status_code == 404
    assert desk.client.post(desk.url("quiz_start")).status_code == 404


def test_signing_in_comes_first(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.client.logout()
    assert desk.open().status_code == 302


def test_answers_may_be_changed_until_the_end_when_feedback_comes_last(before_quiz: Desks) -> None:
    desk = before_quiz(items=2, feedback="deferred")
    attempt = desk.start()
    assert desk.answer("a").headers["Location"] == desk.url("quiz")
    first = text(desk.client.get(desk.url("quiz_question", attempt.uuid, 1)))
    assert re.search(r'value="a" checked', first)
    assert "CANARI" not in first
    desk.send(answer="b", submission=uuid.uuid4())
    desk.answer("b")
    finish = text(desk.open())
    assert "Vous avez répondu à toutes les questions" in finish
    assert "CANARI" not in finish
    done = desk.client.post(desk.url("quiz_submit"), {"attempt": attempt.uuid})
    assert "2 réponses justes sur 2" in text(desk.client.get(done.headers["Location"]))


def test_one_cannot_finish_before_the_last_question(before_quiz: Desks) -> None:
    desk = before_quiz(feedback="deferred")
    attempt = desk.start()
    desk.answer("b")
    sent = desk.client.post(desk.url("quiz_submit"), {"attempt": attempt.uuid}, follow=True)
    assert "Il reste 2 questions" in text(sent)
    assert not Outcome.objects.exists()


def test_finishing_twice_gives_the_same_result(before_quiz: Desks) -> None:
    desk = before_quiz(items=1, feedback="deferred")
    attempt = desk.start()
    desk.answer("b")
    for _ in range(2):
        sent = desk.client.post(desk.url("quiz_submit"), {"attempt": attempt.uuid})
        assert sent.headers["Location"] == desk.url("quiz_result", attempt.uuid)
    assert Outcome.objects.count() == 1


def test_a_late_answer_leads_to_the_result(before_quiz: Desks) -> None:
    desk = before_quiz(items=1)
    attempt = desk.start()
    desk.answer("b")
    late = desk.send(submission=uuid.uuid4(), answer="a")
    assert late.headers["Location"] == desk.url("quiz_result", attempt.uuid)
    assert "déjà terminé" in text(desk.client.get(late.headers["Location"]))
    assert Response.objects.get().answer == ["b"]


def test_tries_that_are_used_up_are_said_so(before_quiz: Desks) -> None:
    desk = before_quiz(items=1, attempts_allowed=1)
    desk.start()
    desk.answer("a")
    page = text(desk.client.post(desk.url("quiz_start"), follow=True))
    assert "Vous avez utilisé tous vos essais" in page
    assert "Recommencer" not in page


def test_a_quiz_without_questions_says_whom_to_tell(before_quiz: Desks) -> None:
    desk = before_quiz(items=0)
    assert "formateur" in text(desk.client.post(desk.url("quiz_start"), follow=True))
    assert not Attempt.objects.exists()


def test_a_short_answer_is_typed_and_forgiven(before_quiz: Desks) -> None:
    desk = before_quiz(items=1)
    Item.objects.update(interaction="fill-in")
    AnswerKey.objects.update(key={"accepted": ["été"], "feedback": {"correct": "CANARI-BRAVO"}})
    desk.start()
    assert "Écrivez votre réponse" in text(desk.answer("  "))
    assert "trop longue" in text(desk.answer("x" * 501))
    page = desk.client.get(desk.answer("ETE").headers["Location"])
    assert "CANARI-BRAVO" in text(page)


def test_true_or_false_is_answered_in_words(before_quiz: Desks) -> None:
    desk = before_quiz(items=1)
    Item.objects.update(interaction="true-false")
    AnswerKey.objects.update(key={"correct": False, "feedback": {"true": "CANARI-VRAI"}})
    desk.start()
    assert "Vrai" in text(desk.open())
    page = text(desk.client.get(desk.answer("true").headers["Location"]))
    assert "CANARI-VRAI" in page
    assert "la bonne réponse" in page


def test_no_key_and_no_feedback_reach_a_page_before_they_may(before_quiz: Desks) -> None:
    desk = before_quiz(items=2, feedback="deferred")
    AnswerKey.objects.update(key={"correct": ["b"], "feedback": {"a": "CANARI-A", "b": "CANARI-B"}})
    seen = [desk.open()]
    attempt = desk.start()
    for _ in range(2):
        seen += [desk.open(), desk.answer("b"), desk.answer("z") if Response.objects.count() != 2 else desk.open()]
    seen += [desk.open(), desk.client.get(desk.url("quiz_question", attempt.uuid, 1))]
    assert not [page for page in seen if "CANARI" in text(page) or "correct" in text(page)]


def answer_all_but_two(attempt: Attempt) -> None:
    """As recording does, in one statement for two hundred questions."""
    rows = [
        Response(
            attempt=attempt, version_id=version, slot=slot, sequence=1, submission=uuid.uuid4(), answer=["b"],
            score_raw=1, score_scaled=1, success=True, recorded_at=attempt.started_at,
        )
        for slot, version in enumerate(attempt.plan[:-2])
    ]  # fmt: skip
    Response.objects.bulk_create(rows)


@pytest.mark.parametrize("size", [5, 20, 50, 200])
def test_budgets_stay_the_same_from_five_questions_to_two_hundred(
    before_quiz: Desks, assert_sql_budget: Any, size: int
) -> None:
    desk = before_quiz(items=size)
    ItemVersion.objects.update(frozen_at=desk.quiz.activity.created_at)  # others answered these questions before
    desk.open()  # the first page of a session writes its row
    assert_sql_budget(QUIZ_INTRODUCTION, desk.open)
    answer_all_but_two(desk.start())
    assert_sql_budget(QUIZ_QUESTION, desk.open)
    desk.script = True
    question = desk.open().context["question"]
    desk.last = {"attempt": question.attempt, "question": question.number, "submission": question.submission}
    assert_sql_budget(QUIZ_ANSWER, desk.send, answer="b")
    desk.answer("b")
    attempt = Attempt.objects.get(user=desk.user)
    assert_sql_budget(QUIZ_RESULT, desk.client.get, desk.url("quiz_result", attempt.uuid))


def test_an_author_previews_without_recording_and_a_stranger_does_not(before_quiz: Desks, client: Client) -> None:
    desk = before_quiz()
    item = desk.quiz.quiz_items.order_by("position")[0].item
    pages = [reverse("quiz_preview", args=[desk.quiz.activity.uuid]), reverse("item_preview", args=[item.uuid])]
    for user, status in ((trainer(desk.quiz.activity.structure), 200), (trainer(), 404), (desk.user, 404)):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert [client.get(page).status_code for page in pages] == [status, status]
        answered = client.post(pages[0], {"answer": "b"})
        assert answered.status_code == status
        assert ("CANARI-OUI" in text(answered)) == (status == 200)
    assert not Attempt.objects.exists()


def test_an_author_who_looks_at_the_lesson_comes_to_the_preview(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.client.force_login(trainer(desk.quiz.activity.structure), backend="django.contrib.auth.backends.ModelBackend")
    assert desk.open().headers["Location"] == reverse("quiz_preview", args=[desk.quiz.activity.uuid])


def test_where_several_choices_were_ticked_each_sentence_names_its_own(before_quiz: Desks) -> None:
    desk = before_quiz(items=1)
    version = ItemVersion.objects.get()
    version.body["multiple"] = True
    version.save()
    desk.start()
    page = text(desk.client.get(desk.answer(["a", "b"]).headers["Location"]))
    assert re.search(r"Un clic :</span> CANARI-NON", page)
    assert re.search(r"Deux clics :</span> CANARI-OUI", page)


def whole_attempt(desk: Desk) -> int:
    """All of it by script: « Commencer », each answer, the result. Gives the number of requests."""
    desk.script, script = True, {"X-Requested-With": "fetch"}
    page = desk.client.post(desk.url("quiz_start"), headers=script)
    question, requests = page.context["question"], 1
    while question is not None:
        desk.last = {"attempt": question.attempt, "question": question.number, "submission": question.submission}
        page, requests = desk.send(answer="b"), requests + 1
        question = page.context["next_question"]
    desk.client.get(desk.url("quiz_result", Attempt.objects.get(user=desk.user).uuid))
    return requests + 1


def test_a_whole_attempt_of_ten_questions_is_twelve_requests_and_at_most_a_hundred_queries(
    before_quiz: Desks, capture_sql: Any
) -> None:
    desk = before_quiz(items=10)
    ItemVersion.objects.update(frozen_at=desk.quiz.activity.created_at)  # others answered these questions before
    desk.open()
    with capture_sql() as sql:
        assert whole_attempt(desk) == 12
    assert Outcome.objects.get().completion
    assert len(sql) <= 100, f"{len(sql)} queries:\n" + "\n".join(each[:150] for each in sql.shapes)


def test_shuffled_choices_keep_their_order_from_page_to_page_and_in_what_is_said(before_quiz: Desks) -> None:
    desk = before_quiz(items=1)
    body = {"choices": [{"id": f"c{number}", "text": f"Choix {number}"} for number in range(9)]}
    key = {"correct": [f"c{number}" for number in range(9)], "feedback": {}}
    ItemVersion.objects.update(body=body | {"multiple": True, "shuffle": True})
    AnswerKey.objects.update(key=key)
    attempt = desk.start()
    Attempt.objects.filter(pk=attempt.pk).update(seed=5)
    order = re.findall(r'value="(c\d)"', text(desk.open()))
    assert order == re.findall(r'value="(c\d)"', text(desk.open()))
    assert order != sorted(order)
    desk.answer(["c1"])
    said = text(desk.client.get(desk.url("quiz_result", attempt.uuid)))
    assert [f"c{number}" for number in re.findall(r"Choix (\d)", said)] == order


def test_what_is_said_to_everybody_comes_once_answered_and_never_before(before_quiz: Desks) -> None:
    desk = before_quiz(items=1)
    AnswerKey.objects.update(key={"correct": ["b"], "feedback": {}, "general": "CANARI-POUR-TOUS"})
    desk.start()
    assert "CANARI" not in text(desk.open())
    assert "CANARI-POUR-TOUS" in text(desk.client.get(desk.answer("a").headers["Location"]))


def test_an_answer_that_is_worth_something_is_said_to_be_partly_right(before_quiz: Desks) -> None:
    desk = before_quiz(items=1)
    AnswerKey.objects.update(key={"correct": ["b"], "feedback": {}, "worth": {"b": 1, "a": 0.5}})
    desk.start()
    said = text(desk.client.get(desk.answer("a").headers["Location"]))
    assert "votre réponse, juste en partie" in said
    assert Response.objects.get().score_scaled == 0.5


def test_a_learner_is_told_what_counts_and_sees_how_it_is_written(before_quiz: Desks) -> None:
    desk = before_quiz(items=1)
    Item.objects.update(interaction="fill-in")
    ItemVersion.objects.update(body={"counts": ["capitals"]})
    AnswerKey.objects.update(key={"accepted": ["Fatima"], "feedback": {}, "typos": 1})
    desk.start()
    assert "Les majuscules comptent." in text(desk.open())
    assert "Fatima" not in text(desk.open())
    said = text(desk.client.get(desk.answer("Fatimma").headers["Location"]))
    assert "votre réponse, elle est juste" in said
    assert "Fatima <span" in said
    assert Response.objects.get().success

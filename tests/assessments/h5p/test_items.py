"""Each question of an exercise with the answer given: what is read from the browser's statements, and what stands."""

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from assessments.attempts.models import Attempt, Outcome, Statement
from assessments.h5p import recording
from assessments.h5p.items import Item, read_item
from assessments.h5p.models import H5PContent
from assessments.h5p.records import H5PItemResult
from assessments.h5p.tracking import read_statements
from lms.accounts.models import User
from tests.assessments.h5p.conftest import Exercise
from tests.assessments.h5p.pages import play, send, signed_in, statement

ONE, TWO = str(uuid.uuid4()), str(uuid.uuid4())


def question(interaction: str = "choice", **more: Any) -> dict[str, Any]:
    return {"interactionType": interaction, "description": {"en-US": "<p>Où <b>cliquer</b> ?</p>\n"}} | more


def read(definition: dict[str, Any], part: str = ONE, **result: Any) -> Item | None:
    body = statement(1, 2, part=part, **result)
    body["object"]["definition"] = definition
    (reported,) = read_statements({"statements": [{"key": str(uuid.uuid4()), "statement": body}]})
    return read_item(reported)


CHOICES = [{"id": "0", "description": {"en-US": "En haut"}}, {"id": "1", "description": {"en-US": "En bas\n"}}]


@pytest.mark.parametrize(
    ("definition", "response", "words", "right"),
    [
        (question(choices=CHOICES, correctResponsesPattern=["1"]), "0", "En haut", "En bas"),
        (question(choices=CHOICES, correctResponsesPattern=["0[,]1"]), "1", "En bas", "En haut; En bas"),
        (question("true-false", correctResponsesPattern=["true"]), "false", "false", "true"),
        (
            question("fill-in", correctResponsesPattern=["{case_matters=false}Paris[,]Rome", "{lang=fr}Lyon[,]Rome"]),
            "Nice[,]Rome",
            "Nice; Rome",
            "Paris; Rome / Lyon; Rome",
        ),
        (
            question(
                "matching",
                source=[{"id": "0", "description": {"fr": "Le mot"}}],
                target=[{"id": "3", "description": {"fr": "La case"}}],
                correctResponsesPattern=["0[.]3"],
            ),
            "3[.]0",
            "Le mot → La case",
            "Le mot → La case",
        ),
        (question("long-fill-in"), "Bonjour,\nje m’appelle", "Bonjour, je m’appelle", ""),
        (question("choice", choices=3, correctResponsesPattern="x"), "0", "0", ""),
    ],
)
def test_an_answer_is_read_in_the_words_of_the_question(
    definition: dict[str, Any], response: str, words: str, right: str
) -> None:
    item = read(definition, response=response)
    assert item is not None
    assert (item.description, item.response, item.right_answer) == ("Où cliquer ?", words, right)


def test_what_is_no_question_has_no_row() -> None:
    assert read({"interactionType": "compound"}, response="x") is None
    assert read({"name": {"fr": "x"}}, part="", response="x") is None, "a whole that says nothing of a question"
    assert read(question(), part="a/../b") is None
    assert read({}, part="") is None


def test_texts_are_plain_and_short() -> None:
    item = read(
        question(
            description={"fr": "<script>alert(1)</script><p>Un &lt;b&gt;</p>" + "x" * 900},
            correctResponsesPattern=["y" * 5000],
        ),
        response="z\u202e" * 3000,
    )
    assert item is not None
    assert item.description.startswith("Un <b> xxx"), "plain text: templates escape it"
    assert (len(item.description), len(item.response), len(item.right_answer)) == (500, 2000, 2000)
    assert "\u202e" not in item.response


def test_a_part_of_an_old_package_is_known_by_its_question() -> None:
    body = statement(1, 1) | {"context": {"contextActivities": {"parent": [{"id": "x"}]}}}
    body["object"]["definition"] = question()
    (reported,) = read_statements({"statements": [{"key": str(uuid.uuid4()), "statement": body}]})
    item = read_item(reported)
    assert item is not None
    assert item.part.startswith("q-")


def said(raw: float, part: str = "", **result: Any) -> dict[str, Any]:
    """A question answered, the whole exercise when it is no part."""
    body = statement(raw, 2, part=part, **({"response": str(raw)} | result))
    body["object"]["definition"] = question("fill-in", correctResponsesPattern=["2"])
    return body


def whole(raw: float) -> dict[str, Any]:
    return statement(raw, 4, verb="completed")


def rows(attempt: int = 1) -> dict[str, float | None]:
    kept = H5PItemResult.objects.filter(attempt__number=attempt).order_by("pk")
    return {item.sub_content_id: item.score_raw for item in kept}


@pytest.mark.django_db
class TestRows:
    def test_each_part_is_a_row_and_the_last_answer_stands(self, exercise: Exercise, pupil: User) -> None:
        client = signed_in(pupil)
        played = play(client, exercise).json()
        assert send(client, played, said(0, ONE), said(1, TWO), said(2, ONE), said(2, ONE)).status_code == 200
        assert rows() == {ONE: 2, TWO: 1}
        assert Statement.objects.count() == 4
        assert not Outcome.objects.exists(), "parts never make the score"

    def test_a_flood_of_parts_leaves_no_page_without_end(
        self, exercise: Exercise, pupil: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(recording, "ITEMS_KEPT", 3)
        client = signed_in(pupil)
        played = play(client, exercise).json()
        assert send(client, played, *(said(1, f"part-{number}") for number in range(5))).status_code == 200
        assert send(client, played, said(2, "part-0")).status_code == 200
        assert rows() == {"part-0": 2, "part-1": 1, "part-2": 1}, "those that are there still change"
        assert Statement.objects.count() == 6

    def test_a_single_question_is_a_row_of_its_own(self, exercise: Exercise, pupil: User) -> None:
        client = signed_in(pupil)
        send(client, play(client, exercise).json(), said(1, success=False, duration="PT9H"))
        row = H5PItemResult.objects.get()
        assert (row.sub_content_id, row.score_scaled, row.success, row.right_answer) == ("", 0.5, False, "2")
        assert row.duration is not None
        assert row.duration < 60, "no longer than the attempt"

    def test_a_part_after_the_end_is_of_the_same_attempt(self, exercise: Exercise, pupil: User) -> None:
        client = signed_in(pupil)
        send(client, play(client, exercise).json(), whole(2), said(2, ONE), said(0, TWO))
        assert rows() == {ONE: 2, TWO: 0}
        assert [outcome.score_raw for outcome in Outcome.objects.order_by("pk")] == [2]

    def test_answers_given_again_are_of_the_next_attempt_once_there_is_one(
        self, exercise: Exercise, pupil: User
    ) -> None:
        client = signed_in(pupil)
        played = play(client, exercise).json()
        send(client, played, said(0, ONE), said(2, TWO), whole(2))
        send(client, played, said(1, ONE), said(2, TWO))
        assert rows() == {ONE: 0, TWO: 2}, "what the first attempt ended with"
        send(client, played, whole(3))
        assert rows(1) == {ONE: 0, TWO: 2}
        assert rows(2) == {ONE: 1, TWO: 2}
        assert [outcome.score_raw for outcome in Outcome.objects.order_by("pk")] == [2, 3]

    def test_parts_that_follow_each_end_stay_with_it(self, exercise: Exercise, pupil: User) -> None:
        client = signed_in(pupil)
        played = play(client, exercise).json()
        for points, one in ((2, 0), (3, 1), (4, 2)):
            played |= send(client, played, whole(points), said(one, ONE)).json()
        assert [rows(number) for number in (1, 2, 3)] == [{ONE: 0}, {ONE: 1}, {ONE: 2}]

    def test_an_end_said_again_changes_nothing(self, exercise: Exercise, pupil: User) -> None:
        client = signed_in(pupil)
        played = play(client, exercise).json()
        send(client, played, said(1, ONE), whole(1), whole(1), whole(1))
        assert (Attempt.objects.count(), Outcome.objects.count(), rows()) == (1, 1, {ONE: 1})

    def test_where_it_counts_as_seen_the_last_answers_stand(self, exercise: Exercise, pupil: User) -> None:
        H5PContent.objects.update(completion_rule="viewed")
        client = signed_in(pupil)
        played = play(client, exercise).json()
        send(client, played, said(0, ONE))
        again = play(client, exercise).json()
        send(client, again, said(2, ONE), whole(4))
        assert (Attempt.objects.count(), rows()) == (1, {ONE: 2})
        assert Outcome.objects.get().score_max == 0

    def test_figures_that_are_none_leave_the_answer(self, exercise: Exercise, pupil: User) -> None:
        client = signed_in(pupil)
        odd = said(0, ONE)
        odd["result"]["score"] = {"raw": "2", "max": 2}
        send(client, play(client, exercise).json(), odd, said(1e12, TWO))
        assert rows() == {ONE: None, TWO: 2}

    def test_time_of_a_question_is_capped_to_the_clock(self, exercise: Exercise, pupil: User) -> None:
        start, client = timezone.now(), signed_in(pupil)
        with time_machine.travel(start, tick=False):
            played = play(client, exercise).json()
        with time_machine.travel(start + datetime.timedelta(seconds=20), tick=False):
            send(client, played, said(1, ONE, duration="PT15S"), said(1, TWO, duration="PT99H"))
        assert [item.duration for item in H5PItemResult.objects.order_by("pk")] == [15, 20]

"""What comes before a quiz, set in the studio."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.activities.models import Activity, Prerequisite
from assessments.quizzes.models import Quiz
from lms.structures.models import Structure
from tests.cms.authoring.test_quiz_times import form, place
from tests.factories.outline import quiz

__all__ = ["place"]
pytestmark = pytest.mark.django_db


def rows(*first: tuple[Activity, str]) -> dict[str, Any]:
    sent: dict[str, Any] = {"first-TOTAL_FORMS": str(len(first)), "first-INITIAL_FORMS": "0"}
    for number, (required, wanted) in enumerate(first):
        sent |= {f"first-{number}-required": str(required.pk), f"first-{number}-wanted": wanted}
    return sent


def test_what_comes_first_is_kept_shown_again_and_taken_away(place: Structure, client: Client) -> None:
    mouse = quiz(structure=place, title="La souris").activity
    sent = form(place)
    assert client.post(reverse("studio_quiz_add"), sent | rows((mouse, "done"))).status_code == 302
    made = Quiz.objects.exclude(pk=mouse.pk).get()
    kept = Prerequisite.objects.get()
    assert (kept.activity_id, kept.required, kept.wanted) == (made.pk, mouse, "done")
    address = reverse("studio_quiz", args=[made.activity.uuid])
    page = client.get(address)
    assert f'<option value="{mouse.pk}" selected>La souris</option>' in page.content.decode()
    client.post(address, sent)
    assert Prerequisite.objects.exists()
    client.post(address, sent | rows())
    assert not Prerequisite.objects.exists()


def test_a_ring_is_refused_in_words_and_nothing_typed_is_lost(place: Structure, client: Client) -> None:
    made, other = quiz(structure=place), quiz(structure=place, title="La souris")
    Prerequisite.objects.create(activity=other.activity, required=made.activity)
    address = reverse("studio_quiz", args=[made.activity.uuid])
    answer = client.post(address, form(place) | rows((other.activity, "passed")) | {"title": "Un autre titre"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "La souris » attend déjà ce quiz" in page
    assert "Un autre titre" in page
    assert not made.activity.prerequisites.exists()
    made.activity.refresh_from_db()
    assert made.activity.title != "Un autre titre"


def test_only_what_is_in_use_in_the_structure_is_offered_and_never_the_quiz_itself(
    place: Structure, client: Client
) -> None:
    made, there, elsewhere = quiz(structure=place), quiz(structure=place), quiz()
    retired = quiz(structure=place).activity
    Activity.objects.filter(pk=retired.pk).update(retired_at=retired.created_at)
    offered = client.get(reverse("studio_quiz", args=[made.activity.uuid])).context["first"][0].fields["required"]
    assert [value for value, _label in offered.choices] == ["", str(there.pk)]
    answer = client.post(
        reverse("studio_quiz", args=[made.activity.uuid]), form(place) | rows((elsewhere.activity, "passed"))
    )
    assert answer.status_code == 422
    assert not Prerequisite.objects.exists()

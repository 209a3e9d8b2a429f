"""Accommodations: on the person, in words, journalled, never above what the site allows."""

import datetime
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from lms.accounts.accommodations import break_time_in, breaks_of, extra_time_of, offered_breaks, offered_extra_times
from lms.accounts.models import Breaks, ExtraTime, User
from lms.accounts.services import BreaksRefused, ExtraTimeRefused, set_accommodations
from lms.journal.models import Entry
from lms.settings import env
from tests.doors import enter
from tests.factories.people import CohortFactory, learner, trainer

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)


@pytest.fixture
def place() -> Any:
    return CohortFactory.create().structure


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ").split())


def test_extra_time_is_kept_on_the_person_and_journalled_once(place: Any) -> None:
    fatima, karim = learner(place), trainer(place)
    for _time in range(2):
        set_accommodations(user=fatima, extra_time=ExtraTime.THIRD, breaks=Breaks.NONE, by=karim, now=NOW)
    assert extra_time_of(User.objects.get(pk=fatima.pk)) == Fraction(1, 3)
    entry = Entry.objects.about(fatima.pk).get(verb="account.accommodations_set")
    assert (entry.actor_id, entry.data) == (karim.pk, {"extra_time": "1/3", "breaks": ""})


def test_a_third_is_the_most_unless_the_site_says_otherwise(place: Any, settings: Any) -> None:
    fatima, karim = learner(place), trainer(place)
    with pytest.raises(ExtraTimeRefused):
        set_accommodations(user=fatima, extra_time=ExtraTime.HALF, breaks=Breaks.NONE, by=karim, now=NOW)
    assert offered_extra_times() == [ExtraTime.NONE, ExtraTime.QUARTER, ExtraTime.THIRD]
    settings.MOST_EXTRA_TIME = Fraction(1, 2)
    set_accommodations(user=fatima, extra_time=ExtraTime.HALF, breaks=Breaks.NONE, by=karim, now=NOW)
    settings.MOST_EXTRA_TIME = Fraction(1, 4)
    assert extra_time_of(fatima) == Fraction(1, 4)


@pytest.mark.parametrize(
    ("breaks", "minutes", "rest"),
    [("", 60, 0), ("5/60", 60, 5), ("5/60", 61, 10), ("5/60", 10, 5), ("5/20", 60, 15), ("5/20", 30, 10)],
)
def test_a_part_that_is_only_begun_gives_its_whole_break(breaks: str, minutes: int, rest: int) -> None:
    time = datetime.timedelta(minutes=minutes)
    assert break_time_in(time, User(breaks=breaks)) == datetime.timedelta(minutes=rest)


def test_a_quarter_of_the_time_is_the_most_of_breaks_unless_the_site_says_otherwise(place: Any, settings: Any) -> None:
    fatima, karim = learner(place), trainer(place)
    given = {"user": fatima, "extra_time": ExtraTime.NONE, "breaks": Breaks.TEN_IN_THIRTY, "by": karim, "now": NOW}
    with pytest.raises(BreaksRefused):
        set_accommodations(**given)
    assert offered_breaks() == [Breaks.NONE, Breaks.FIVE_AN_HOUR, Breaks.TEN_AN_HOUR, Breaks.FIVE_IN_TWENTY]
    settings.MOST_BREAKS = Fraction(1, 3)
    set_accommodations(**given)
    settings.MOST_BREAKS = Fraction(1, 6)
    assert breaks_of(fatima) == Breaks.TEN_AN_HOUR
    settings.MOST_BREAKS = Fraction(0)
    assert not breaks_of(fatima)


def test_a_trainer_gives_breaks_and_the_person_reads_what_they_come_to(place: Any, client: Client) -> None:
    fatima, desk = learner(place), Client()
    desk.force_login(trainer(place))
    address = reverse("learner_accommodations", args=[fatima.uuid])
    assert "5 minutes par tranche de 20 minutes" in text(desk.get(address))
    desk.post(address, {"extra_time": "1/3", "breaks": "5/20"})
    enter(client, fatima)
    page = text(client.get(reverse("settings")))
    assert "5 minutes par tranche de 20 minutes" in page
    assert "un tiers de temps en plus" in page
    assert desk.post(address, {"extra_time": "", "breaks": "10/30"}).status_code == 422


@pytest.mark.parametrize("written", ["a third", "1/0", "-1/3", ""])
def test_a_setting_that_is_no_share_is_refused_by_name(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOST_EXTRA_TIME", written)
    with pytest.raises(ImproperlyConfigured, match="MOST_EXTRA_TIME"):
        env.fraction("MOST_EXTRA_TIME", default=Fraction(1, 3))


def test_a_setting_is_written_as_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOST_EXTRA_TIME", "1/2")
    assert env.fraction("MOST_EXTRA_TIME", default=Fraction(1, 3)) == Fraction(1, 2)


def test_a_trainer_sets_it_and_the_person_reads_it_in_plain_words(place: Any, client: Client) -> None:
    fatima, desk = learner(place), Client()
    desk.force_login(trainer(place))
    address = reverse("learner_accommodations", args=[fatima.uuid])
    assert address in desk.get(reverse("learners")).content.decode()
    page = text(desk.get(address))
    assert "Un tiers de temps en plus" in page
    assert "La moitié" not in page
    assert desk.post(address, {"extra_time": "1/3"}).status_code == 302
    assert desk.get(address).context["form"]["extra_time"].value() == "1/3"
    enter(client, fatima)
    assert "vous avez un tiers de temps en plus" in text(client.get(reverse("settings")))
    desk.post(address, {"extra_time": ""})
    assert "temps en plus" not in text(client.get(reverse("settings")))


def test_a_share_that_is_not_offered_is_refused_in_words(place: Any, client: Client) -> None:
    fatima = learner(place)
    client.force_login(trainer(place))
    answer = client.post(reverse("learner_accommodations", args=[fatima.uuid]), {"extra_time": "1"})
    assert answer.status_code == 422
    fatima.refresh_from_db()
    assert fatima.extra_time == ""


def test_a_trainer_of_another_place_arranges_nothing(place: Any, client: Client) -> None:
    client.force_login(trainer())
    assert client.post(reverse("learner_accommodations", args=[learner(place).uuid]), {}).status_code == 404

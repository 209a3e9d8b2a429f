"""Figures in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from lms.web.wording import NBSP, clock, duration_words, hours_hundredths, since_words

TODAY = date(2026, 6, 5)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (90, "1,50"),
        (20, "0,33"),
        (50, "0,83"),
        (0, "0,00"),
        (7 * 60, "7,00"),
        (1, "0,02"),
    ],
)
def test_hours_are_told_in_hundredths(minutes: int, words: str) -> None:
    assert hours_hundredths(timedelta(minutes=minutes)) == f"{words}{NBSP}h"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minute"),
        (30, "30 minutes"),
        (60, "1 heure"),
        (90, "1 heure 30"),
        (125, "2 heures 05"),
    ],
)
def test_a_duration_is_told_in_words(minutes: int, words: str) -> None:
    assert duration_words(minutes) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "Pas encore"),
        (TODAY, "Aujourd’hui"),
        (TODAY + timedelta(days=1), "Aujourd’hui"),
        (TODAY - timedelta(days=1), "Hier"),
        (TODAY - timedelta(days=3), "Il y a 3 jours"),
        (TODAY - timedelta(days=70), "Il y a 2 mois"),
        (TODAY - timedelta(days=800), "Il y a 2 ans"),
    ],
)
def test_a_day_gone_by_is_told_in_words(day: date | None, words: str) -> None:
    assert since_words(day, TODAY) == words


def test_the_time_of_day_keeps_its_order_between_words_of_either_direction() -> None:
    moment = datetime(2026, 11, 22, 18, 5, tzinfo=UTC)
    assert clock(moment) == f"19{NBSP}h{NBSP}05"
    for language in ("en", "ar"):
        with translation.override(language):
            assert clock(moment) == "19:05"

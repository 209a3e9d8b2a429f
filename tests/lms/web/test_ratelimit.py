"""Uses are counted by address and window, and nobody chooses the address that counts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory

from lms.settings import base
from lms.web.addresses import address_of
from lms.web.ratelimit import Limit, is_over

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LIMIT = Limit(name="test", uses=3, seconds=60)


def uses(key: str, count: int, now: datetime = NOW) -> list[bool]:
    return [is_over(limit=LIMIT, source=key, now=now) for _ in range(count)]


def test_the_uses_past_the_limit_are_told() -> None:
    assert uses("a", 5) == [False, False, False, True, True]


def test_another_key_and_the_next_window_begin_anew() -> None:
    uses("a", 4)
    assert uses("b", 1) == [False]
    assert uses("a", 1, NOW + timedelta(seconds=60)) == [False]


@pytest.mark.django_db
def test_in_a_database_a_count_lasts_as_long_as_its_window(settings: Any) -> None:
    settings.CACHES = {"default": base.DATABASE_CACHE}
    call_command("createcachetable")
    long = Limit(name="long", uses=2, seconds=600)
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(2):
            is_over(limit=long, source="a", now=NOW)
        clock.shift(timedelta(seconds=590))
        assert is_over(limit=long, source="a", now=NOW + timedelta(seconds=590))


@pytest.mark.django_db
def test_in_a_database_a_flood_of_other_counts_makes_nobody_forget_one(settings: Any) -> None:
    few = base.DATABASE_CACHE["OPTIONS"] | {"MAX_ENTRIES": 20}
    settings.CACHES = {"default": base.DATABASE_CACHE | {"OPTIONS": few}}
    call_command("createcachetable")
    long, other = Limit(name="long", uses=2, seconds=600), Limit(name="other", uses=2, seconds=600)
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(2):
            is_over(limit=long, source="a", now=NOW)
        for number in range(60):
            is_over(limit=other, source=str(number), now=NOW)
        assert is_over(limit=long, source="a", now=NOW)
        clock.shift(timedelta(hours=2))  # those that are over make room
        is_over(limit=other, source="a", now=NOW)
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM shared_cache")
            assert cursor.fetchone()[0] < 20


def request_from(remote: str, forwarded: str = "") -> str:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return address_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


def test_a_forwarded_address_that_nobody_vouches_for_is_ignored() -> None:
    assert request_from("192.0.2.7", "198.51.100.1") == "192.0.2.7"


def test_behind_one_trusted_proxy_the_last_forwarded_address_counts(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert request_from("127.0.0.1", "10.0.0.1, 198.51.100.1") == "198.51.100.1"


@pytest.mark.parametrize("tail", ["1", "ffff:2"])
def test_one_ipv6_subscriber_is_one_address(tail: str) -> None:
    assert request_from(f"2001:db8:1:2::{tail}") == "2001:db8:1:2::/64"


def test_an_address_that_is_none_still_counts_as_one() -> None:
    assert request_from("") == "unknown"

"""How often someone tries, counted in the cache that all processes share."""

import datetime
import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True)
class Rate:
    """At most `limit` tries in each window of `seconds`."""

    limit: int
    seconds: int


def exceeded(*, scope: str, key: str, rate: Rate, now: datetime.datetime) -> bool:
    """Count one try of `key` (an address, an account) at `scope`; True when it is past the rate."""
    window = int(now.timestamp()) // rate.seconds
    counter = f"rate:{scope}:{key}:{window}"
    cache.add(counter, 0, timeout=2 * rate.seconds)
    try:
        return cache.incr(counter) > rate.limit
    except ValueError:  # the counter went away between the two calls: this try is the first again
        return False


def address_of(request: HttpRequest) -> str:
    """The address the request came from; of an IPv6 one its network, which is what one subscriber holds.

    X-Forwarded-For counts only for as many proxies as the settings trust, read from the right: what stands
    further left is whatever the caller wrote.
    """
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    written = forwarded[-trusted] if 0 < trusted <= len(forwarded) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)

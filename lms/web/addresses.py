"""Where a request comes from, as far as anyone vouches for it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


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

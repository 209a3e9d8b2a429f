"""Every address of the site, as the URL resolver knows them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

STUDIO = "admin/"


@dataclass(frozen=True)
class Address:
    name: str  # with its namespaces: "wagtailimages:add"
    route: str
    takes_arguments: bool


def addresses() -> Iterator[Address]:
    """One per pattern, in the order in which they are tried."""
    return _walk(get_resolver(), "", "", False)


def _walk(resolver: URLResolver, route: str, namespace: str, argued: bool) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        takes = argued or entry.pattern.regex.groups > 0
        if isinstance(entry, URLPattern):
            yield Address(f"{namespace}{entry.name or '(no name)'}", here, takes)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, here, inner, takes)


def studio_addresses() -> list[Address]:
    """Wagtail's admin with our screens in it: one family, with its own expectation."""
    return [one for one in addresses() if one.route.lstrip("^").startswith(STUDIO)]


def site_addresses() -> list[Address]:
    """Everything else: each has a row in the matrix."""
    studio = set(studio_addresses())
    return [one for one in addresses() if one not in studio]

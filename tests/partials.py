"""A swapped part of a page says the same as the whole page."""

from typing import Any

from django.test import Client
from lxml import html


def part_of(response: Any, element_id: str) -> str:
    """The element of that id, serialised, with what changes at each answer (the CSRF token) left out."""
    found = html.fromstring(response.content.decode()).xpath(f"//*[@id='{element_id}']")
    assert len(found) == 1, f"{len(found)} elements with the id {element_id}"
    for token in found[0].xpath(".//input[@name='csrfmiddlewaretoken']"):
        token.set("value", "")
    return html.tostring(found[0], encoding="unicode", with_tail=False)


def assert_same_part(client: Client, address: str, element_id: str) -> None:
    """What htmx swaps equals what the page holds."""
    whole = client.get(address)
    swapped = client.get(address, headers={"HX-Request": "true"})
    assert b"<html" in whole.content
    assert b"<html" not in swapped.content
    assert part_of(swapped, element_id) == part_of(whole, element_id)

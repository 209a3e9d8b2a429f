"""The words of a search for people: a name belongs in no address (docs/decisions/0012).

They are posted, kept in the session, which ends with the person's time at the computer, and read again by the list.
The address only says that a search is under way.
"""

from django.http import HttpRequest
from django.utils.http import urlencode

UNDER_WAY = "recherche"
LONGEST = 80


def keep_words(request: HttpRequest, words: str, *, of: str, **others: str) -> str:
    """Keep the words typed in the list `of`; the address, with its `others`, of what they find."""
    plain = words.replace("\x00", "").strip()[:LONGEST]
    request.session[f"words:{of}"] = plain
    query = {name: value for name, value in others.items() if value} | ({UNDER_WAY: "1"} if plain else {})
    return f"{request.path}?{urlencode(query)}" if query else request.path


def kept_words(request: HttpRequest, *, of: str) -> str:
    """The words of the search under way in the list `of`; empty when the address asks for everybody."""
    under_way = UNDER_WAY in request.GET or UNDER_WAY in request.POST
    return str(request.session.get(f"words:{of}", "")) if under_way else ""

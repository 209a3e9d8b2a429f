"""The look of a family of courses: its accent (`data-hue`) and its icon. A word always stands beside both."""

from typing import NamedTuple


class Look(NamedTuple):
    hue: int
    icon: str


_PLAIN = Look(1, "book-open")
_LOOKS = {
    "computer": Look(1, "mouse"),
    "mail": Look(2, "mail"),
    "safety": Look(3, "lock"),
    "web": Look(4, "layers"),
    "people": Look(5, "users"),
    "phone": Look(6, "phone"),
}


def look_of(family: str) -> Look:
    """The look of a family; a plain one for a family that has none."""
    return _LOOKS.get(family, _PLAIN)

"""What every interaction's `details` is made from: the public part of a version only, so that no key can slip in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.bank.shuffling import Chance


@dataclass(frozen=True, kw_only=True)
class ShownMedia:
    """The address of a sound or picture, its words, and a picture's size in pixels."""

    url: str
    description: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, kw_only=True)
class ShownChoice:
    id: str
    text: str
    audio: ShownMedia | None = None


@dataclass(frozen=True, kw_only=True)
class Showing:
    """A version's body, the sounds of its parts (« choice:<id> »), the chance that orders what is shuffled, and the
    picture of its prompt, if it has one.
    """

    body: Mapping[str, Any]
    sounds: Mapping[str, ShownMedia]
    chance: Chance
    picture: ShownMedia | None = None

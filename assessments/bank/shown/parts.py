"""What every interaction's `details` is made from: the public part of a version only, so that no key can slip in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.bank.shuffling import Chance


@dataclass(frozen=True, kw_only=True)
class ShownMedia:
    """The address of a sound or picture, and its words."""

    url: str
    description: str


@dataclass(frozen=True, kw_only=True)
class ShownChoice:
    id: str
    text: str
    audio: ShownMedia | None = None


@dataclass(frozen=True, kw_only=True)
class Showing:
    """A version's body, the sounds of its parts (« choice:<id> »), and the chance that orders what is shuffled."""

    body: Mapping[str, Any]
    sounds: Mapping[str, ShownMedia]
    chance: Chance

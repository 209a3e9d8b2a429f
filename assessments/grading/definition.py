"""What every interaction's definition is."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Self


class Definition(ABC):
    """All that marks a question. Making one that nobody could answer right raises ImpossibleDefinition."""

    @classmethod
    @abstractmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored body and key."""

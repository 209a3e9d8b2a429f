"""A StreamField whose block definitions stay out of migrations: changing a block never asks for a migration."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from wagtail.fields import StreamField as WagtailStreamField


class StreamField(WagtailStreamField):
    """Wagtail's StreamField, deconstructed without its blocks (the way of dis-wagtail).

    In a migration's historical models the field has no block, so its value reads as empty there: a data migration
    that must look inside works on the raw JSON.
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = models.Field.deconstruct(self)
        return name, path, args, kwargs

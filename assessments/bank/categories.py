"""Where questions are filed: a structure's categories, some offered to all structures, and its tags."""

import uuid
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Visitor
from lms.structures.models import STUDIO_ROLES, Membership, Structure

DEPTH = 3  # levels of categories: authors find a question by search, not by walking down


def studio_structures_of(user: Visitor) -> models.QuerySet[Membership, Any]:
    """For a subquery: the structures in whose studio the user works."""
    held = Membership.objects.current().filter(user_id=user.pk or 0, role__in=STUDIO_ROLES)
    return held.values("structure_id")


class CategoryQuerySet(models.QuerySet["Category"]):
    def visible_to(self, user: Visitor) -> Self:
        """Categories of the structures in whose studio the user works: theirs to change."""
        return self if user.is_superuser else self.filter(structure_id__in=studio_structures_of(user))

    def usable_in(self, structure: Structure) -> Self:
        """Categories from which this structure's quizzes may draw: its own, and those that others offer to all."""
        return self.filter(models.Q(structure=structure) | models.Q(shared=True))


class Category(models.Model):
    """A drawer of a structure's bank, in a tree of three levels at most (docs/decisions/0023).

    `shared`: offered to all structures, who may ask its questions and change none. What is below follows its root.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="categories")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(_("name"), max_length=80)
    shared = models.BooleanField(_("offered to all structures"), default=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "parent", "name"], name="category_name_once_per_parent"),
            models.UniqueConstraint(
                fields=["structure", "name"], condition=models.Q(parent=None), name="category_name_once_at_the_top"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Its name after those above it; read it with them (`parent__parent`), or each level costs a query."""
        return f"{self.parent.path} › {self.name}" if self.parent else self.name

    @property
    def depth(self) -> int:
        """1 at the top."""
        return self.parent.depth + 1 if self.parent else 1


class TagQuerySet(models.QuerySet["Tag"]):
    def visible_to(self, user: Visitor) -> Self:
        """Tags of the structures in whose studio the user works."""
        return self if user.is_superuser else self.filter(structure_id__in=studio_structures_of(user))


class Tag(models.Model):
    """A word that a structure's authors put on questions, whatever their category."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(_("tag"), max_length=40)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["structure", "name"], name="tag_name_once_per_structure")]

    def __str__(self) -> str:
        return self.name

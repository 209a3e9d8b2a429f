"""Reads of frameworks and skills."""

from django.db.models import Exists, OuterRef, QuerySet

from assessments.skills.models import Framework, Skill


class UnknownSkill(LookupError):
    """No skill has this reference."""


def frameworks() -> QuerySet[Framework]:
    """All of them, by slug."""
    return Framework.objects.order_by("slug")


def choosable_skills() -> QuerySet[Skill]:
    """Skills that an author may align to, in their frameworks' order: not retired, and no mere area."""
    below = Skill.objects.filter(parent=OuterRef("pk"))
    return (
        Skill.objects.filter(~Exists(below), retired_at=None)
        .select_related("framework", "parent")
        .order_by("framework__slug", "position")
    )


def skills_named(references: list[str]) -> list[Skill]:
    """The skills of references such as "digcomp-3.0:2.1", in that order. Raises UnknownSkill."""
    slugs = {reference.partition(":")[0] for reference in references}
    found = {
        f"{skill.framework.slug}:{skill.code}": skill
        for skill in Skill.objects.filter(framework__slug__in=slugs).select_related("framework").order_by("pk")
    }
    if unknown := [reference for reference in references if reference not in found]:
        raise UnknownSkill(", ".join(unknown))
    return [found[reference] for reference in references]

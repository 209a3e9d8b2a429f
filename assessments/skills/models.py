"""Skills frameworks as versioned data: DigComp, CRCN, titres professionnels, the house's own domain 0."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Framework(models.Model):
    """One edition of a framework, loaded by `manage.py load_frameworks`."""

    slug = models.SlugField(max_length=60, unique=True)  # "digcomp-3.0": a new edition is a new row
    title = models.CharField(_("title"), max_length=200)
    source = models.TextField(_("source"), blank=True)
    licence = models.TextField(_("licence"), blank=True)

    class Meta:
        verbose_name = _("skills framework")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title


class Skill(models.Model):
    """A skill, or an area of skills when it has no parent and others below it."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="skills")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    code = models.CharField(_("code"), max_length=30)
    label = models.CharField(_("label"), max_length=300)
    plain_label = models.CharField(_("label in plain words"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("skill")
        ordering = ["framework", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="skill_code_unique_in_framework")]

    def __str__(self) -> str:
        return f"{self.code} {self.plain_label or self.label}"

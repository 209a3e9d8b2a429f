"""Who belongs where: structures, memberships with a role, and who supports whom with whose consent."""

import datetime
import uuid
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Visitor

M = TypeVar("M", bound=models.Model, covariant=True)


class Role(models.TextChoices):
    LEARNER = "learner", _("learner")
    TRAINER = "trainer", _("trainer")
    COUNSELLOR = "counsellor", _("insertion counsellor")
    AUTHOR_EDITOR = "author-editor", _("author-editor")
    COORDINATOR = "coordinator", _("coordinator")
    ADMINISTRATOR = "administrator", _("administrator")


STAFF_ROLES = frozenset(set(Role) - {Role.LEARNER})
# Roles that work in the studio (Wagtail's admin): each has one Django group per structure.
STUDIO_ROLES = frozenset({Role.TRAINER, Role.AUTHOR_EDITOR, Role.ADMINISTRATOR})


class StructureQuerySet(models.QuerySet["Structure"]):
    def visible_to(self, user: Visitor) -> Self:
        """Structures where the user has a membership in force; all of them for a superuser."""
        if user.is_superuser:
            return self
        return self.filter(pk__in=Membership.objects.current().filter(user_id=user.pk or 0).values("structure_id"))


class Structure(models.Model):
    """A node of the organisation tree: territory › structure › place."""

    class Kind(models.TextChoices):
        TERRITORY = "territory", _("territory")
        STRUCTURE = "structure", _("structure")
        PLACE = "place", _("place")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.STRUCTURE)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    # The contact block: who to call, shown as « Aide » on every learner page.
    contact_name = models.CharField(_("who to call"), max_length=80, blank=True)
    contact_phone = models.CharField(_("phone"), max_length=30, blank=True)
    contact_hours = models.CharField(_("hours"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    idle_minutes = models.PositiveSmallIntegerField(_("idle end of learners’ sessions (minutes)"), default=10)
    pin_required = models.BooleanField(_("ask for a PIN with the card"), default=True)
    trainers_publish = models.BooleanField(_("trainers may publish without a second reader"), default=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = StructureQuerySet.as_manager()

    class Meta:
        verbose_name = _("structure")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(idle_minutes__gte=2, idle_minutes__lte=60),
                name="structure_idle_minutes_within_bounds",
                violation_error_message=_("The idle end lies between 2 and 60 minutes."),
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="structure_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class StructureGroup(models.Model):
    """The Django group that carries a studio role of a structure; `cms` gives it its pages and collection."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="role_groups")
    role = models.CharField(max_length=20, choices=Role.choices)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="structure_group")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["structure", "role"], name="structuregroup_one_per_role")]

    def __str__(self) -> str:
        return f"{self.structure} – {self.get_role_display()}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        """Memberships not ended: an ended one dies at the next request."""
        return self.filter(ended_at=None)

    def staff(self) -> Self:
        return self.filter(role__in=STAFF_ROLES)

    def visible_to(self, user: Visitor) -> Self:
        """Memberships of the structures where the user is staff."""
        if user.is_superuser:
            return self
        mine = Membership.objects.current().staff().filter(user_id=user.pk or 0)
        return self.filter(structure_id__in=mine.values("structure_id"))


class OfStructureQuerySet(models.QuerySet[M]):
    """Rows that belong to a structure, for those who work there in one of `roles`."""

    roles: ClassVar[frozenset[Role]] = frozenset()

    def visible_to(self, user: Visitor) -> Self:
        """Rows of the structures where the user holds one of these roles now; nothing for a visitor."""
        if user.is_superuser:
            return self
        mine = Membership.objects.current().filter(user_id=user.pk or 0, role__in=self.roles)
        return self.filter(structure_id__in=mine.values("structure_id"))


class Membership(models.Model):
    """A person's role in a structure, from one moment to another. Rows are ended, never deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "structure", "role"],
                condition=Q(ended_at=None),
                name="membership_one_in_force",
                violation_error_message=_("This person already has this role here."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.structure}"


class SupportQuerySet(models.QuerySet["Support"]):
    def current(self, *, on: datetime.date) -> Self:
        """Consents in force on that day: begun, not past their end, not withdrawn, and of use.

        A consent is given to someone as counsellor of one's structure: it opens nothing once they work there no more.
        """
        at_work = Membership.objects.current().filter(
            user=OuterRef("counsellor"),
            role=Role.COUNSELLOR,
            structure__memberships__user=OuterRef("learner"),
            structure__memberships__role=Role.LEARNER,
        )
        return self.filter(Exists(at_work), since__lte=on, until__gte=on, withdrawn_at=None)


class Support(models.Model):
    """A learner lets one counsellor look at their path: what, from when, until when (GDPR art. 7: withdrawable)."""

    class Scope(models.TextChoices):
        PROGRESS = "progress", _("my modules and my presence")
        FULL = "full", _("my modules, my presence, my skills and my certificates")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="supports_given")
    counsellor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="supports_held")
    scope = models.CharField(_("what they may see"), max_length=10, choices=Scope.choices)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"))
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SupportQuerySet.as_manager()

    class Meta:
        verbose_name = _("support")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "counsellor"],
                condition=Q(withdrawn_at=None),
                name="support_one_not_withdrawn",
                violation_error_message=_("You already gave your agreement to this person."),
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="support_until_after_since",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(condition=~Q(learner=F("counsellor")), name="support_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.learner} → {self.counsellor}"

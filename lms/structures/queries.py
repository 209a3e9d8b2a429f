"""Reads on roles, structures and consents."""

import datetime
from typing import TypedDict

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from lms.accounts.models import User
from lms.structures.models import STAFF_ROLES, Membership, Role, Structure, Support

# Who looks after the staff of a structure, and which roles each may give or end there.
MANAGED_ROLES: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: STAFF_ROLES,
    Role.COORDINATOR: frozenset({Role.TRAINER, Role.COUNSELLOR, Role.AUTHOR_EDITOR}),
}


def memberships_of(user: User) -> QuerySet[Membership]:
    """The person's roles in force, with their structures."""
    return Membership.objects.current().filter(user=user).select_related("structure").order_by("structure__name", "pk")


def roles_of(user: User) -> frozenset[Role]:
    """The person's roles in force, whatever the structure."""
    roles = Membership.objects.current().filter(user=user).order_by().values_list("role", flat=True).distinct()
    return frozenset(Role(role) for role in roles)


def is_staff_member(user: User) -> bool:
    """Whether the person holds a staff role in force, or is a superuser."""
    return user.is_superuser or Membership.objects.current().staff().filter(user=user).exists()


def has_staff_rights(user: User) -> bool:
    """Whether anything gives the person more than a learner's rights: such a person never enters with a card."""
    return (
        user.is_superuser
        or user.is_staff
        or is_staff_member(user)
        or user.groups.exists()
        or user.user_permissions.exists()
    )


def learners_of(structure: Structure) -> QuerySet[User]:
    """People who are learners of the structure now."""
    return people_with(structure, roles=[Role.LEARNER])


def counsellors_of(structure: Structure) -> QuerySet[User]:
    """People who are counsellors of the structure now."""
    return people_with(structure, roles=[Role.COUNSELLOR])


def people_with(structure: Structure, *, roles: list[Role]) -> QuerySet[User]:
    """People who hold one of the roles in the structure now, by name."""
    held = Membership.objects.current().filter(user=OuterRef("pk"), structure=structure, role__in=roles)
    return User.objects.filter(Exists(held), is_active=True)


def counsellors_for(learner: User) -> QuerySet[User]:
    """Counsellors of the learner's own structures: those to whom they may open their path."""
    own = Membership.objects.current().filter(user=learner, role=Role.LEARNER).values("structure_id")
    held = Membership.objects.current().filter(user=OuterRef("pk"), structure_id__in=own, role=Role.COUNSELLOR)
    return User.objects.filter(Exists(held), is_active=True).exclude(pk=learner.pk)


def structures_above(structure_id: int | None) -> frozenset[int]:
    """The structure with those that it is a part of, whose modules are offered to it; empty without one."""
    found: set[int] = set()
    while structure_id is not None and structure_id not in found:
        found.add(structure_id)
        structure_id = Structure.objects.filter(pk=structure_id).values_list("parent_id", flat=True).first()
    return frozenset(found)


def manageable_roles(user: User) -> dict[Structure, frozenset[Role]]:
    """By structure, the staff roles that this person may give or end there."""
    if user.is_superuser:
        return dict.fromkeys(Structure.objects.filter(closed_on=None), STAFF_ROLES)
    roles: dict[Structure, frozenset[Role]] = {}
    for membership in memberships_of(user).filter(role__in=MANAGED_ROLES):
        managed = MANAGED_ROLES[Role(membership.role)]
        roles[membership.structure] = roles.get(membership.structure, frozenset()) | managed
    return roles


def staff_of(user: User) -> QuerySet[User]:
    """Staff of the structures that this person manages, with their roles there: the list of « Équipe »."""
    structures = [structure.pk for structure in manageable_roles(user)]
    current = Membership.objects.current().staff().filter(structure_id__in=structures)
    return (
        User.objects.filter(Exists(current.filter(user=OuterRef("pk"))))
        .prefetch_related(
            Prefetch("memberships", queryset=current.select_related("structure"), to_attr="roles_in_force")
        )
        .order_by("last_name", "first_name", "pk")
    )


def may_open_account(*, by: User, person: User) -> bool:
    """Whether `by` may hand the person a link to a new password: only who could give each role the person holds.

    Otherwise a coordinator could take over an administrator's account, or one structure another's.
    """
    if by.is_superuser:
        return True
    if person.is_superuser or person.is_staff:
        return False
    held = list(Membership.objects.current().staff().filter(user=person))
    roles = {structure.pk: managed for structure, managed in manageable_roles(by).items()}
    return bool(held) and all(Role(one.role) in roles.get(one.structure_id, frozenset()) for one in held)


class RoleRow(TypedDict):
    membership: Membership
    structure: Structure
    role: str
    may_end: bool


def role_rows(someone: User, *, manageable: dict[Structure, frozenset[Role]]) -> list[RoleRow]:
    """The staff roles of someone in the structures that one manages, and whether one may end each."""
    held = memberships_of(someone).filter(role__in=STAFF_ROLES, structure__in=list(manageable))
    return [
        {
            "membership": membership,
            "structure": membership.structure,
            "role": membership.get_role_display(),
            "may_end": membership.role in manageable[membership.structure],
        }
        for membership in held
    ]


def consents_given(learner: User) -> QuerySet[Support]:
    """The consents that the learner gave and did not withdraw, the latest first."""
    return Support.objects.filter(learner=learner, withdrawn_at=None).select_related("counsellor")


class ConsentRow(TypedDict):
    support: Support
    counsellor: User
    scope: str
    since: datetime.date
    until: datetime.date
    is_over: bool


def consent_rows(learner: User, *, on: datetime.date) -> list[ConsentRow]:
    """The learner's consents as the page shows them."""
    return [
        {
            "support": support,
            "counsellor": support.counsellor,
            "scope": support.get_scope_display(),
            "since": support.since,
            "until": support.until,
            "is_over": support.until < on,
        }
        for support in consents_given(learner)
    ]

"""Structures, roles and consents: every change in one transaction with its rights and its journal entry."""

import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.accounts.services import create_staff_account, end_sessions
from lms.journal.services import record
from lms.structures.models import (
    STAFF_ROLES,
    STUDIO_ROLES,
    Membership,
    Role,
    Structure,
    StructureGroup,
    Support,
)
from lms.structures.queries import counsellors_for, is_staff_member

# A consent ends by itself: after a year the learner is asked again.
LONGEST_CONSENT = datetime.timedelta(days=366)


class NotACounsellorHere(ValueError):
    """The person chosen is no counsellor of the learner's structures."""


class ConsentTooLong(ValueError):
    """The end asked for lies in the past, or further than LONGEST_CONSENT."""


@transaction.atomic
def create_structure(
    *,
    name: str,
    slug: str,
    by: User | None,
    now: datetime.datetime,
    kind: str = Structure.Kind.STRUCTURE,
    parent: Structure | None = None,
    **contact: Any,
) -> Structure:
    """A structure and the Django groups of its studio roles.

    `contact` takes the fields of the contact block. The studio then gives these groups their pages and collection.
    Raises ValidationError on a value that the model refuses.
    """
    structure = Structure(name=name, slug=slug, kind=kind, parent=parent, **contact)
    structure.full_clean()
    structure.save()
    for role in sorted(STUDIO_ROLES):
        role_group(structure=structure, role=role)
    record(verb="structure.created", now=now, by=by, structure_id=structure.pk)
    return structure


@transaction.atomic
def role_group(*, structure: Structure, role: Role) -> Group:
    """The Django group of a studio role in a structure, made when first needed."""
    carried = StructureGroup.objects.filter(structure=structure, role=role).select_related("group").first()
    if carried:
        return carried.group
    group, _created = Group.objects.get_or_create(name=f"{structure.slug}: {role}")
    StructureGroup.objects.create(structure=structure, role=role, group=group)
    return group


@transaction.atomic
def give_membership(
    *, user: User, structure: Structure, role: Role, by: User | None, now: datetime.datetime
) -> Membership:
    """Give the role, with the group that carries its studio rights; giving it twice changes nothing.

    Whoever becomes staff is signed out: a session opened with a card must not carry a role.
    """
    held = Membership.objects.current().filter(user=user, structure=structure, role=role).first()
    if held:
        return held
    if role in STAFF_ROLES and not is_staff_member(user):
        end_sessions(user=user)
    membership = Membership.objects.create(user=user, structure=structure, role=role, started_at=now)
    if role in STUDIO_ROLES:
        user.groups.add(role_group(structure=structure, role=role))
    record(verb="membership.given", now=now, by=by, subject=user, structure_id=structure.pk, role=role)
    return membership


@transaction.atomic
def invite(
    *,
    structure: Structure,
    role: Role,
    by: User,
    now: datetime.datetime,
    username: str,
    first_name: str,
    last_name: str,
    email: str = "",
) -> User:
    """A new member of staff with a first role.

    Raises ValidationError when the user name or the e-mail is taken or malformed.
    """
    user = create_staff_account(
        username=username, first_name=first_name, last_name=last_name, email=email, by=by, now=now
    )
    give_membership(user=user, structure=structure, role=role, by=by, now=now)
    return user


@transaction.atomic
def end_membership(*, membership: Membership, by: User | None, now: datetime.datetime) -> None:
    """End the role and its studio rights; ending it twice changes nothing.

    Whoever has no role left is signed out at the next request. A consent given to a counsellor stays on record, and
    no longer opens anything where the counsellor works no more.
    """
    ended = Membership.objects.current().filter(pk=membership.pk).update(ended_at=now)
    if not ended:
        return
    membership.ended_at = now
    user, structure, role = membership.user, membership.structure, Role(membership.role)
    if role in STUDIO_ROLES:
        user.groups.remove(role_group(structure=structure, role=role))
    if not Membership.objects.current().filter(user=user).exists():
        end_sessions(user=user)
    record(verb="membership.ended", now=now, by=by, subject=user, structure_id=structure.pk, role=role)


@transaction.atomic
def give_consent(
    *, learner: User, counsellor: User, scope: str, until: datetime.date, by: User, now: datetime.datetime
) -> Support:
    """The learner lets one counsellor of their own structures look, from today until a day.

    Given again to the same person, it replaces the consent before. Raises NotACounsellorHere, ConsentTooLong.
    """
    today = timezone.localdate(now)
    if not counsellors_for(learner).filter(pk=counsellor.pk).exists():
        raise NotACounsellorHere(_("This person is not a counsellor of your structure."))
    if not today <= until <= today + LONGEST_CONSENT:
        raise ConsentTooLong(_("Choose a day between today and one year from now."))
    before = Q(learner=learner, counsellor=counsellor, withdrawn_at=None)
    Support.objects.filter(before).update(withdrawn_at=now)
    support = Support.objects.create(
        learner=learner, counsellor=counsellor, scope=scope, since=today, until=until, given_at=now
    )
    record(verb="consent.given", now=now, by=by, subject=learner, target=f"support:{support.uuid}", scope=scope)
    return support


@transaction.atomic
def withdraw_consent(*, support: Support, by: User, now: datetime.datetime) -> None:
    """End the consent at once; ending it twice changes nothing."""
    if Support.objects.filter(pk=support.pk, withdrawn_at=None).update(withdrawn_at=now):
        record(
            verb="consent.withdrawn",
            now=now,
            by=by,
            subject=support.learner,
            target=f"support:{support.uuid}",
        )

"""Opening the house and the studio of each structure: every right follows from the structure's groups."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Collection, GroupApprovalTask, Page, Site, Workflow, WorkflowPage, WorkflowTask

from cms.authoring.models import SecondReading, Studio
from cms.authoring.rights import give_rights
from cms.pages.addresses import forget_home
from cms.pages.models import CataloguePage, HomePage
from lms.accounts.models import User
from lms.journal.services import record
from lms.structures import services as structures
from lms.structures.models import STUDIO_ROLES, Role, Structure
from lms.structures.services import role_group


@transaction.atomic
def open_house() -> HomePage:
    """The home page, and the site that begins there; made once, found again after."""
    home = HomePage.objects.order_by("path").first()
    if home is not None:
        return home
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    welcome = list(root.get_children().order_by("path"))
    home = root.add_child(instance=HomePage(title=settings.SITE_NAME, slug=_slug(root, "accueil"), live=True))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": home, "site_name": settings.SITE_NAME},
    )
    _forget_what_wagtail_installs(welcome)
    forget_home()
    return home


def _forget_what_wagtail_installs(welcome: list[Page]) -> None:
    """Its welcome page, its groups with rights over everything and their workflow: rights come from structures."""
    for page in welcome:
        Page.objects.get(pk=page.pk).delete()
    Workflow.objects.filter(studio=None).delete()
    GroupApprovalTask.objects.all().delete()
    Group.objects.filter(name__in=["Moderators", "Editors"], structure_group=None).delete()


@transaction.atomic
def open_studio_for(structure: Structure) -> Studio:
    """The structure's section, collection, second reading and the rights of its groups: made, or put right again."""
    studio = Studio.objects.select_related("section", "collection", "workflow").filter(structure=structure).first()
    if studio is None:
        studio = Studio.objects.create(
            structure=structure,
            section=_section_for(structure),
            collection=_collection_for(structure),
            workflow=_workflow_for(structure),
        )
        WorkflowPage.objects.create(workflow=studio.workflow, page=studio.section)
    for role in sorted(STUDIO_ROLES):
        give_rights(studio=studio, role=Role(role), group=role_group(structure=structure, role=Role(role)))
    return studio


def _section_for(structure: Structure) -> CataloguePage:
    home = open_house()
    section = CataloguePage(
        title=structure.name, slug=_slug(home, slugify(structure.slug)), structure=structure, live=True
    )
    made: CataloguePage = home.add_child(instance=section)
    return made


def _collection_for(structure: Structure) -> Collection:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    made: Collection = root.add_child(name=structure.name[:250])
    return made


def _workflow_for(structure: Structure) -> Workflow:
    """Read a second time by an author-editor or an administrator of the structure."""
    name = _("Second reading – %(structure)s") % {"structure": structure.name}
    workflow = Workflow.objects.create(name=name[:255])
    task = SecondReading.objects.create(name=name[:255])
    readers = (Role.AUTHOR_EDITOR, Role.ADMINISTRATOR)
    task.groups.set([role_group(structure=structure, role=role) for role in readers])
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


def _slug(parent: Page, wanted: str) -> str:
    slug: str = find_available_slug(parent, wanted)
    return slug


@transaction.atomic
def create_structure(*, by: User | None, now: datetime.datetime, **fields: Any) -> Studio:
    """A structure with its studio, as the administrators' screen makes it: its trainers are apart at once.

    Who makes it administers it, unless they administer everything. Raises ValidationError on a refused value.
    """
    studio = open_studio_for(structures.create_structure(by=by, now=now, **fields))
    if by is not None and not by.is_superuser:
        structures.give_membership(user=by, structure=studio.structure, role=Role.ADMINISTRATOR, by=by, now=now)
    return studio


@transaction.atomic
def change_structure(*, structure: Structure, by: User, now: datetime.datetime) -> None:
    """Save its contact block and its rules; whether its trainers publish alone changes their rights at once."""
    structure.full_clean()
    structure.save()
    open_studio_for(structure)
    record(
        verb="structure.changed",
        now=now,
        by=by,
        structure_id=structure.pk,
        trainers_publish=structure.trainers_publish,
    )


@transaction.atomic
def let_trainers_publish(*, structure: Structure, allowed: bool, by: User, now: datetime.datetime) -> None:
    """Whether trainers publish alone or through a second reader."""
    structure.trainers_publish = allowed
    change_structure(structure=structure, by=by, now=now)

"""A second structure made on the screen: its people are apart at once."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from cms.authoring.models import Studio
from cms.pages.models import HomePage
from lms.structures.models import Membership, Role, Structure
from tests.factories.pages import member, studio
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

DATA = {"name": "Les Ormes", "slug": "les-ormes", "kind": "structure", "trainers_publish": "on"}


@pytest.fixture
def first() -> Studio:
    return studio("les-tilleuls")


@pytest.fixture
def administrator(first: Studio, client: Any) -> Any:
    someone = member(first.structure, Role.ADMINISTRATOR)
    client.force_login(someone)
    return someone


def test_a_structure_made_on_the_screen_isolates_its_trainers_at_once(
    first: Studio, administrator: Any, client: Any
) -> None:
    assert client.post(reverse("studio_structure_add"), DATA).status_code == 302
    made = Studio.objects.get(structure__slug="les-ormes")
    assert Membership.objects.current().filter(user=administrator, structure=made.structure).exists()
    client.force_login(member(made.structure))
    assert client.get(reverse("wagtailadmin_explore", args=[made.section.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_explore", args=[first.section.pk])).status_code == 404
    client.force_login(member(first.structure))
    assert client.get(reverse("wagtailadmin_explore", args=[made.section.pk])).status_code == 404


def test_a_short_name_already_taken_keeps_what_was_typed(first: Studio, administrator: Any, client: Any) -> None:
    response = client.post(reverse("studio_structure_add"), {**DATA, "slug": "les-tilleuls"})
    assert response.status_code == 422
    assert "Les Ormes" in response.content.decode()
    assert Structure.objects.count() == 1


@pytest.mark.parametrize("role", [Role.TRAINER, Role.AUTHOR_EDITOR, Role.COORDINATOR, Role.COUNSELLOR])
def test_only_administrators_make_structures(first: Studio, client: Any, role: Role) -> None:
    client.force_login(member(first.structure, role))
    assert client.post(reverse("studio_structure_add"), DATA).status_code in {302, 404}
    assert Structure.objects.count() == 1


def test_an_administrator_changes_their_own_structure_only(first: Studio, administrator: Any, client: Any) -> None:
    other = studio("les-ormes")
    assert client.get(reverse("studio_structure", args=[other.structure.uuid])).status_code == 404
    data = {"name": "Les Tilleuls", "idle_minutes": "15", "pin_required": "on", "contact_phone": "00 00 00 00 01"}
    assert client.post(reverse("studio_structure", args=[first.structure.uuid]), data).status_code == 302
    first.structure.refresh_from_db()
    assert (first.structure.contact_phone, first.structure.trainers_publish) == ("00 00 00 00 01", False)
    rights = GroupPagePermission.objects.filter(group__structure_group__role=Role.TRAINER, page=first.section)
    assert set(rights.values_list("permission__codename", flat=True)) == {"add_page", "change_page"}


def test_the_rights_of_each_role_are_these_and_no_more(first: Studio) -> None:
    def held(role: Role) -> tuple[set[str], set[str], set[str]]:
        group = first.structure.role_groups.get(role=role).group
        pages = GroupPagePermission.objects.filter(group=group).values_list("permission__codename", flat=True)
        files = GroupCollectionPermission.objects.filter(group=group).values_list("permission__codename", flat=True)
        return set(pages), set(files), set(group.permissions.values_list("codename", flat=True))

    kinds = ("image", "document", "recording")
    assert held(Role.TRAINER) == (
        {"add_page", "change_page", "publish_page"},
        {f"{verb}_{kind}" for verb in ("add", "choose") for kind in kinds},
        {"access_admin"},
    )
    for role in (Role.AUTHOR_EDITOR, Role.ADMINISTRATOR):
        assert held(role) == (
            {"add_page", "change_page", "publish_page", "lock_page", "unlock_page"},
            {f"{verb}_{kind}" for verb in ("add", "change", "choose") for kind in kinds},
            {"access_admin"},
        )


def test_opening_the_house_twice_makes_one_home() -> None:
    studio("un")
    studio("deux")
    assert HomePage.objects.count() == 1


def test_a_superuser_without_structure_makes_the_first_one(client: Any) -> None:
    client.force_login(UserFactory.create(is_superuser=True, is_staff=True))
    assert client.post(reverse("studio_structure_add"), DATA).status_code == 302
    assert Studio.objects.count() == 1
    assert not Membership.objects.exists()

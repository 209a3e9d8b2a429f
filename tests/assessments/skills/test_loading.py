"""Frameworks as versioned data: loading twice changes nothing, and nothing is ever deleted."""

import datetime
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from assessments.skills import queries, services
from assessments.skills.models import Framework, Skill

NOW = datetime.datetime(2026, 6, 5, 9, 0, tzinfo=datetime.UTC)


def framework(**changes: Any) -> dict[str, Any]:
    skills = [
        {"code": "1", "label": "Chercher"},
        {"code": "1.1", "label": "Trouver", "plain_label": "Je trouve", "parent": "1"},
        {"code": "1.2", "label": "Vérifier", "parent": "1"},
    ]
    return {"slug": "essai", "title": "Essai", "source": "Nous", "licence": "CC0", "skills": skills} | changes


@pytest.mark.django_db
def test_the_projects_frameworks_load_with_their_source_and_licence() -> None:
    out = StringIO()
    call_command("load_frameworks", stdout=out)
    sizes = {each.slug: each.skills.count() for each in Framework.objects.order_by("slug")}
    assert sizes == {"crcn": 21, "digcomp-3.0": 26, "dwwm": 10, "p0": 6, "remn": 7}
    assert all(each.source and each.licence for each in Framework.objects.order_by("slug"))
    assert "digcomp-3.0: 26 added, 0 changed, 0 retired" in out.getvalue()


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    call_command("load_frameworks", stdout=StringIO())
    before = list(Skill.objects.order_by("pk").values())
    again = services.load_all(now=NOW)
    assert all((each.added, each.changed, each.retired) == (0, 0, 0) for each in again)
    assert list(Skill.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_a_skill_gone_from_the_data_is_retired_and_comes_back_as_the_same_row() -> None:
    services.load_framework(source=framework(), now=NOW)
    kept = Skill.objects.get(code="1.2")
    fewer = services.load_framework(source=framework(skills=framework()["skills"][:2]), now=NOW)
    assert fewer.retired == 1
    assert [skill.code for skill in queries.choosable_skills()] == ["1.1"]
    back = services.load_framework(source=framework(), now=NOW)
    assert (back.added, back.changed) == (0, 1)
    assert kept in queries.choosable_skills()


@pytest.mark.django_db
def test_a_new_wording_changes_the_skill_in_place() -> None:
    services.load_framework(source=framework(), now=NOW)
    reworded = framework()
    reworded["skills"][1]["plain_label"] = "Je trouve ce que je cherche"
    assert services.load_framework(source=reworded, now=NOW).changed == 1
    assert str(Skill.objects.get(code="1.1")) == "1.1 Je trouve ce que je cherche"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        framework(skills=[]),
        framework(skills=[{"code": "1"}]),
        framework(skills=[{"code": "1", "label": "A"}, {"code": "1", "label": "B"}]),
        framework(skills=[{"code": "1", "label": "A", "parent": "9"}]),
        framework(title=None),
        {"slug": "essai"},
    ],
)
def test_data_that_is_no_framework_is_refused_and_writes_nothing(broken: dict[str, Any]) -> None:
    with pytest.raises(services.MalformedFramework):
        services.load_framework(source=broken, now=NOW)
    assert not Framework.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_not_json_is_refused_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "cassé.json"
    path.write_text(json.dumps(framework())[:-5])
    with pytest.raises(services.MalformedFramework, match="cassé.json"):
        services.load_framework(source=path, now=NOW)


@pytest.mark.django_db
def test_skills_are_found_by_framework_and_code_in_the_order_asked() -> None:
    services.load_framework(source=framework(), now=NOW)
    assert [skill.code for skill in queries.skills_named(["essai:1.2", "essai:1.1"])] == ["1.2", "1.1"]
    with pytest.raises(queries.UnknownSkill, match="essai:9"):
        queries.skills_named(["essai:9"])

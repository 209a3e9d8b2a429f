"""The counsellor's list and page: only with a consent in force, within its scope, each look written down."""

import csv
import datetime
import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.skills.models import Framework, Skill
from courses.caseload import queries
from courses.caseload.queries import Asked
from courses.outline.models import Alignment, Lesson
from lms.accounts.models import User
from lms.journal.models import Entry
from lms.journal.queries import looks_at
from lms.structures.models import Membership, Role, Structure, Support
from lms.structures.services import end_membership
from tests.factories.credentials import issued
from tests.factories.outline import EnrolmentFactory, LessonFactory
from tests.factories.people import (
    ClassSessionFactory,
    CohortMembershipFactory,
    StructureFactory,
    SupportFactory,
    counsellor,
    learner,
    trainer,
)
from tests.factories.progress import holding, outcome
from tests.partials import assert_same_part

pytestmark = pytest.mark.django_db
Budget = Callable[..., Any]


@pytest.fixture
def nadia() -> User:
    return counsellor(first_name="Nadia")


@pytest.fixture
def lesson() -> Lesson:
    return LessonFactory.create(title="La souris", course__title="Premiers pas")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("help"))
    return client


def followed(
    nadia: User, *, structure: Structure | None = None, consent: dict[str, Any] | None = None, **fields: Any
) -> User:
    """A learner who agreed that Nadia looks."""
    person = learner(structure, **fields)
    SupportFactory.create(learner=person, counsellor=nadia, **(consent or {}))
    return person


def ago(days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def words(response: Any) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def rows(nadia: User, **asked: Any) -> list[User]:
    return [row.person for row in queries.caseload_rows(nadia, on=timezone.localdate(), asked=Asked(**asked))]


def test_the_list_holds_people_whose_consent_is_in_force_and_nobody_else(nadia: User) -> None:
    person = followed(nadia)
    followed(counsellor())
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    followed(nadia, consent={"withdrawn_at": timezone.now()})
    followed(nadia, consent={"until": today - day})
    followed(nadia, consent={"since": today + day})
    learner()
    assert rows(nadia) == [person]
    assert rows(nadia)[0] == person
    last_day = followed(nadia, consent={"until": today})
    assert set(rows(nadia)) == {person, last_day}


def test_a_consent_opens_nothing_to_a_counsellor_who_works_there_no_more(nadia: User) -> None:
    place = StructureFactory.create()
    person = followed(nadia, structure=place)
    held = Membership.objects.get(user=nadia, structure=place, role=Role.COUNSELLOR)
    end_membership(membership=held, by=None, now=timezone.now())
    client = signed_in(nadia)  # who is still a counsellor, of another structure
    assert rows(nadia) == []
    assert person.get_full_name() not in words(client.get(reverse("caseload")))
    assert client.get(reverse("caseload_person", args=[person.uuid])).status_code == 404
    refused = Entry.objects.get(verb="caseload.refused", subject_id=person.pk)
    assert refused.data["reason"] == "left"


def test_a_line_speaks_in_words(nadia: User, lesson: Lesson) -> None:
    LessonFactory.create(course=lesson.course)
    person = followed(nadia, structure=StructureFactory.create(name="Les Brebis"), first_name="Fatima", last_name="B.")
    outcome(person, holding(lesson), at=ago(3))
    issued(learner=person)
    membership = CohortMembershipFactory.create(learner=person, joined_at=ago(30))
    ClassSessionFactory.create(cohort=membership.cohort, opened_at=ago(40), closed_at=ago(40))
    ClassSessionFactory.create(cohort=membership.cohort, opened_at=ago(3), closed_at=ago(3))
    page = words(signed_in(nadia).get(reverse("caseload")))
    for expected in ("Fatima B.", "Les Brebis", "Il y a 3 jours", "Premiers pas", "1 leçon sur 2 faite", "1 a eu lieu",
                     "1 certificat", "1 personne a accepté"):  # fmt: skip
        assert expected in page


def test_a_consent_to_progress_alone_shows_no_certificate(nadia: User) -> None:
    person = followed(nadia, consent={"scope": Support.Scope.PROGRESS})
    issued(learner=person)
    page = words(signed_in(nadia).get(reverse("caseload")))
    assert "Non partagé" in page
    assert "1 certificat" not in page
    table = queries.caseload_rows(nadia, on=timezone.localdate(), asked=Asked())
    assert table[0].certificates is None


def test_a_name_is_found_without_its_accents_and_in_any_order(nadia: User) -> None:
    helene = followed(nadia, first_name="Hélène", last_name="Œuvrard")
    followed(nadia, first_name="Paul", last_name="Martin")
    assert rows(nadia, search="oeuv HELENE") == [helene]
    assert rows(nadia, search="zzz") == []


def test_people_not_seen_for_fourteen_days_are_found(nadia: User, lesson: Lesson) -> None:
    activity = holding(lesson)
    recent, old, never, signed = (followed(nadia) for _ in range(4))
    outcome(recent, activity, at=ago(13))
    outcome(old, activity, at=ago(14))
    outcome(signed, activity, at=ago(40))
    User.objects.filter(pk=signed.pk).update(last_login=ago(1))
    assert set(rows(nadia, unseen=True)) == {old, never}
    assert recent not in rows(nadia, unseen=True)


def test_the_place_filters(nadia: User) -> None:
    place = StructureFactory.create()
    here = followed(nadia, structure=place)
    followed(nadia)
    assert rows(nadia, place=place.uuid) == [here]


def test_the_list_is_ordered_by_name_sight_and_progress(nadia: User, lesson: Lesson) -> None:
    LessonFactory.create(course=lesson.course)
    first, second = holding(lesson), holding(LessonFactory.create(course=lesson.course))
    amrani, zola = followed(nadia, last_name="Amrani"), followed(nadia, last_name="Zola")
    outcome(zola, first, at=ago(9))
    outcome(zola, second, at=ago(8))
    outcome(amrani, first, at=ago(2))
    assert rows(nadia) == [amrani, zola]
    assert rows(nadia, sort="-name") == [zola, amrani]
    assert rows(nadia, sort="seen") == [zola, amrani]
    assert rows(nadia, sort="-seen") == [amrani, zola]
    assert rows(nadia, sort="progress") == [amrani, zola]
    assert rows(nadia, sort="-progress") == [zola, amrani]


def test_an_unreadable_address_shows_everybody(nadia: User) -> None:
    followed(nadia)
    asked = {"place": "x", "sort": "; drop", "attention": "?", "page": "-3"}
    page = signed_in(nadia).get(reverse("caseload"), asked)
    assert page.status_code == 200
    assert len(page.context["rows"]) == 1


def test_the_swapped_part_is_the_page_s(nadia: User) -> None:
    followed(nadia)
    client = signed_in(nadia)
    assert_same_part(client, reverse("caseload"), "caseload")
    client.post(reverse("caseload"), {"q": "zzz"})
    assert_same_part(client, reverse("caseload") + "?recherche=1&attention=unseen", "caseload")


def test_a_name_that_is_searched_for_never_stands_in_an_address(nadia: User) -> None:
    fatima = followed(nadia, first_name="Fatima", last_name="Laksiri")
    followed(nadia, first_name="Paul", last_name="Martin")
    client = signed_in(nadia)
    answer = client.post(reverse("caseload"), {"q": "laks", "attention": "unseen", "place": ""})
    assert answer.headers["Location"] == reverse("caseload") + "?attention=unseen&recherche=1"
    page = client.get(answer.headers["Location"])
    assert [row.person for row in page.context["rows"]] == [fatima]
    assert "q=laks" not in words(page)
    assert 'value="laks"' in words(page)
    assert len(client.get(reverse("caseload")).context["rows"]) == 2
    assert len(client.get(reverse("caseload"), {"q": "laks"}).context["rows"]) == 2


def test_an_emptied_search_shows_everybody_again(nadia: User) -> None:
    followed(nadia)
    client = signed_in(nadia)
    client.post(reverse("caseload"), {"q": "zzz"})
    assert client.post(reverse("caseload"), {"q": " "}).headers["Location"] == reverse("caseload")


def test_the_list_costs_the_same_for_two_people_or_forty(
    nadia: User, lesson: Lesson, assert_sql_budget: Budget
) -> None:
    activity = holding(lesson)
    outcome(followed(nadia), activity, at=ago(1))
    client = signed_in(nadia)
    assert_sql_budget(6, client.get, reverse("caseload"))
    for _ in range(40):
        outcome(followed(nadia), activity, at=ago(1))
    page = assert_sql_budget(6, client.get, reverse("caseload"))
    assert len(page.context["rows"]) == 25
    client.post(reverse("caseload"), {"q": "nom"})
    assert_sql_budget(7, client.get, reverse("caseload"), {"recherche": "1", "sort": "-progress", "page": 2})


def test_the_caseload_is_for_counsellors(nadia: User) -> None:
    person = followed(nadia)
    for who in (trainer(), person):
        client = signed_in(who)
        assert client.get(reverse("caseload")).status_code == 404
        assert client.get(reverse("caseload_person", args=[person.uuid])).status_code == 404


def test_an_ended_role_closes_the_caseload_at_the_next_request(nadia: User) -> None:
    person = followed(nadia)
    client = signed_in(nadia)
    Membership.objects.create(user=nadia, structure=StructureFactory.create(), role=Role.TRAINER, started_at=ago(1))
    Membership.objects.filter(user=nadia, role=Role.COUNSELLOR).update(ended_at=timezone.now())
    assert client.get(reverse("caseload")).status_code == 404
    assert client.get(reverse("caseload_person", args=[person.uuid])).status_code == 404


def skill_of(lesson: Lesson, code: str, *, parent: Skill | None = None) -> Skill:
    framework, _ = Framework.objects.get_or_create(slug="essai", defaults={"title": "Essai"})
    skill = Skill.objects.create(framework=framework, code=code, label=f"Compétence {code}", parent=parent)
    Alignment.objects.create(lesson=lesson, skill=skill)
    return skill


def with_a_path(person: User, lesson: Lesson) -> None:
    """A quiz passed of two lessons, a skill in an area, a certificate."""
    area = Skill.objects.create(
        framework=Framework.objects.create(slug="essai", title="Essai"), code="1", label="Matériel"
    )
    skill_of(lesson, "1.1", parent=area)
    other = LessonFactory.create(course=lesson.course)
    Alignment.objects.create(lesson=other, skill=Skill.objects.get(code="1.1"))
    holding(other)
    EnrolmentFactory.create(user=person, course=lesson.course)
    outcome(person, holding(lesson), at=ago(3))
    issued(learner=person)


def test_the_page_of_a_person_says_their_path_in_words(nadia: User, lesson: Lesson) -> None:
    person = followed(nadia, first_name="Fatima", last_name="B.")
    with_a_path(person, lesson)
    page = words(signed_in(nadia).get(reverse("caseload_person", args=[person.uuid])))
    for expected in ("Fatima B.", "Premiers pas", "1 leçon sur 2 faite", "Matériel", "Bien avancée",
                     "Compétence 1.1", "Écrire et recevoir des courriels", "il y a 3 jours"):  # fmt: skip
        assert expected in page


def test_a_consent_to_progress_alone_shows_neither_skills_nor_certificates(nadia: User, lesson: Lesson) -> None:
    person = followed(nadia, consent={"scope": Support.Scope.PROGRESS})
    with_a_path(person, lesson)
    page = words(signed_in(nadia).get(reverse("caseload_person", args=[person.uuid])))
    assert "Premiers pas" in page
    for hidden in ("Compétence 1.1", "Écrire et recevoir des courriels", "Matériel"):
        assert hidden not in page
    assert "ne font pas partie de cet accord" in page


def test_each_look_is_written_down_for_the_person_to_see(nadia: User) -> None:
    person = followed(nadia)
    client = signed_in(nadia)
    for _ in range(2):
        client.get(reverse("caseload_person", args=[person.uuid]))
    assert [entry.actor for entry in looks_at(person.pk)] == [nadia, nadia]


@pytest.mark.parametrize(
    ("consent", "reason"),
    [
        ({"withdrawn_at": timezone.now()}, "withdrawn"),
        ({"until": timezone.localdate() - datetime.timedelta(days=1)}, "over"),
        ({"since": timezone.localdate() + datetime.timedelta(days=1)}, "not-yet"),
    ],
)
def test_without_a_consent_in_force_the_person_does_not_exist_and_the_try_is_written_down(
    consent: dict[str, Any], reason: str, nadia: User
) -> None:
    person = followed(nadia, consent=consent)
    assert signed_in(nadia).get(reverse("caseload_person", args=[person.uuid])).status_code == 404
    entry = Entry.objects.get(verb="caseload.refused")
    assert (entry.actor, entry.subject, entry.data) == (nadia, person, {"reason": reason})
    assert not looks_at(person.pk).exists()


def test_another_counsellor_s_person_and_nobody_are_refused_alike(nadia: User) -> None:
    person = followed(counsellor())
    client = signed_in(nadia)
    assert client.get(reverse("caseload_person", args=[person.uuid])).status_code == 404
    assert Entry.objects.get(verb="caseload.refused").data == {"reason": "never"}
    assert client.get(reverse("caseload_person", args=[uuid4()])).status_code == 404
    assert Entry.objects.filter(verb="caseload.refused").count() == 1


def test_a_page_costs_the_same_however_much_was_done(nadia: User, lesson: Lesson, assert_sql_budget: Budget) -> None:
    person = followed(nadia)
    with_a_path(person, lesson)
    client, address = signed_in(nadia), reverse("caseload_person", args=[person.uuid])
    assert_sql_budget(11, client.get, address)
    for number in range(4):
        more = LessonFactory.create()
        skill_of(more, f"2.{number}")
        outcome(person, holding(more), at=ago(1))
    assert_sql_budget(11, client.get, address)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_written_down_for_each_person_in_it(kind: str, nadia: User) -> None:
    people = [followed(nadia, last_name="=cmd"), followed(nadia, last_name="Autre")]
    client = signed_in(nadia)
    assert client.get(reverse(f"caseload_{kind}")).status_code == 405
    client.post(reverse("caseload"), {"q": "cmd"})
    response = client.post(reverse(f"caseload_{kind}"), {"recherche": "1"})
    assert response.status_code == 200
    assert [looks_at(person.pk).count() for person in people] == [1, 0]
    if kind == "csv":
        lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
        assert [line[0] for line in lines[1:]] == ["'=cmd"]


def test_two_thousand_people_are_listed_in_the_same_few_queries(nadia: User, assert_sql_budget: Budget) -> None:
    User.objects.bulk_create(User(username=f"l{number}", last_name=f"N{number:04}") for number in range(2000))
    people = User.objects.filter(username__startswith="l")
    today, place = timezone.localdate(), Membership.objects.get(user=nadia).structure
    Membership.objects.bulk_create(
        Membership(user=person, structure=place, role=Role.LEARNER, started_at=ago(1)) for person in people
    )
    Support.objects.bulk_create(
        Support(learner=person, counsellor=nadia, scope="full", since=today, until=today, given_at=timezone.now())
        for person in people
    )
    found = assert_sql_budget(2, queries.caseload_page, nadia, on=today, asked=Asked(sort="-progress"), page=80)
    assert len(found.rows) == 25

"""Issuers, achievements and certificates: invented, deterministic."""

import datetime
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assessments.credentials import services
from assessments.credentials.models import Achievement, AchievementVersion, Credential, IssuerProfile
from tests.factories.people import StructureFactory, learner

NOW = datetime.datetime(2026, 11, 22, 10, 0, tzinfo=datetime.UTC)


class IssuerProfileFactory(DjangoModelFactory[IssuerProfile]):
    class Meta:
        model = IssuerProfile

    structure = factory.SubFactory(StructureFactory)
    name = factory.Sequence(lambda n: f"Fédération {n}")
    place = "Lyon"
    signatory = "Karim Benali"


class AchievementFactory(DjangoModelFactory[Achievement]):
    class Meta:
        model = Achievement

    issuer = factory.SubFactory(IssuerProfileFactory)
    created_at = factory.LazyFunction(timezone.now)


class AchievementVersionFactory(DjangoModelFactory[AchievementVersion]):
    class Meta:
        model = AchievementVersion

    achievement = factory.SubFactory(AchievementFactory)
    number = 1
    name = "Écrire et recevoir des courriels"
    description = "Lire, écrire et envoyer un message."
    hours = Decimal("1.50")
    created_at = factory.LazyFunction(timezone.now)


def awarded(**given: Any) -> Credential:
    """A certificate just awarded: its files are not made yet."""
    return services.award(
        achievement_version=given.get("achievement_version") or AchievementVersionFactory.create(),
        learner=given.get("learner") or learner(first_name="Fatima", last_name="Benali"),
        evidence=given.get("evidence", []),
        now=given.get("now", NOW),
    )


def issued(**given: Any) -> Credential:
    """A certificate with its PDF."""
    credential = awarded(**given)
    services.build_files(credential=credential, now=given.get("now", NOW))
    credential.refresh_from_db()
    return credential

"""A hundred awards at once, on SQLite and on PostgreSQL: one certificate, one job, one file."""

import pytest

from assessments.credentials import services
from assessments.credentials.models import BUILD, Credential, CredentialFile
from lms.jobs.models import Job
from lms.jobs.services import run
from lms.journal.models import Entry
from tests.factories.credentials import NOW, AchievementVersionFactory, issued
from tests.factories.people import learner, trainer
from tests.parallel import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_a_hundred_awards_at_once_are_one_certificate() -> None:
    version, holder = AchievementVersionFactory.create(), learner()

    def award(_number: int) -> int:
        return services.award(achievement_version=version, learner=holder, evidence=[], now=NOW).pk

    assert at_once(100, award) == [Credential.objects.get().pk] * 100
    assert Job.objects.filter(kind=BUILD).count() == 1
    assert Entry.objects.filter(verb="credential.awarded").count() == 1


def test_ten_workers_on_one_job_make_one_file() -> None:
    version, holder = AchievementVersionFactory.create(), learner()
    services.award(achievement_version=version, learner=holder, evidence=[], now=NOW)
    job = Job.objects.get()
    done = at_once(10, lambda _number: run(job_id=job.pk, now=NOW))
    assert done.count(True) == 1
    assert CredentialFile.objects.count() == 1
    assert Credential.objects.get().state == Credential.State.ISSUED


def test_ten_trainers_who_revoke_at_once_revoke_once() -> None:
    credential, by = issued(), trainer()

    def revoke(_number: int) -> bool:
        services.revoke(credential=credential, reason="error", by=by, now=NOW)
        return True

    assert at_once(10, revoke).count(True) == 1
    assert Entry.objects.filter(verb="credential.revoked").count() == 1

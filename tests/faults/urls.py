"""What the killed site serves: make people, award one a certificate or correct their question, count what there is."""

from typing import Any

from django.core.management import call_command
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone

from assessments.attempts.corrections import Correction
from assessments.credentials.models import AchievementVersion, Credential, CredentialEvent, CredentialFile
from assessments.credentials.services import award
from assessments.credentials.verification import stored_file_is_intact
from lms.accounts.models import User
from lms.jobs.models import Job
from lms.journal.models import Entry
from tests.factories.credentials import AchievementVersionFactory
from tests.factories.people import UserFactory
from tests.faults.correcting import ask_for_correction, corrected


def prepare(request: HttpRequest, learners: int) -> HttpResponse:
    call_command("migrate", verbosity=0)
    AchievementVersionFactory.create()
    return JsonResponse({"learners": [person.pk for person in UserFactory.create_batch(learners)]})


def give(request: HttpRequest, learner: int) -> HttpResponse:
    award(
        achievement_version=AchievementVersion.objects.get(),
        learner=User.objects.get(pk=learner),
        evidence=[],
        now=timezone.now(),
    )
    return HttpResponse(status=204)


def report(request: HttpRequest) -> HttpResponse:
    """Everything that would betray a lost or doubled certificate."""
    intact = sum(stored_file_is_intact(file) for file in CredentialFile.objects.order_by("pk"))
    return JsonResponse(
        {
            "credentials": Credential.objects.count(),
            "learners": Credential.objects.aggregate(n=Count("learner", distinct=True))["n"],
            "issued": Credential.objects.filter(state=Credential.State.ISSUED).count(),
            "files": CredentialFile.objects.count(),
            "intact_files": intact,
            "noted_awarded": CredentialEvent.objects.filter(kind="awarded").count(),
            "noted_issued": CredentialEvent.objects.filter(kind="issued").count(),
            "journalled": Entry.objects.filter(verb="credential.issued").count(),
            **jobs(),
        }
    )


def correct(request: HttpRequest, people: int, kind: str) -> HttpResponse:
    call_command("migrate", verbosity=0)
    call_command("flush", verbosity=0, interactive=False)  # what an earlier correction left in the same database
    ask_for_correction(people=people, kind=Correction.Kind(kind))
    return HttpResponse(status=204)


def correction(request: HttpRequest) -> HttpResponse:
    return JsonResponse(corrected())


def jobs() -> dict[str, Any]:
    done = Job.objects.filter(state=Job.State.DONE).count()
    most = Job.objects.aggregate(most=Max("tries"))["most"]
    retried = Job.objects.filter(tries__gt=1).count()
    return {"jobs": Job.objects.count(), "jobs_done": done, "most_tries": most, "retried": retried}


urlpatterns = [
    path("prepare/<int:learners>", prepare),
    path("give/<int:learner>", give),
    path("report", report),
    path("correct/<int:people>/<str:kind>", correct),
    path("correction", correction),
]

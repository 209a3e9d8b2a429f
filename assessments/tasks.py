"""Jobs of the assessment floor: each loads what its row names and calls one service."""

from django.utils import timezone

from assessments.credentials import services as credentials
from assessments.credentials.models import BUILD, Credential
from lms.jobs.models import Job
from lms.jobs.registry import handles


@handles(BUILD)
def build_credential(job: Job) -> None:
    credential = Credential.objects.get(pk=job.payload["credential"])
    credentials.build_files(credential=credential, now=timezone.now())

"""Reads of what a correction would do, where a job works it out: how far it is, what came of it, whether it is true."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Model

from assessments.attempts.models import Outcome, Response, Statement
from assessments.bank.models import ItemVersion
from courses.corrections.dry_run import DryRun, people_asked
from courses.corrections.models import FORESEE, Consequence, Foresight
from courses.corrections.packing import unpacked
from courses.progress.models import LessonEvent
from lms.accounts.models import User
from lms.jobs.models import Job

# Rows that are only added: one with a higher id came since. Each with the way to its person.
EVIDENCE: dict[type[Model], str] = {
    Response: "attempt__user",
    Outcome: "attempt__user",
    Statement: "attempt__user",
    LessonEvent: "user",
    Consequence: "user",  # of another correction, applied or undone
}


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What was asked, how far the work is in people, and what came of it: `run` is None until all are looked at."""

    foresight: Foresight
    run: DryRun | None
    done: int
    total: int
    failed: bool  # the work stopped for good: somebody asks for it again
    out_of_date: bool  # people who were asked the question have done more since, or were corrected

    @property
    def under_way(self) -> bool:
        return self.run is None and not self.failed


def outlook_of(user: User, version: ItemVersion, uuid: UUID) -> Outlook | None:
    """What this user asked of this version, and nobody else; None once another proposal or time took it away.

    Nine queries at most.
    """
    foresight = Foresight.objects.filter(by=user, version=version, uuid=uuid).first()
    if foresight is None:
        return None
    job = job_of(foresight)
    finished = foresight.finished_at is not None
    return Outlook(
        foresight=foresight,
        run=unpacked(foresight.told, user) if finished else None,
        done=job.progress_done if job else 0,
        total=job.progress_total if job else 0,
        failed=not finished and has_failed(job),
        out_of_date=finished and is_out_of_date(foresight),
    )


def job_of(foresight: Foresight) -> Job | None:
    """The work that this row waits for."""
    return Job.objects.filter(key=f"{FORESEE}:{foresight.uuid}").first()


def has_failed(job: Job | None) -> bool:
    """Whether nobody works on it any more."""
    return job is None or job.state == Job.State.FAILED


def evidence_so_far() -> dict[str, int]:
    """The highest id of each kind of evidence, by the name of its model."""
    return {model.__name__: model._default_manager.aggregate(last=Max("pk"))["last"] or 0 for model in EVIDENCE}


def is_out_of_date(foresight: Foresight) -> bool:
    """Whether evidence came since of somebody who was asked the question. A query for each kind of it at most."""
    asked = people_asked(foresight.version_id)
    return any(
        model._default_manager.filter(pk__gt=foresight.evidence[model.__name__], **{f"{person}__in": asked}).exists()
        for model, person in EVIDENCE.items()
    )

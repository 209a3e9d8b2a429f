"""Reads of corrections: what may be corrected, how far the work is, whom it concerned."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from assessments.attempts.corrections import CORRECTING_ROLES, Correction, Regrade
from assessments.attempts.models import Attempt, Response
from assessments.bank.models import Item, ItemVersion
from courses.corrections.models import FOLLOW, Consequence
from courses.corrections.rows import Change, PersonRow, labels_of, result_of, skill_change
from lms.accounts.models import User, Visitor
from lms.jobs.models import Job
from lms.structures.models import Membership


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """A version that people answered, and the correction that it follows, if any."""

    version: ItemVersion
    people: int
    correction: Correction | None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A correction and the work that it asks for."""

    correction: Correction
    done: int  # attempts
    total: int
    failed: bool  # the work stopped for good: somebody asks for it again

    @property
    def under_way(self) -> bool:
        return self.correction.state in (Correction.State.APPLYING, Correction.State.UNDOING)

    @property
    def may_be_undone(self) -> bool:
        return self.correction.state == Correction.State.APPLIED


def questions_to_correct(user: Visitor) -> QuerySet[Item]:
    """Questions of the structures where the user trains or administers: writing questions is not enough."""
    if user.is_superuser:
        return Item.objects.visible_to(user)
    mine = Membership.objects.current().filter(user_id=user.pk or 0, role__in=CORRECTING_ROLES)
    return Item.objects.visible_to(user).filter(structure_id__in=mine.values("structure_id"))


def answered_versions(item: Item) -> list[VersionRow]:
    """The versions that somebody answered, newest first: three queries."""
    answers = Response.objects.filter(version__item=item).order_by("version")
    people = dict(answers.values_list("version").annotate(people=Count("attempt__user", distinct=True)))
    standing = Correction.objects.filter(version__item=item).exclude(state=Correction.State.UNDONE).order_by("pk")
    corrections = {each.version_id: each for each in standing}
    versions = ItemVersion.objects.filter(pk__in=people).select_related("item", "answer_key").order_by("-number")
    return [VersionRow(version=each, people=people[each.pk], correction=corrections.get(each.pk)) for each in versions]


def standing_of(user: Visitor, uuid: UUID) -> Standing | None:
    """A correction that the user may see, and how far it is. Two queries."""
    seen = Correction.objects.visible_to(user).select_related("version__item", "version__answer_key", "by", "undone_by")
    correction = seen.filter(uuid=uuid).first()
    if correction is None:
        return None
    job = Job.objects.filter(kind=FOLLOW, payload__correction=correction.pk).order_by("-pk").first()
    return Standing(
        correction=correction,
        done=job.progress_done if job else 0,
        total=job.progress_total if job else 0,
        failed=job is not None and job.state == Job.State.FAILED,
    )


def letters(user: Visitor, correction: Correction, *, of: UUID | None = None) -> list[PersonRow]:
    """Each person concerned whom the user trains, by name, with all that changed for them; `of`: one person's.

    Once the correction is undone, what came back. Five queries.
    """
    undone = correction.state in (Correction.State.UNDOING, Correction.State.UNDONE)
    seen = Attempt.objects.visible_to(user)
    if of is not None:
        seen = seen.filter(user__uuid=of)
    kept = Regrade.objects.filter(correction=correction, attempt__in=seen.order_by().values("pk"))
    results: defaultdict[int, list[Change]] = defaultdict(list)
    for regrade in kept.select_related("attempt__activity").order_by("attempt_id"):
        if regrade.before != regrade.after:
            before, after = (regrade.after, regrade.before) if undone else (regrade.before, regrade.after)
            results[regrade.attempt.user_id].append(result_of(regrade.attempt, before, after))
    people = User.objects.in_bulk(results)
    told = Consequence.objects.filter(correction=correction, user__in=people, undoing=undone).order_by("pk")
    consequences = {each.user_id: each for each in told}
    labels = labels_of({mastery["skill"] for each in consequences.values() for mastery in each.masteries})
    rows = (_letter(people[pk], results[pk], consequences.get(pk), labels) for pk in people)
    return sorted(rows, key=lambda row: (row.person.last_name, row.person.first_name, row.person.pk))


def _letter(
    person: User, results: list[Change], consequence: Consequence | None, labels: Mapping[int, str]
) -> PersonRow:
    masteries = consequence.masteries if consequence else []
    return PersonRow(
        person=person,
        results=tuple(results),
        skills=tuple(
            skill_change(labels[each["skill"]], each["before"], each["after"])
            for each in masteries
            if each["skill"] in labels
        ),
        given=tuple(_certificates(consequence, "given")),
        revoked=tuple(_certificates(consequence, "revoked")),
        left=tuple(_certificates(consequence, "left")),
    )


def _certificates(consequence: Consequence | None, change: str) -> Iterator[str]:
    for each in consequence.certificates if consequence else []:
        if each["change"] == change:
            yield each["name"]

"""An attempt with its answers, locked for whoever writes in it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from assessments.attempts.models import Attempt, Response


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """An attempt locked for this transaction, and every answer given in it by now, oldest first in each place."""

    attempt: Attempt
    responses: tuple[Response, ...]

    @property
    def latest(self) -> dict[int, Response]:
        """The answer that counts in each place, by place."""
        return {response.slot: response for response in self.responses}

    @property
    def waits(self) -> bool:
        """An answer that counts has still to be looked at by a trainer."""
        return any(response.awaits_mark for response in self.latest.values())

    def with_answer(self, response: Response) -> "Sheet":
        known = [each for each in self.responses if each.pk != response.pk]
        in_order = sorted([*known, response], key=lambda each: (each.slot, each.sequence))
        return Sheet(attempt=self.attempt, responses=tuple(in_order))


def take_sheet(attempts: QuerySet[Attempt]) -> Sheet | None:
    """The one attempt of the queryset, locked: one answer at a time, and none after the end. For a transaction."""
    attempt = attempts.select_for_update(of=("self",)).order_by("pk").first()
    if attempt is None:
        return None
    given = Response.objects.filter(attempt=attempt).order_by("slot", "sequence")
    return Sheet(attempt=attempt, responses=tuple(given))

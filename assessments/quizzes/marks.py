"""What trainers said of the answers of an attempt, for the person who reads their result."""

from collections.abc import Iterable, Mapping

from assessments.attempts.models import Response
from assessments.attempts.queries import last_marks
from assessments.bank.models import ItemVersion
from assessments.bank.reviews.parts import Marks
from assessments.grading import is_trainer_marked


def marks_in(versions: Mapping[int, ItemVersion], responses: Iterable[Response]) -> dict[int, Marks]:
    """By place in the plan; no query where only machines mark."""
    theirs = [each for each in responses if is_trainer_marked(versions[each.version_id].item.interaction)]
    found = last_marks(each.pk for each in theirs) if theirs else {}
    return {
        each.slot: Marks(levels=found[each.pk].levels, comment=found[each.pk].comment)
        for each in theirs
        if each.pk in found
    }

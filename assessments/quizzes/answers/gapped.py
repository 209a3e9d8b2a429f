"""What stands in the gaps of a text: typed in a field for each gap, or chosen in a list for each."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from assessments.grading.pieces import LONGEST
from assessments.quizzes.answers.fields import Fields, NoAnswer


def typed_in(gaps: Collection[str], fields: Fields) -> dict[str, str]:
    """What is typed in these gaps, but the empty ones. Raises NoAnswer."""
    typed = {gap: fields.parts.get(gap, "").strip() for gap in gaps}
    if any(len(text) > LONGEST for text in typed.values()):
        raise NoAnswer(_("Your answer is too long. A few words are enough."))
    return {gap: text for gap, text in typed.items() if text}


def chosen_in(lists: Mapping[str, Collection[str]], fields: Fields) -> dict[str, str]:
    """What is chosen in these gaps, each with the ids of its list, but the empty ones. Raises NoAnswer."""
    pairs = (value.partition(":") for value in fields.values)
    chosen = {gap: option for gap, colon, option in pairs if colon and gap in lists}
    if any(option not in lists[gap] for gap, option in chosen.items()):
        raise NoAnswer(_("This answer is not in the list. Choose one below."))
    return chosen


def filled(answer: dict[str, str]) -> dict[str, str]:
    """The answer, when it has something in it: a gap that one does not know may stay empty. Raises NoAnswer."""
    if not answer:
        raise NoAnswer(_("Fill in at least one gap."))
    return answer


def again(answer: Mapping[str, str]) -> Fields:
    """What the form shows again: a gap looks up its own field or its own list."""
    return Fields(values=tuple(f"{gap}:{text}" for gap, text in answer.items()), parts=dict(answer))

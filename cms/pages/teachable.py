"""What a lesson and a module need before learners may see them, said to the author at the field concerned."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.activities.models import Activity
from assessments.bank.models import ItemVersion
from assessments.h5p.queries import current_version, play_set
from assessments.quizzes.models import QuizDraw, QuizItem
from assessments.quizzes.planning import found_for

Message = str | Promise


@dataclass(frozen=True)
class Problem:
    """What to mend before publishing; `block` is the place in the body (from 0) and `part` the field inside it."""

    field: str
    message: Message
    block: int | None = None
    part: str = ""


class NotTeachable(ValidationError):
    """The page cannot be published yet; `problems` says why, all at once."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__([str(problem.message) for problem in problems])


def objective_problems(objective: str) -> list[Problem]:
    if objective.strip():
        return []
    return [Problem("objective", _("Write what people will be able to do: “I can…”."))]


def body_problems(body: Any, *, structure_id: int | None) -> Iterator[Problem]:
    """What is missing in the blocks of a lesson."""
    if not body:
        yield Problem("body", _("The lesson is empty: write at least one block."))
    seen: set[int] = set()
    for place, block in enumerate(body):
        if block.block_type == "activity":
            yield from _activity_block_problems(block.value, place, structure_id, seen)
        elif block.block_type == "image":
            yield from _image_problems(block.value, place)
        elif block.block_type in ("audio", "video"):
            yield from _chosen(block.value.get("recording"), place, "recording", _("Choose a sound or film."))
        elif block.block_type == "document":
            yield from _chosen(block.value.get("document"), place, "document", _("Choose a document."))


def _chosen(value: object, place: int, part: str, message: Message) -> Iterator[Problem]:
    if value is None:
        yield Problem("body", message, place, part)


def _image_problems(value: Any, place: int) -> Iterator[Problem]:
    image = value.get("image")
    yield from _chosen(image, place, "image", _("Choose a picture."))
    if image is not None and not (value.get("description") or image.description).strip():
        message = _("Describe the picture: people who do not see it will hear this description.")
        yield Problem("body", message, place, "description")


def _activity_block_problems(value: Any, place: int, structure_id: int | None, seen: set[int]) -> Iterator[Problem]:
    activity: Activity | None = value.get("activity")
    if activity is None:
        yield Problem("body", _("Choose a quiz or an H5P exercise."), place, "activity")
        return
    if activity.pk in seen:
        message = _("This activity is twice in the lesson: keep it once.")
        yield Problem("body", message, place, "activity")
    seen.add(activity.pk)
    for problem in activity_problems(activity, structure_id=structure_id):
        yield Problem("body", problem, place, "activity")


def activity_problems(activity: Activity, *, structure_id: int | None) -> Iterator[Message]:
    """Why learners could not do this activity."""
    if activity.retired_at is not None:
        yield _("This activity was retired: choose another one.")
    if structure_id is not None and activity.structure_id != structure_id:
        yield _("This activity belongs to another structure: choose one of yours.")
    yield from _quiz_problems(activity) if activity.kind == Activity.Kind.QUIZ else _h5p_problems(activity)


def _quiz_problems(activity: Activity) -> Iterator[Message]:
    asked = QuizItem.objects.asked().filter(quiz_id=activity.pk)
    draws = list(QuizDraw.objects.filter(quiz_id=activity.pk).select_related("category").order_by("position"))
    if not draws and not asked.exists():
        yield _("This quiz has no question: add at least one.")
    found = found_for(activity.structure_id, draws, fixed=asked.values_list("item_id", flat=True))
    if any(have < draw.count for draw, have in zip(draws, found, strict=True)):
        yield _("This quiz draws more questions than there are: open it, and draw fewer or write some more.")
    if ItemVersion.objects.filter(item__in=asked.values("item_id"), answer_key=None).exists():
        yield _("A question of this quiz has no right answer: open it and say which answer counts.")


def _h5p_problems(activity: Activity) -> Iterator[Message]:
    content = getattr(activity, "h5p_content", None)
    version = current_version(content) if content is not None else None
    if version is None:
        yield _("This H5P exercise has no file: send one.")
    elif not play_set(version).is_ready:
        yield _("This H5P exercise waits for an administrator to approve its libraries.")

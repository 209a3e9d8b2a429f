"""Work that trainers mark: questions, attempts handed in, marks."""

import datetime
import uuid
from collections.abc import Mapping

from django.utils import timezone

from assessments.attempts import services
from assessments.attempts.hand_marking import Marked, mark_response
from assessments.attempts.models import Attempt, Response
from assessments.bank.content import WrittenCriterion, long_fill_in_content, observation_content
from assessments.bank.models import Item
from assessments.bank.queries import newest_versions, with_key
from assessments.bank.services import create_item
from assessments.grading.rubric import Rubric
from assessments.quizzes.models import Quiz, QuizItem
from lms.accounts.models import User
from lms.structures.models import Structure
from tests.factories.outline import quiz
from tests.factories.people import CohortFactory, CohortMembershipFactory, learner, trainer

CLEAR = WrittenCriterion(text="Le message est clair", levels=["Oui = 2", "En partie = 1", "Non = 0"])
PRINTED = WrittenCriterion(text="La page est imprimée")
ALONE = WrittenCriterion(text="Sans aide", levels=["Seul = 2", "Avec un peu d’aide = 1", "Pas encore = 0"])
POLITE = WrittenCriterion(text="Le ton est poli", levels=["Oui = 2", "Non = 0"])


def writing(structure: Structure, *, show_criteria: bool = False) -> Item:
    """« Écrivez un message », looked at by two criteria of two points each."""
    content = long_fill_in_content(
        prompt="Écrivez un message à votre conseillère.",
        criteria=[CLEAR, POLITE],
        least_words=10,
        most_words=50,
        show_criteria=show_criteria,
    )
    return create_item(structure=structure, title="Un message", content=content, by=None, now=timezone.now())


def quiz_with_writing(*, items: int = 1, writings: int = 1, show_criteria: bool = False, **fields: object) -> Quiz:
    """A quiz of choices, then of long answers."""
    made = quiz(items=items, **fields)
    for number in range(writings):
        item = writing(made.activity.structure, show_criteria=show_criteria)
        QuizItem.objects.create(quiz=made, item=item, position=100 + number)
    return made


def task(structure: Structure, *, show_criteria: bool = False) -> Item:
    """« Imprimez une page », seen in the room by two criteria; the trainer is told where to look."""
    content = observation_content(
        prompt="Imprimez une page.",
        criteria=[PRINTED, ALONE],
        instructions="Regardez quelle imprimante est choisie.",
        show_criteria=show_criteria,
    )
    return create_item(structure=structure, title="Imprimer", content=content, by=None, now=timezone.now())


def quiz_with_task(*, items: int = 1, show_criteria: bool = False, **fields: object) -> Quiz:
    """A quiz of choices, then of one thing to do in the room."""
    made = quiz(items=items, **fields)
    QuizItem.objects.create(quiz=made, item=task(made.activity.structure, show_criteria=show_criteria), position=100)
    return made


def planned(made: Quiz) -> list[services.PlannedItem]:
    items = [each.item for each in made.quiz_items.select_related("item").order_by("position")]
    newest = newest_versions(items)
    return [services.PlannedItem(version_id=newest[item.pk].pk) for item in items]


def trained_by(person: User, *, in_structure: Structure | None = None) -> User:
    """A trainer of the structure of the person's only cohort, which it makes."""
    cohort = CohortFactory.create(**({"structure": in_structure} if in_structure else {}))
    CohortMembershipFactory.create(cohort=cohort, learner=person)
    return trainer(cohort.structure)


def answered(made: Quiz, *, by: User | None = None, at: datetime.datetime, right: bool = True) -> Attempt:
    """An attempt with an answer everywhere, still open."""
    person = by or learner()
    attempt = services.start_attempt(user=person, activity=made.activity, plan=planned(made), context=None, now=at)
    for slot, version in enumerate(attempt.plan):
        asked = with_key(version)
        choice = "b" if right else "a"
        services.record_response(
            attempt=attempt,
            slot=slot,
            version=asked,
            answer=[choice] if asked.item.interaction == "choice" else f"Bonjour Madame, texte {slot}.",
            submission=uuid.uuid4(),
            now=at,
        )
    return attempt


def handed_in(made: Quiz, *, by: User | None = None, at: datetime.datetime, right: bool = True) -> Attempt:
    attempt = answered(made, by=by, at=at, right=right)
    services.submit_attempt(attempt=attempt, now=at)
    attempt.refresh_from_db()
    return attempt


def levels(response: Response, *texts: str) -> dict[str, str]:
    """The levels of these texts, criterion by criterion; the best ones where none is given."""
    rubric = Rubric.read(with_key(response.version_id).answer_key.key)
    said = texts or ("Oui",) * len(rubric.criteria)
    return {
        criterion.id: next(level.id for level in criterion.levels if level.text == text)
        for criterion, text in zip(rubric.criteria, said, strict=True)
    }


def waiting(attempt: Attempt) -> list[Response]:
    return list(Response.objects.waiting().filter(attempt=attempt).order_by("slot"))


def mark(
    response: Response,
    *texts: str,
    by: User,
    at: datetime.datetime,
    after: int = 0,
    reason: str = "",
    said: Mapping[str, str] | None = None,
    submission: uuid.UUID | None = None,
) -> Marked:
    return mark_response(
        response=response,
        levels=levels(response, *texts) if said is None else said,
        comment="Relisez la fin.",
        after=after,
        submission=submission or uuid.uuid4(),
        by=by,
        now=at,
        reason=reason,
    )

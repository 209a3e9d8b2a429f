"""What a trainer does in one move at the desk: a learner with a PIN, a list of learners, a sheet of cards."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from lms.accounts.models import User
from lms.cohorts.roster import RosterRow
from lms.cohorts.services import create_learner
from lms.journal.services import record
from lms.signin.models import Trial
from lms.signin.services import IssuedCard, issue_card, reset_pin
from lms.signin.trials import claim_trial
from lms.structures.models import Structure


@dataclass(frozen=True)
class NewLearner:
    """A learner just created, with the PIN that is shown once."""

    user: User
    pin: str


@transaction.atomic
def register_learner(
    *, first_name: str, last_name: str, structure: Structure, by: User, now: datetime.datetime
) -> NewLearner:
    """Create a learner and a first PIN."""
    learner = create_learner(first_name=first_name, last_name=last_name, structure=structure, by=by, now=now)
    return NewLearner(learner, reset_pin(user=learner, by=by, now=now))


@transaction.atomic
def register_author(
    *, trial: Trial, first_name: str, last_name: str, structure: Structure, by: User, now: datetime.datetime
) -> NewLearner:
    """Create a learner who already worked as a guest, and give them that work. Raises TrialClaimed, TrialOver."""
    made = register_learner(first_name=first_name, last_name=last_name, structure=structure, by=by, now=now)
    claim_trial(trial=trial, person=made.user, by=by, now=now)
    return made


@transaction.atomic
def import_roster(
    *, rows: Iterable[RosterRow], structure: Structure, by: User, now: datetime.datetime
) -> list[NewLearner]:
    """Create the people of every row without problem, all or none; rows with a problem are left for the next file."""
    made = [
        register_learner(first_name=row.first_name, last_name=row.last_name, structure=structure, by=by, now=now)
        for row in rows
        if not row.problems
    ]
    record(verb="roster.imported", now=now, by=by, structure_id=structure.pk, count=len(made))
    return made


@transaction.atomic
def issue_cards(*, learners: Sequence[User], by: User, now: datetime.datetime) -> list[IssuedCard]:
    """A new card for each: printing issues, so the one before ends."""
    return [issue_card(user=learner, by=by, now=now) for learner in learners]

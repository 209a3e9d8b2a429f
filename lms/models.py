"""The models of the ground floor, applet by applet (one Django app, so that a model may change applet freely)."""

from lms.accounts.models import User
from lms.cohorts.models import ClassSession, Cohort, CohortMembership, Room
from lms.jobs.models import Job
from lms.journal.models import Entry
from lms.signin.models import Card, Handover, OpenSession, Pin, Seat, Trial
from lms.structures.models import Membership, Structure, StructureGroup, Support

__all__ = [
    "Card",
    "ClassSession",
    "Cohort",
    "CohortMembership",
    "Entry",
    "Handover",
    "Job",
    "Membership",
    "OpenSession",
    "Pin",
    "Room",
    "Seat",
    "Structure",
    "StructureGroup",
    "Support",
    "Trial",
    "User",
]

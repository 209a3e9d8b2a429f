"""A room with a registered seat and a class session, as a trainer sets them up."""

from dataclasses import dataclass

from django.conf import settings
from django.test import Client, RequestFactory
from django.utils import timezone

from lms.accounts.models import User
from lms.cohorts.models import ClassSession, Cohort, Room
from lms.cohorts.rooms import make_room
from lms.cohorts.services import close_session, open_session
from lms.signin.models import Seat
from lms.signin.seats import register_seat
from lms.signin.services import set_pin
from tests.doors import FORM, PIN
from tests.factories.people import CohortFactory, CohortMembershipFactory, learner, trainer


@dataclass
class Classroom:
    """A cohort in a room, its trainer, and the token of one registered seat."""

    cohort: Cohort
    room: Room
    trainer: User
    seat: Seat
    token: str

    def learner(self, first_name: str = "Fatima", *, pin: str = PIN, **fields: str) -> User:
        """Somebody of the cohort, with a PIN."""
        someone = learner(self.cohort.structure, first_name=first_name, **fields)
        CohortMembershipFactory.create(cohort=self.cohort, learner=someone)
        set_pin(user=someone, pin=pin, by=None, now=timezone.now())
        return someone

    def browser(self) -> Client:
        """A browser that is the registered seat."""
        client = Client()
        client.cookies[settings.SEAT_COOKIE_NAME] = self.token
        return client

    def close(self) -> None:
        close_session(cohort=self.cohort, by=self.trainer, now=timezone.now())


def classroom(name: str = "Salle 1") -> Classroom:
    cohort = CohortFactory.create()
    karim = trainer(cohort.structure)
    now = timezone.now()
    room = make_room(name=name, structure=cohort.structure, by=karim, now=now)
    open_session(cohort=cohort, room=room, by=karim, now=now)
    seat, token = register_seat(request=RequestFactory().get("/"), room=room, name="Poste 1", by=karim, now=now)
    return Classroom(cohort=cohort, room=room, trainer=karim, seat=seat, token=token)


def choose(client: Client, person: User):
    """Press the person's tile."""
    return client.post("/entrer/poste/", {"chosen": str(person.uuid), "next": "/aide/"})


def type_digits(client: Client, person: User, pin: str = PIN):
    """Type the digits on the page that follows."""
    fields = {"form": FORM, f"{FORM}-person": str(person.uuid), f"{FORM}-pin": pin, "next": "/aide/"}
    return client.post("/entrer/poste/", fields)


def open_class(cohort: Cohort) -> ClassSession:
    return ClassSession.objects.get(cohort=cohort, closed_at=None)

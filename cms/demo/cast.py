"""Who plays in the demo: two structures under one territory, their staff, their cohorts and their learners.

All people are invented: a first name and an initial, never a family name. Phone numbers are of a range that
Arcep keeps for fiction (decision 2018-0881, numbers in 01 99 00).
"""

from dataclasses import dataclass
from typing import Final

from lms.structures.models import Role, Support


@dataclass(frozen=True, kw_only=True)
class StructureRole:
    name: str
    slug: str
    address: str
    contact_name: str
    contact_phone: str
    contact_hours: str


@dataclass(frozen=True, kw_only=True)
class StaffRole:
    username: str
    first_name: str
    last_name: str
    role: Role
    structures: tuple[str, ...]
    """Slugs."""


@dataclass(frozen=True, kw_only=True)
class LearnerRole:
    first_name: str
    last_name: str
    lessons: int
    """How many lessons of the cohort's courses this person has finished by the end of the eight weeks."""
    ease: float
    """Chance of a right answer at the first try, 0 to 1."""
    absent_since: int = 0
    """Weeks since the person was last seen; 0 for someone who comes."""

    unfinished: int = 0
    """Answers already given in the quiz of the next lesson, left open."""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, kw_only=True)
class ConsentRole:
    learner: str
    counsellor: str
    """User name."""
    scope: Support.Scope = Support.Scope.FULL
    withdrawn_days_ago: int | None = None


@dataclass(frozen=True, kw_only=True)
class CohortRole:
    name: str
    structure: str
    trainer: str
    track: str
    weekday: int
    """Monday is 0."""
    hour: int
    minutes: int
    learners: tuple[LearnerRole, ...]


@dataclass(frozen=True, kw_only=True)
class RoomRole:
    name: str
    structure: str
    trainer: str


def _learner(name: str, lessons: int, ease: float, *, absent_since: int = 0, unfinished: int = 0) -> LearnerRole:
    first, last = name.rsplit(" ", 1)
    return LearnerRole(
        first_name=first,
        last_name=last,
        lessons=lessons,
        ease=ease,
        absent_since=absent_since,
        unfinished=unfinished,
    )


TERRITORY: Final = StructureRole(
    name="Territoire de démonstration",
    slug="territoire-de-demonstration",
    address="",
    contact_name="",
    contact_phone="",
    contact_hours="",
)
CENTRE: Final = "centre-social-du-tilleul"
CHANTIER: Final = "chantier-ecole-du-web"
STRUCTURES: Final = (
    StructureRole(
        name="Centre social du Tilleul (démonstration)",
        slug=CENTRE,
        address="1 place du Tilleul",
        contact_name="l’accueil du centre social",
        contact_phone="01 99 00 12 34",
        contact_hours="du lundi au vendredi, de 9\u00a0h à 17\u00a0h",
    ),
    StructureRole(
        name="Chantier d’insertion École du web (démonstration)",
        slug=CHANTIER,
        address="12 rue des Ateliers",
        contact_name="L’accueil du chantier",
        contact_phone="01 99 00 56 78",
        contact_hours="du lundi au jeudi, de 8\u00a0h\u00a030 à 16\u00a0h\u00a030",
    ),
)

# Whose tracks they are: a structure signs the certificates of its own courses.
TRACK_HOMES: Final = {
    "premiers-pas-numeriques": CENTRE,
    "referent-numerique": CHANTIER,
    "ecole-du-web": CHANTIER,
}
# Where lessons are read a second time before learners see them.
SECOND_READING: Final = (CHANTIER,)

STAFF: Final = (
    StaffRole(username="karim", first_name="Karim", last_name="T.", role=Role.TRAINER, structures=(CENTRE,)),
    StaffRole(username="lucie", first_name="Lucie", last_name="V.", role=Role.TRAINER, structures=(CENTRE,)),
    StaffRole(username="samir", first_name="Samir", last_name="D.", role=Role.TRAINER, structures=(CHANTIER,)),
    StaffRole(
        username="nadia",
        first_name="Nadia",
        last_name="R.",
        role=Role.COUNSELLOR,
        structures=(CENTRE, CHANTIER),
    ),
    StaffRole(username="olivier", first_name="Olivier", last_name="P.", role=Role.COUNSELLOR, structures=(CHANTIER,)),
    StaffRole(
        username="claire",
        first_name="Claire",
        last_name="F.",
        role=Role.AUTHOR_EDITOR,
        structures=(CENTRE, CHANTIER),
    ),
    StaffRole(username="bruno", first_name="Bruno", last_name="L.", role=Role.COORDINATOR, structures=(CENTRE,)),
    StaffRole(
        username="awa",
        first_name="Awa",
        last_name="N.",
        role=Role.ADMINISTRATOR,
        structures=(CENTRE, CHANTIER),
    ),
)

ROOM: Final = RoomRole(name="Salle informatique", structure=CENTRE, trainer="karim")

COHORTS: Final = (
    CohortRole(
        name="Atelier du mardi",
        structure=CENTRE,
        trainer="karim",
        track="premiers-pas-numeriques",
        weekday=1,
        hour=14,
        minutes=120,
        learners=(
            _learner("Fatima B.", 3, 0.75, unfinished=2),
            _learner("Jean-Claude A.", 13, 0.85),
            _learner("Mei C.", 8, 0.8),
            _learner("Rosa D.", 6, 0.7),
            _learner("Ousmane E.", 5, 0.6, unfinished=1),
            _learner("Yvette G.", 7, 0.75),
            _learner("Dragan H.", 2, 0.55, absent_since=4),
            _learner("Aïcha I.", 0, 0.65),
        ),
    ),
    CohortRole(
        name="Atelier du jeudi",
        structure=CENTRE,
        trainer="lucie",
        track="premiers-pas-numeriques",
        weekday=3,
        hour=9,
        minutes=120,
        learners=(
            _learner("Simone J.", 6, 0.8),
            _learner("Tesfay K.", 9, 0.75, unfinished=3),
            _learner("Monique L.", 3, 0.6, absent_since=3),
            _learner("Amadou M.", 6, 0.7),
            _learner("Lakshmi N.", 13, 0.9),
            _learner("René O.", 1, 0.5, absent_since=6),
        ),
    ),
    CohortRole(
        name="École du web, promotion 1",
        structure=CHANTIER,
        trainer="samir",
        track="ecole-du-web",
        weekday=0,
        hour=9,
        minutes=210,
        learners=(
            _learner("Inès P.", 2, 0.9),
            _learner("Kevin Q.", 1, 0.7),
            _learner("Salimata R.", 2, 0.85),
            _learner("Thomas S.", 1, 0.65),
            _learner("Zahra U.", 2, 0.8),
            _learner("Mamadou V.", 0, 0.6, absent_since=5),
        ),
    ),
    CohortRole(
        name="Référents numériques, groupe 1",
        structure=CHANTIER,
        trainer="samir",
        track="referent-numerique",
        weekday=2,
        hour=9,
        minutes=210,
        learners=(
            _learner("Élodie W.", 2, 0.9),
            _learner("Bilal X.", 1, 0.75),
            _learner("Carmen Y.", 2, 0.8),
            _learner("Théo Z.", 1, 0.7),
        ),
    ),
)

_MODULES_ONLY: Final = Support.Scope.PROGRESS
# Nobody has to agree: Ousmane, Thomas and Bilal never did, Aïcha was not asked yet, three changed their mind.
CONSENTS: Final = (
    ConsentRole(learner="Fatima B.", counsellor="nadia"),
    ConsentRole(learner="Jean-Claude A.", counsellor="nadia"),
    ConsentRole(learner="Mei C.", counsellor="nadia", scope=_MODULES_ONLY),
    ConsentRole(learner="Rosa D.", counsellor="nadia", withdrawn_days_ago=1),
    ConsentRole(learner="Yvette G.", counsellor="nadia", scope=_MODULES_ONLY),
    ConsentRole(learner="Dragan H.", counsellor="nadia"),
    ConsentRole(learner="Simone J.", counsellor="nadia"),
    ConsentRole(learner="Tesfay K.", counsellor="nadia"),
    ConsentRole(learner="Monique L.", counsellor="nadia", scope=_MODULES_ONLY),
    ConsentRole(learner="Amadou M.", counsellor="nadia"),
    ConsentRole(learner="Lakshmi N.", counsellor="nadia"),
    ConsentRole(learner="René O.", counsellor="nadia", withdrawn_days_ago=20),
    ConsentRole(learner="Inès P.", counsellor="olivier"),
    ConsentRole(learner="Inès P.", counsellor="nadia", scope=_MODULES_ONLY),
    ConsentRole(learner="Kevin Q.", counsellor="olivier"),
    ConsentRole(learner="Salimata R.", counsellor="olivier"),
    ConsentRole(learner="Zahra U.", counsellor="olivier", withdrawn_days_ago=9),
    ConsentRole(learner="Zahra U.", counsellor="nadia"),
    ConsentRole(learner="Mamadou V.", counsellor="olivier"),
    ConsentRole(learner="Élodie W.", counsellor="nadia"),
    ConsentRole(learner="Carmen Y.", counsellor="olivier"),
    ConsentRole(learner="Théo Z.", counsellor="olivier", scope=_MODULES_ONLY),
)

DEMO_LEARNER: Final = "Fatima B."
NEWCOMER: Final = "Aïcha I."
DEMO_TRAINER: Final = "karim"
DEMO_COUNSELLOR: Final = "nadia"
DEMO_ADMINISTRATOR: Final = "awa"

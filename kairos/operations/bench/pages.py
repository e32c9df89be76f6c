"""THE table of the pages that are measured: who opens what, in how many statements and how long at most.

Statements are counted after the frame. Milliseconds are the 95th percentile of the server's own work, one request at a
time. The tests assert the statements, `kairos bench` everything.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.identity.memberships.models import MembershipApplication
from kairos.operations.bench.people import VISITOR

STATEMENTS = 8
FRAME = 4
FORM_MS, LIST_MS = 15.0, 20.0
FIRST_BYTES, NEXT_BYTES = 100_000, 10_000


@dataclass(frozen=True, slots=True)
class Page:
    """name: unique, in French. route: its name in `reverse`. person: a label of the story. path: its address."""

    name: str
    route: str
    person: str
    path: Callable[[], str]
    budget_ms: float = FORM_MS
    budget_statements: int = STATEMENTS


def at(route: str) -> Callable[[], str]:
    return lambda: reverse(route)


def about(route: str, key: Callable[[], object]) -> Callable[[], str]:
    """The page of one row."""
    return lambda: reverse(route, args=[key()])


def request_of(name: str) -> Callable[[], object]:
    """The last request of the story's provider of this name."""

    def key() -> object:
        with scope(system("bench")):
            return MembershipApplication.objects.filter(name=name).latest("created_at").pk

    return key


INSTRUCTOR, SUPERVISOR = "julien-castaing", "nadia-ferrand"
OPENER, APPLICANT, WAITING, ASKED = "joelle-chazal", "benedicte-moreau", "helene-charvet", "olivier-caron"
MEMBER, MANAGER, FREELANCE = "solene-le-goff", "ines-marchetti", "karim-belhadj"

PAGES: tuple[Page, ...] = (
    Page("Accueil", "public:home", VISITOR, at("public:home")),
    Page("Aide", "public:help", VISITOR, at("public:help")),
    Page("Conditions générales", "public:terms", VISITOR, at("public:terms")),
    Page("Données personnelles", "public:privacy", VISITOR, at("public:privacy")),
    Page("Créer votre compte", "public:opening", VISITOR, at("public:opening")),
    Page("À faire, fiche incomplète", "file:home", OPENER, at("file:home")),
    Page("Ma fiche, incomplète", "file:sheet", OPENER, at("file:sheet")),
    Page("Ma fiche, complète", "file:sheet", APPLICANT, at("file:sheet")),
    Page("Ma fiche, figée", "file:sheet", MEMBER, at("file:sheet")),
    Page("Demande, conditions à accepter", "file:application", APPLICANT, at("file:application")),
    Page("Demande en cours", "file:application", WAITING, at("file:application")),
    Page("Demande, complément à donner", "file:application", ASKED, at("file:application")),
    Page("Demande acceptée", "file:application", MEMBER, at("file:application")),
)
FIRST_VISITS = (PAGES[0], PAGES[4])
SERVED = PAGES[10]

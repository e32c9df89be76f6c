"""THE table of the pages that are measured: who opens what, in how many statements and how long at most.

Statements are counted after the frame. Milliseconds are the 95th percentile of the server's own work, one request at a
time. The tests assert the statements, `kairos bench` everything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.memberships.models import OPEN, AccessLetter, ChangeRequest, MembershipApplication
from kairos.offer.catalogue.models import TrainingSession
from kairos.operations.bench import group, meetings
from kairos.operations.bench.people import ADVISER, OF_THE_TEAM, VISITOR
from kairos.operations.bench.team import NAME

STATEMENTS = 8
"""Of a page; of a form that is sent: eight, in the savepoint of their act."""
FRAME = 4
GRID_MS, FORM_MS, LIST_MS, LARGE_MS, GROUP_MS = 8.0, 15.0, 20.0, 25.0, 60.0
FIRST_BYTES, NEXT_BYTES = 100_000, 10_000
WHOLE_TEAM = "Habilitations, 200 personnes"
WHOLE_GROUP = "Présences d’un mois, 25 × 44"
HEAVIER = {WHOLE_TEAM: 60_000, WHOLE_GROUP: 16_000}
"""4,200 boxes on one page, when somebody asks for them all; 1,100 half-days to fill."""


@dataclass(frozen=True, slots=True)
class Page:
    """name: unique, in French. route: its name in `reverse`. person: a label of the story. path: its address. forms: of
    the page as it is drawn, those that are sent in turn: what one writes, the next one takes back."""

    name: str
    route: str
    person: str
    path: Callable[[], str]
    budget_ms: float = FORM_MS
    budget_statements: int = STATEMENTS
    forms: Callable[[str], tuple[bytes, bytes]] | None = None


def at(route: str, **query: str) -> Callable[[], str]:
    return lambda: reverse(route) + ("?" + urlencode(query) if query else "")


def about(route: str, key: Callable[[], object]) -> Callable[[], str]:
    """The page of one row."""
    return lambda: reverse(route, args=[key()])


def last(rows: Callable[[], QuerySet]) -> Callable[[], object]:
    """The key of the latest of some rows of the story."""

    def key() -> object:
        with scope(system("bench")):
            return rows().latest("pk").pk

    return key


def request_of(name: str) -> Callable[[], object]:
    return last(lambda: MembershipApplication.objects.filter(name=name))


def letter_to(name: str) -> Callable[[], object]:
    return last(lambda: AccessLetter.objects.filter(organisation__name=name))


def one_of_the_team() -> object:
    """Somebody whom lists show every day."""
    with scope(system("bench")):
        people = Affiliation.objects.filter(organisation__name=NAME).order_by("pk")
        return people.values_list("pk", flat=True)[30]


def full_week(route: str, view: str = "") -> Callable[[], str]:
    return lambda: at(route, vue=view, jour=str(meetings.monday(clock.now())))()


def month_of_the_group() -> str:
    with scope(system("bench")):
        key = TrainingSession.objects.get(number=group.NUMBER).pk
    return reverse("attendance:month", kwargs={"key": key, "month": group.last_month(clock.now())})


INSTRUCTOR, SUPERVISOR = "julien-castaing", "nadia-ferrand"
INCOMPLETE, APPLICANT, WAITING, ASKED = "joelle-chazal", "benedicte-moreau", "helene-charvet", "olivier-caron"
MEMBER, MANAGER, IN_TWO = "solene-le-goff", "ines-marchetti", "ines-da-silva"
PLANNER = "thomas-ferreira"

QUEUE = Page("File des demandes", "operator:queue", INSTRUCTOR, at("operator:queue"), LIST_MS)


def _next_page() -> str:
    """The page after the first: where it says that it begins."""
    with scope(system("bench")):
        line = MembershipApplication.objects.filter(OPEN, version__gt=0).order_by("due_at", "id")[24]
    return reverse("operator:queue") + "?" + urlencode({"apres": f"{line.due_at.isoformat()}~{line.pk}"})


_VISITOR = (
    Page("Accueil", "public:home", VISITOR, at("public:home")),
    Page("Aide", "public:help", VISITOR, at("public:help")),
    Page("Conditions générales", "public:terms", VISITOR, at("public:terms")),
    Page("Données personnelles", "public:privacy", VISITOR, at("public:privacy")),
    Page("Créer votre compte", "public:opening", VISITOR, at("public:opening")),
    Page("Connexion", "session:sign_in", VISITOR, at("session:sign_in")),
    Page("Mot de passe oublié", "session:forgotten_password", VISITOR, at("session:forgotten_password")),
)
_FILE = (
    Page("Mon organisme, fiche incomplète", "file:home", INCOMPLETE, at("file:home")),
    Page("Mon organisme, demande en cours", "file:home", WAITING, at("file:home")),
    Page("Mon organisme, adhérent", "file:home", MEMBER, at("file:home")),
    Page("Ma fiche, incomplète", "file:sheet", INCOMPLETE, at("file:sheet")),
    Page("Ma fiche, complète", "file:sheet", APPLICANT, at("file:sheet")),
    Page("Ma fiche, figée", "file:sheet", WAITING, at("file:sheet")),
    Page("Mes établissements", "file:establishments", APPLICANT, at("file:establishments")),
    Page("Demande, conditions à accepter", "file:application", APPLICANT, at("file:application")),
    Page("Demande en cours", "file:application", WAITING, at("file:application")),
    Page("Demande, complément à donner", "file:application", ASKED, at("file:application")),
    Page("Demande acceptée", "file:application", MEMBER, at("file:application")),
    Page("Demander un changement", "file:changes", MANAGER, at("file:changes")),
)
_PORTAL = (
    Page("Portail", "portal:home", MANAGER, at("portal:home")),
    Page("Portail, organisation", "portal:organisation", MANAGER, at("portal:organisation")),
    Page("Portail, personnes", "gid:people", MANAGER, at("gid:people")),
    Page("Choisir son organisme", "session:organisations", IN_TWO, at("session:organisations")),
    Page("Mes messages", "inbox:messages", MEMBER, at("inbox:messages")),
    Page("Ma sécurité", "session:security", MANAGER, at("session:security")),
)
_TEAM = (
    Page("Grand organisme, personnes", "gid:people", OF_THE_TEAM, at("gid:people"), LIST_MS),
    Page("Habilitations, 25 personnes", "gid:grid", OF_THE_TEAM, at("gid:grid"), LIST_MS),
    Page(WHOLE_TEAM, "gid:grid", OF_THE_TEAM, at("gid:grid", par="200"), LARGE_MS),
    Page("Journal", "gid:journal", OF_THE_TEAM, at("gid:journal", par="50"), LARGE_MS),
    Page("Journal, lectures d’une personne", "gid:journal", OF_THE_TEAM,
         at("gid:journal", par="50", qui="Ferrand 1", nature="lecture"), LARGE_MS),
    Page("Journal, un dossier très lu", "gid:journal", OF_THE_TEAM,
         lambda: at("gid:journal", par="50", objet=str(one_of_the_team()))(), LARGE_MS),
)  # fmt: skip
_ATTENDANCE = (
    Page(WHOLE_GROUP, "attendance:month", OF_THE_TEAM, month_of_the_group, GRID_MS),
    Page("Présences, un mois enregistré", "attendance:month", OF_THE_TEAM, month_of_the_group, GRID_MS,
         forms=partial(group.said_and_taken_back, people=1)),
    Page("Présences, 25 mois enregistrés ensemble", "attendance:month", OF_THE_TEAM, month_of_the_group, GROUP_MS,
         forms=partial(group.said_and_taken_back, people=group.PEOPLE)),
    Page("Groupes à suivre", "attendance:home", OF_THE_TEAM, at("attendance:home"), LIST_MS),
)  # fmt: skip
_CATALOGUE = (
    Page("Sessions de l’organisme", "kairos:sessions", PLANNER, at("kairos:sessions"), LIST_MS),
    Page("Sessions, cherchées", "kairos:sessions", PLANNER, at("kairos:sessions", q="assistant", lieu="93"), LIST_MS),
    Page("Session", "kairos:session", PLANNER,
         about("kairos:session", last(lambda: TrainingSession.objects.filter(number="11_1330305")))),
    Page("Session, à modifier", "kairos:session_edit", PLANNER,
         about("kairos:session_edit", last(lambda: TrainingSession.objects.filter(number="11_1330305")))),
    Page("Calendrier des sessions", "kairos:calendar", PLANNER, at("kairos:calendar"), LIST_MS),
    Page("Sessions publiées", "kairos:published", PLANNER, at("kairos:published"), LIST_MS),
    Page("Sessions publiées, par mot et lieu", "kairos:published", PLANNER,
         at("kairos:published", q="soudure", lieu="46", financeur="4"), LIST_MS),
    Page("Sessions publiées, par numéro", "kairos:published", PLANNER, at("kairos:published", q="SE_4242"), LIST_MS),
)  # fmt: skip
_APPOINTMENTS = (
    Page("Semaine de 200 rendez-vous", "appointments:agenda", PLANNER, full_week("appointments:agenda"), LARGE_MS),
    Page("Jour de 40 rendez-vous", "appointments:agenda", PLANNER, full_week("appointments:agenda", "jour"), LIST_MS),
    Page("Portefeuille, semaine de 200 rendez-vous", "agency:agenda", ADVISER, full_week("agency:agenda"), LARGE_MS),
)
_PORTFOLIO = (
    Page("Portefeuille de 200, avec ses alertes", "agency:portfolio", ADVISER, at("agency:portfolio"), LARGE_MS),
    Page("Portefeuille, une alerte", "agency:portfolio", ADVISER, at("agency:portfolio", alerte="entree"), LARGE_MS),
)
_OPERATOR = (
    Page("À faire de l’agent", "operator:home", INSTRUCTOR, at("operator:home"), LIST_MS),
    QUEUE,
    Page("File, par nom", "operator:queue", INSTRUCTOR, at("operator:queue", tri="nom"), LIST_MS),
    Page("File, page suivante", "operator:queue", INSTRUCTOR, _next_page, LIST_MS),
    Page("File, filtrée", "operator:queue", INSTRUCTOR, at("operator:queue", agent="personne"), LIST_MS),
    Page("File, cherchée par mot", "operator:queue", INSTRUCTOR, at("operator:queue", q="canal"), LIST_MS),
    Page("File, en attente", "operator:queue_awaited", INSTRUCTOR, at("operator:queue_awaited"), LIST_MS),
    Page("File, décidées", "operator:queue_decided", INSTRUCTOR, at("operator:queue_decided"), LIST_MS),
    Page("Dossier à prendre", "operator:application", INSTRUCTOR,
         about("operator:application", request_of("Dijon Bureautique Services"))),
    Page("Dossier en instruction", "operator:application", INSTRUCTOR,
         about("operator:application", request_of("Institut Rhône Compétences"))),
    Page("Dossier, versions comparées", "operator:application", INSTRUCTOR,
         about("operator:application", request_of("Mécanique Atlantique"))),
    Page("Dossier accepté", "operator:application", INSTRUCTOR,
         about("operator:application", request_of("Les Ateliers du Canal"))),
    Page("Courriers à imprimer", "operator:letters", INSTRUCTOR, at("operator:letters"), LIST_MS),
    Page("Courriers postés", "operator:letters_posted", INSTRUCTOR, at("operator:letters_posted"), LIST_MS),
    Page("Courrier", "operator:letter", INSTRUCTOR,
         about("operator:letter", letter_to("Grenoble Montagne Secours"))),
    Page("Changements demandés", "operator:changes", INSTRUCTOR, at("operator:changes"), LIST_MS),
    Page("Changement", "operator:change", INSTRUCTOR,
         about("operator:change", last(lambda: ChangeRequest.objects.filter(state="pending")))),
    Page("Comptes", "operator:accounts", INSTRUCTOR, at("operator:accounts")),
    Page("Compte", "operator:account", INSTRUCTOR,
         about("operator:account", last(lambda: User.objects.filter(last_name="Marchetti")))),
    Page("Réglages", "operator:settings", SUPERVISOR, at("operator:settings")),
)  # fmt: skip
PAGES: tuple[Page, ...] = (
    *_VISITOR, *_FILE, *_PORTAL, *_TEAM, *_ATTENDANCE, *_CATALOGUE, *_APPOINTMENTS, *_PORTFOLIO, *_OPERATOR,
)  # fmt: skip
FIRST_VISITS = (_VISITOR[0], _VISITOR[4], _PORTAL[0], QUEUE)
"""Whose weight is measured with every file they name."""
SERVED = QUEUE
"""The page asked for over HTTP."""

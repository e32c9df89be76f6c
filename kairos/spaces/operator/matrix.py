"""Who may do what, for the operator's supervisors: the map that the pages and the acts themselves ask."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.spaces import matrix
from kairos.spaces.operator import chrome

GROUPS = {
    "memberships": "Adhésions",
    "letters": "Courriers d’accès",
    "quality": "Qualité",
    "organisations": "Fiche de l’organisme",
    "portal": "Portail",
    "habilitations": "Habilitations",
    "kairos": "Accueil de Kairos",
    "catalogue": "Catalogue et sessions",
    "guidance": "Procédure, note, messages, aide",
    "enrolments": "Candidatures",
    "threads": "Conversations",
    "bundles": "Dossiers de contrôle",
    "completion": "Bilans",
    "appointments": "Rendez-vous",
    "attendance": "Assiduité",
    "signing": "Émargement",
    "reviews": "Revues des accès",
    "helping": "Aides",
    "interventions": "Interventions",
    "trainees": "Données de stagiaires",
    "agencies": "Agences",
    "jobseekers": "Demandeurs d’emploi",
    "requests": "Demandes sur ses données",
    "people": "Qui lit une personne",
    "covers": "Remplacements",
    "readings": "Plafonds de lecture",
    "stops": "Arrêt d’urgence",
    "journal": "Journal",
    "imports": "Imports de fichiers",
    "accounts": "Comptes",
    "notifications": "Notifications",
    "session": "Sa propre session",
    "operator": "Espace de l’opérateur",
    "settings": "Réglages",
    "public": "Pages publiques",
}
OTHERS = "Autres"


def page(request: HttpRequest) -> HttpResponse:
    groups: dict[str, list[matrix.Line]] = {label: [] for label in _labels()}
    for line in matrix.lines():
        groups[GROUPS.get(line.name.partition(".")[0], OTHERS)].append(line)
    shown = {label: lines for label, lines in groups.items() if lines}
    return render(request, "operator/permissions.html", chrome.of(request), groups=shown, whose=matrix.whose)


def _labels() -> Iterator[str]:
    yield from GROUPS.values()
    yield OTHERS

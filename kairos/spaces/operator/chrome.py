"""What surrounds the pages of the operator: each one's menu has what they may open, with how much waits there."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from kairos.design.page import Chrome, NavItem
from kairos.foundation import permissions
from kairos.identity.habilitations.stops import queries as stops
from kairos.identity.memberships import queries
from kairos.identity.memberships.letters import queries as letters
from kairos.identity.memberships.life import queries as members
from kairos.identity.memberships.members.models import ASKED
from kairos.identity.memberships.models import OPEN, ChangeRequest
from kairos.identity.quality import queries as quality
from kairos.identity.quality.models import OPEN as QUALITY_OPEN
from kairos.spaces import chrome
from kairos.spaces.operator.counts import Rows, capped_for_agents


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu, for whoever has its permission; `waiting`: the rows that wait behind it."""

    item: NavItem
    permission: str
    waiting: Rows | None = None


MENU = (
    Entry(NavItem("À faire", "/operateur/", "list-checks"), "operator.home"),
    Entry(
        NavItem("Adhésions", "/operateur/adhesions/", "building-2"),
        "memberships.instruct",
        lambda actor: queries.visible_to(actor).filter(OPEN),
    ),
    Entry(
        NavItem("Adhérents", "/operateur/adherents/", "shield-check"),
        "memberships.oversee",
        lambda actor: members.visible_to(actor).filter(ASKED),
    ),
    Entry(
        NavItem("Changements", "/operateur/changements/", "pencil"),
        "memberships.decide_change",
        lambda actor: queries.changes_visible_to(actor).filter(state=ChangeRequest.State.PENDING),
    ),
    Entry(
        NavItem("Courriers d’accès", "/operateur/courriers/", "mail"),
        "letters.handle",
        lambda actor: letters.visible_to(actor).select_related(None).filter(state__in=letters.WAITING),
    ),
    Entry(
        NavItem("Qualité", "/operateur/qualite/", "graduation-cap"),
        "quality.instruct",
        lambda actor: quality.visible_to(actor).filter(QUALITY_OPEN),
    ),
    Entry(NavItem("Comptes", "/operateur/comptes/", "users"), "accounts.assist"),
    Entry(NavItem("Aides", "/operateur/aides/", "circle-help"), "helping.see"),
    Entry(NavItem("Agences", "/operateur/agences/", "house"), "agencies.see"),
    Entry(NavItem("Lire une personne", "/operateur/personne/", "search"), "people.assist"),
    Entry(NavItem("Lectures arrêtées", "/operateur/lectures/", "ban"), "readings.oversee"),
    Entry(NavItem("Interventions", "/operateur/interventions/", "eye"), "interventions.see"),
    Entry(
        NavItem("Arrêt d’urgence", "/operateur/arret/", "ban"),
        "stops.decide",
        stops.live,
    ),
    Entry(NavItem("Reprise de données", "/operateur/reprise/", "upload"), "memberships.take_over"),
    Entry(NavItem("Offre des Carif-Oref", "/operateur/offre/", "upload"), "catalogue.carif"),
    Entry(NavItem("Journal", "/operateur/journal/", "history"), "journal.audit"),
    Entry(NavItem("Réglages", "/operateur/reglages/", "shield-check"), "operator.settings"),
)


def of(request: HttpRequest) -> Chrome:
    """One statement, for the counts."""
    return counted(request)[0]


def counted(request: HttpRequest, *rows: Rows, beside: Rows | None = None) -> tuple[Chrome, list[Any]]:
    """The same, with the counts of other rows, and the values of those `beside`, in the same statement."""
    entries = [entry for entry in MENU if permissions.holds(request.actor, entry.permission)]
    counts = capped_for_agents(*(entry.waiting for entry in entries if entry.waiting), *rows, beside=beside)
    waiting = iter(counts)
    nav = tuple(replace(entry.item, count=next(waiting)) if entry.waiting else entry.item for entry in entries)
    around = chrome.of(request, "Opérateur", nav=nav, shell="work", organisation=request.site.name)
    return around, counts[len(counts) - len(rows) - (beside is not None) :]

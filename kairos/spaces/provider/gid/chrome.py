"""What surrounds the pages of « Habilitations (GID) »: one menu, with what each person may open there."""

from dataclasses import dataclass

from django.http import HttpRequest

from kairos.design.page import Chrome, NavItem, Shell
from kairos.foundation import permissions
from kairos.spaces import chrome


@dataclass(frozen=True, slots=True)
class Entry:
    item: NavItem
    permission: str


MENU = (
    Entry(NavItem("Personnes", "/gid/", "users"), "portal.manage"),
    Entry(NavItem("Mes droits", "/gid/mes-droits/", "shield-check"), "habilitations.own"),
    Entry(NavItem("Grille des droits", "/gid/habilitations/", "key-round"), "habilitations.give"),
    Entry(NavItem("Demandes de droits", "/gid/demandes/", "inbox"), "habilitations.give"),
    Entry(NavItem("Accords", "/gid/accords/", "check"), "habilitations.agree"),
    Entry(NavItem("Revues des accès", "/gid/revues/", "clipboard-check"), "reviews.decide"),
    Entry(NavItem("Politique", "/gid/politique/", "lock"), "habilitations.give"),
    Entry(NavItem("Procédure", "/gid/procedure/", "file-text"), "guidance.read"),
    Entry(NavItem("Note à lire", "/gid/note/", "eye"), "guidance.read"),
    Entry(NavItem("Écrire à l’équipe", "/gid/messages/", "mail"), "guidance.write"),
    Entry(NavItem("Aide de l’organisme", "/gid/aide/", "circle-help"), "guidance.read"),
    Entry(NavItem("Journal", "/gid/journal/", "history"), "journal.read"),
)


def of(request: HttpRequest, shell: Shell = "work") -> Chrome:
    """No statement: a person's rights are known. A wide grid asks for the « rail »."""
    nav = tuple(entry.item for entry in MENU if permissions.holds(request.actor, entry.permission))
    return chrome.of(request, "Habilitations (GID)", nav=nav, shell=shell)

"""What surrounds the pages of an agency: the menu has what one may open."""

from django.http import HttpRequest

from kairos.design.page import Chrome, NavItem
from kairos.foundation import permissions
from kairos.spaces import chrome
from kairos.spaces.persons.place import Place

MENU = (
    (NavItem("À faire", "/conseiller/", "list-checks"), "agencies.enter"),
    (NavItem("Portefeuille", "/conseiller/portefeuille/", "users"), "jobseekers.follow"),
    (NavItem("Rendez-vous", "/conseiller/rendez-vous/", "calendar-clock"), "appointments.follow_portfolio"),
    (NavItem("Conversations", "/conseiller/messages/", "message-square"), "threads.follow"),
    (NavItem("Ouvrir en urgence", "/conseiller/urgence/", "search"), "people.emergency"),
    (NavItem("Remplacements", "/conseiller/remplacements/", "calendar-days"), "covers.see"),
    (NavItem("Chiffres", "/conseiller/chiffres/", "chart-column"), "agencies.figures"),
    (NavItem("Seuils d’alerte", "/conseiller/alertes/", "bell"), "agencies.alerts"),
    (NavItem("Équipe", "/conseiller/equipe/", "user-plus"), "agencies.manage"),
    (NavItem("Charger un fichier", "/conseiller/fichiers/", "upload"), "jobseekers.load"),
    (NavItem("Urgences", "/conseiller/urgences/", "eye"), "people.emergencies"),
    (NavItem("Lectures arrêtées", "/conseiller/lectures/", "ban"), "readings.see_agency"),
)


def of(request: HttpRequest) -> Chrome:
    nav = tuple(item for item, permission in MENU if permissions.holds(request.actor, permission))
    return chrome.of(request, "Agence", nav=nav, shell="work")


PLACE = Place("agency", "home", "À faire", of)

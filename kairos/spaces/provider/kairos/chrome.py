"""What surrounds the pages of Kairos for the provider: the menu has what one may open."""

from django.http import HttpRequest

from kairos.design.page import Chrome, NavItem, Shell
from kairos.foundation import permissions
from kairos.spaces import chrome

MENU = (
    (NavItem("À faire", "/organisme/", "list-checks"), "kairos.enter"),
    (NavItem("Sessions", "/organisme/sessions/", "calendar-days"), "catalogue.consult"),
    (NavItem("Calendrier", "/organisme/calendrier/", "calendar-clock"), "catalogue.consult"),
    (NavItem("Rendez-vous", "/organisme/rendez-vous/", "clock"), "appointments.consult"),
    (NavItem("Candidats", "/organisme/candidats/", "users"), "enrolments.consult"),
    (NavItem("Conversations", "/organisme/messages/", "message-square"), "threads.consult"),
    (NavItem("Assiduité", "/organisme/assiduite/", "clipboard-check"), "attendance.consult"),
    (NavItem("Émargement", "/organisme/emargement/", "pencil"), "signing.consult"),
    (NavItem("Trouver une personne", "/organisme/candidats/chercher/", "user-plus"), "people.look_up"),
    (NavItem("Lectures arrêtées", "/organisme/candidats/arrets/", "ban"), "readings.see"),
    (NavItem("Fichiers du catalogue", "/organisme/fichiers/", "upload"), "catalogue.import"),
    (NavItem("Toutes les sessions publiées", "/organisme/catalogue/", "search"), "catalogue.consult"),
    (NavItem("Pourquoi ma session n’apparaît pas ?", "/organisme/pourquoi/", "circle-help"), "catalogue.consult"),
)


def of(request: HttpRequest, shell: Shell = "work") -> Chrome:
    nav = tuple(item for item, permission in MENU if permissions.holds(request.actor, permission))
    return chrome.of(request, "Kairos", nav=nav, shell=shell)

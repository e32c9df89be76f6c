"""What surrounds the pages of the file."""

from django.http import HttpRequest

from kairos.design.page import Chrome, NavItem
from kairos.spaces import chrome

NAV = (
    NavItem("À faire", "/compte/", "list-checks"),
    NavItem("Ma fiche", "/compte/fiche/", "building-2"),
    NavItem("Demande d’adhésion", "/compte/demande/", "clipboard-check"),
    NavItem("Qualité", "/compte/qualite/", "graduation-cap"),
)


def of(request: HttpRequest) -> Chrome:
    return chrome.of(request, "Ma fiche", nav=NAV)

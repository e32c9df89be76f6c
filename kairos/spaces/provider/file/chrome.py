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


MEMBERSHIP = NavItem("Mon adhésion", "/compte/adhesion/", "shield-check")


def of(request: HttpRequest) -> Chrome:
    """A member has its membership beside the request that began it."""
    nav = (*NAV[:3], MEMBERSHIP, *NAV[3:]) if request.present.member else NAV
    return chrome.of(request, "Ma fiche", nav=nav)

"""For which organisation or agency one acts, of several; or as oneself, a job seeker."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.design.page import render
from kairos.foundation.actor import Audience
from kairos.foundation.guards import Refused
from kairos.identity.habilitations import choosing, queries
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.habilitations.queries import OwnPlace
from kairos.spaces import chrome
from kairos.spaces.session import ways

NONE_CHOSEN = "Choisissez ci-dessous pour qui vous agissez."


def choose(request: HttpRequest) -> HttpResponse:
    """One's own places; a POST chooses. Raises Affiliation.DoesNotExist for another's."""
    reasons = []
    if request.method == "POST":
        try:
            if typed := request.POST.get("organisme"):
                return _chosen(request, typed)
            reasons = [(NONE_CHOSEN, None)]
        except Refused as refused:
            reasons = [(reason.message, None) for reason in refused.reasons]
    return render(
        request,
        "session/organisations.html",
        chrome.of(request, "Choisir"),
        status=422 if reasons else 200,
        own=queries.own_organisations(),
        places=queries.own_places(),
        suite=ways.asked(request),
        reasons=reasons,
    )


def _chosen(request: HttpRequest, typed: str) -> HttpResponse:
    chosen = choosing.act_for(_key(typed), request.actor)
    if isinstance(chosen, OwnPlace):
        home = "/conseiller/" if chosen.audience == Audience.AGENCY else "/candidat/"
    else:
        home = "/portail/" if chosen.entered_at and not chosen.portal_closed_at else "/compte/"
    return HttpResponseRedirect(ways.asked(request) or home)


def _key(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise Affiliation.DoesNotExist from None

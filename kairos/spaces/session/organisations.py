"""For which organisation one acts, of several."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.design.page import render
from kairos.identity.habilitations import choosing, queries
from kairos.identity.habilitations.models import Affiliation
from kairos.spaces import chrome
from kairos.spaces.session import ways


def choose(request: HttpRequest) -> HttpResponse:
    """One's own organisations; a POST chooses. Raises Affiliation.DoesNotExist for another's."""
    if request.method == "POST" and (typed := request.POST.get("organisme")):
        return _chosen(request, typed)
    return render(
        request,
        "session/organisations.html",
        chrome.of(request, "Choisir"),
        status=422 if request.method == "POST" else 200,
        own=queries.own_organisations(),
        suite=ways.asked(request),
    )


def _chosen(request: HttpRequest, typed: str) -> HttpResponse:
    chosen = choosing.act_for(_key(typed), request.actor)
    home = "/portail/" if chosen.entered_at and not chosen.portal_closed_at else "/compte/"
    return HttpResponseRedirect(ways.asked(request) or home)


def _key(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise Affiliation.DoesNotExist from None

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
    if request.method == "POST":
        return _chosen(request)
    own = queries.own_organisations()
    return render(request, "session/organisations.html", chrome.of(request, "Choisir"), own=own,
                  suite=ways.asked(request))  # fmt: skip


def _chosen(request: HttpRequest) -> HttpResponse:
    chosen = choosing.act_for(_key(request.POST.get("organisme", "")), request.actor)
    home = "/portail/" if chosen.entered_at else "/compte/"
    return HttpResponseRedirect(ways.asked(request) or home)


def _key(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise Affiliation.DoesNotExist from None

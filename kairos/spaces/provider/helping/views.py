"""« Se faire aider »: a code for an agent of the operator, shown once; the help ended by either."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.identity.habilitations.helping import codes, ending, queries, settings
from kairos.identity.habilitations.helping.lifecycle import HelpSession
from kairos.identity.habilitations.models import Helping
from kairos.identity.organisations.models import Organisation
from kairos.spaces import chrome
from kairos.spaces.session.fresh import require_fresh

DONE = {"annule": "Le code est annulé : il n’ouvre plus rien.", "terminee": "L’aide est terminée."}


def page(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """A GET says what it allows; the button, after a fresh proof, shows a code once."""
    if request.method != "POST":
        return _page(request)
    require_fresh(request)
    code = codes.make()
    row = Helping(id=new_id(), organisation_id=organisation.pk)
    try:
        engine.run(HelpSession.offer, row, request.actor, code=code)
    except Refused as refused:
        return _page(request, refused=refused)
    return _page(request, code=code)


def cancel(request: HttpRequest, subject: Helping) -> HttpResponse:
    if request.method == "POST":
        ending.cancel(subject, request.actor)
        return HttpResponseRedirect(reverse("helping:code") + "?fait=annule")
    return HttpResponseRedirect(reverse("helping:code"))


def end(request: HttpRequest, subject: Helping) -> HttpResponse:
    """The agent goes back to the operator's space."""
    agents = request.actor.helped is not None or request.present.staff_role
    place = reverse("operator:helps" if agents else "helping:code")
    if request.method == "POST":
        ending.end(subject, request.actor)
        return HttpResponseRedirect(f"{place}?fait=terminee")
    return HttpResponseRedirect(place)


def _page(request: HttpRequest, *, code: str = "", refused: Refused | None = None) -> HttpResponse:
    return render(
        request,
        "helping/code.html",
        chrome.of(request, "Se faire aider"),
        status=422 if refused else 200,
        code=code,
        live=queries.live_of(request.actor.user),
        code_minutes=settings.CODE_MINUTES.value(),
        minutes=settings.MINUTES.value(),
        done=DONE.get(request.GET.get("fait", ""), ""),
        reasons=[(reason.message, None) for reason in refused.reasons] if refused else [],
    )

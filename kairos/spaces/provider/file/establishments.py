"""The other establishments of the same company."""

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.ids import new_id
from kairos.identity.organisations import doubts, queries
from kairos.identity.organisations.lifecycle import ProviderFile
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.spaces import registers
from kairos.spaces.provider.file import chrome, lookup
from kairos.spaces.provider.file.forms import EstablishmentForm
from kairos.spaces.provider.file.lookup import Found


def establishments(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The list, and one more. The SIRET is enough where the register knows it."""
    if request.method != "POST":
        typed = getattr(request, "typed", None)
        return _page(request, organisation, EstablishmentForm(typed or None, initial={"token": new_id()}), Found())
    if key := request.POST.get("remove"):
        return _removed(request, organisation, key)
    return _added(request, organisation)


def _added(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    data, register = request.POST.copy(), registers.for_this_request()
    found = lookup.fill(data, register, nda=False)
    if "chercher" in data:
        return _page(request, organisation, EstablishmentForm(initial=data.dict()), found)
    form = EstablishmentForm(data)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            engine.run(
                ProviderFile.add_establishment,
                organisation,
                request.actor,
                establishment=_establishment(typed),
                doubts=doubts.about(register, typed["siret"]),
                reason=typed["reason"],
            )
        except AlreadyDone:
            return _back()
        except Refused as refused:
            form.take(refused)
        else:
            return _back()
    return _page(request, organisation, form, found, 422)


def _removed(request: HttpRequest, organisation: Organisation, key: str) -> HttpResponse:
    """What is gone already, or never was, is gone."""
    with suppress(ValueError):
        engine.run(ProviderFile.remove_establishment, organisation, request.actor, establishment=UUID(key))
    return _back()


def _establishment(typed: dict) -> Establishment:
    columns = ("siret", "name", "address", "postcode", "town")
    return Establishment(id=typed["token"], **{column: typed[column] for column in columns})


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("file:establishments"))


def _page(
    request: HttpRequest, organisation: Organisation, form: EstablishmentForm, found: Found, status: int = 200
) -> HttpResponse:
    part = "file/found.html" if "HX-Request" in request.headers else "file/establishments.html"
    if found.asks:
        form.ask_reason()
    return render(
        request,
        part,
        chrome.of(request),
        status=status,
        rows=queries.sheet(organisation),
        closed=engine.obstacles(
            ProviderFile.remove_establishment, organisation, request.actor, establishment=organisation.pk
        ),
        form=form,
        found=found,
    )

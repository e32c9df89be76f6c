"""One person named exactly: the page of the provider's search, the front desk's, the operator's."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.foundation.guards import AlreadyDone, Refused
from kairos.identity.accounts import device
from kairos.identity.accounts.sessions import Device
from kairos.people.access import queries
from kairos.people.access.lookup import NotFound
from kairos.people.access.models import PersonAccess
from kairos.people.access.volume import ReadingsStopped
from kairos.spaces.forms import Form
from kairos.spaces.persons.place import Place

NOBODY = "Personne ne correspond exactement. Vérifiez chaque caractère : cet essai compte."
SEVERAL = "Plusieurs personnes portent ce nom et sont nées ce jour : demandez l’identifiant."
Find = Callable[[Form, Device], PersonAccess | NotFound]


@dataclass(frozen=True, slots=True)
class Search:
    """title, lead: what the page says. act: of its button, with its words."""

    title: str
    lead: str
    act: str
    button: str


def page(request: HttpRequest, place: Place, search: Search, form: Form, find: Find) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            found = find(form, device.of(request))
        except AlreadyDone:
            row = queries.live(request.actor).get(pk=form.cleaned_data["token"])
            return HttpResponseRedirect(place.url("person", row.person_id))
        except ReadingsStopped:
            raise
        except Refused as refused:
            form.take(refused)
        else:
            if isinstance(found, PersonAccess):
                return HttpResponseRedirect(place.url("person", found.person_id))
            form.add_error(None, _why(found))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return place.render(request, "persons/search.html", status=status, search=search, form=form)


def _why(found: NotFound) -> str:
    if found.seconds:
        return f"Attendez {found.seconds} secondes avant de recommencer : cet essai n’a pas été compté."
    return SEVERAL if found.several else NOBODY

"""« Mes droits »: what one may do, where, until when, given by whom; what one may not, and asking for it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Refused
from kairos.identity.accounts import people
from kairos.identity.habilitations import catalogue, queries, rules
from kairos.identity.habilitations.asked.lifecycle import AskedRight
from kairos.identity.habilitations.catalogue import AREAS, Area
from kairos.identity.habilitations.models import AccessGrant, Affiliation, RightRequest
from kairos.identity.habilitations.queries import MANAGE
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.spaces.provider.gid import chrome
from kairos.spaces.provider.gid.rights_forms import AskForm


@dataclass(frozen=True, slots=True)
class Right:
    """One right of the catalogue as a person has it. grant: in force or to come; asked, proposed: what waits.

    where, by: in words.
    """

    key: str
    label: str
    allows: str
    grant: AccessGrant | None = None
    where: str = ""
    by: str = ""
    asked: RightRequest | None = None
    proposed: AccessGrant | None = None

    @property
    def held(self) -> bool:
        return self.grant is not None and rules.in_force(self.grant, clock.today())


@dataclass(frozen=True, slots=True)
class Own:
    """others: rights that belong to no area, in words. managers: who gives rights here."""

    person: Affiliation
    areas: list[tuple[Area, list[Right]]]
    others: list[str]
    managers: list[str] = field(default_factory=list)

    @property
    def held(self) -> int:
        return sum(right.held for _, rights in self.areas for right in rights)


def page(request: HttpRequest, subject: Organisation) -> HttpResponse:
    found, manages = read(subject, place(request.actor)), MANAGE in request.actor.rights
    return render(
        request,
        "gid/own_rights.html",
        chrome.of(request),
        found=found,
        manages=manages,
        alone=manages and queries.is_alone(subject.pk),
        told=request.GET.get("demande", ""),
    )


def ask(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """The form, with the right that a refused page lacked. What is asked already is not asked twice."""
    mine = place(request.actor)
    form = AskForm.of(request, initial={"right": request.GET.get("droit", "")})
    if request.method == "POST" and form.is_valid():
        right = form.cleaned_data["right"]
        if queries.open_requests(mine).filter(right=right).exists():
            return _told("deja")
        row = RightRequest(affiliation=mine, organisation_id=subject.pk, right=right)
        try:
            engine.run(AskedRight.ask, row, request.actor, why=form.cleaned_data["why"])
            return _told("envoyee")
        except Refused as refused:
            form.take(refused)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    names = people.names_of(queries.managers_of(subject.pk))
    return render(
        request, "gid/ask.html", chrome.of(request), status=status, form=form, managers=sorted(names.values())
    )


def withdraw(request: HttpRequest, subject: RightRequest) -> HttpResponse:
    if request.method == "POST":
        engine.run(AskedRight.withdraw, subject, request.actor)
        return _told("retiree")
    return HttpResponseRedirect(reverse("gid:own_rights"))


def _told(what: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('gid:own_rights')}?demande={what}")


def place(actor: Actor) -> Affiliation:
    """The actor's own, in the organisation acted for."""
    return queries.visible_to(actor).select_related("user", "organisation").get(user=actor.person, ended_at=None)


def read(organisation: Organisation, person: Affiliation) -> Own:
    """Everything a person has and lacks, in the catalogue's order."""
    today = clock.today()
    grants = [one for one in queries.open_grants(person) if rules.lasts(one, today)]
    asked = {one.right: one for one in queries.open_requests(person)}
    managers = queries.managers_of(organisation.pk)
    names = people.names_of([*managers, *(one.given_by for one in grants)])
    places = places_of(grants)
    live = {one.right: one for one in grants if one.state == AccessGrant.State.LIVE}
    proposed = {one.right: one for one in grants if one.state == AccessGrant.State.PROPOSED}

    def rights(area: Area) -> Iterator[Right]:
        for grade in area.grades:
            key = area.right(grade)
            grant = live.get(key)
            yield Right(
                key=key,
                label=grade.label,
                allows=area.allows[grade],
                grant=grant,
                where=where(grant, places) if grant else "",
                by=names.get(grant.given_by, "") if grant else "",
                asked=asked.get(key),
                proposed=proposed.get(key),
            )

    return Own(
        person=person,
        areas=[(area, list(rights(area))) for area in AREAS],
        others=[catalogue.label_of(right) for right in person.rights],
        managers=[names[one] for one in managers if one in names],
    )


def places_of(grants: list[AccessGrant]) -> dict[UUID, str]:
    """The names of the establishments that these grants are for; no statement for none."""
    keys = {place for grant in grants for place in grant.establishments}
    rows = Establishment.objects.filter(pk__in=keys).values_list("pk", "name", "town")
    return {key: f"{name}, {town}" for key, name, town in rows} if keys else {}


def where(grant: AccessGrant, places: dict[UUID, str]) -> str:
    if not grant.establishments:
        return "tout l’organisme"
    return " ; ".join(sorted(places.get(key, "un établissement retiré de la fiche") for key in grant.establishments))

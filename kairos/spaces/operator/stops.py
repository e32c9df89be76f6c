"""« Arrêt d’urgence »: what is stopped now and was; a person, an organisation or a right stopped, then restored."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, journal
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.identity.accounts import people
from kairos.identity.accounts.models import User
from kairos.identity.habilitations import catalogue
from kairos.identity.habilitations.models import Stop
from kairos.identity.habilitations.stops import queries
from kairos.identity.habilitations.stops.lifecycle import KillSwitch
from kairos.identity.organisations import queries as files
from kairos.identity.organisations.models import Organisation
from kairos.spaces.forms import Form, TextField, siret_field
from kairos.spaces.operator import chrome
from kairos.spaces.session.fresh import require_fresh

KIND = "habilitations.stop"
PAST = 50
RIGHTS = [
    (area.label, [(area.right(grade), f"{area.label}, {grade.label}") for grade in area.grades])
    for area in catalogue.AREAS
]


class FindForm(Form):
    siret = siret_field()


class WhyForm(Form):
    reason = TextField(
        label="Pourquoi",
        help_text="Les personnes concernées le liront tel quel.",
        max_length=300,
        multiline=True,
        empty="Dites pourquoi : les personnes concernées le liront.",
    )


class RightForm(WhyForm):
    right = forms.ChoiceField(
        label="Droit", choices=[("", "Choisir un droit"), *RIGHTS], error_messages={"required": "Choisissez un droit."}
    )
    siret = siret_field(required=False)
    field_order = ("right", "siret", "reason")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["siret"].label = "SIRET de l’organisme"
        self.fields["siret"].help_text = "Laissé vide, le droit est arrêté dans tous les organismes."


# --- Doors ----------------------------------------------------------------------------------------------


def stop(actor: Actor, key: UUID) -> Stop:
    return queries.visible_to(actor).get(pk=key)


def organisation(actor: Actor, key: UUID) -> Organisation:
    """For the operator's people. Raises Organisation.DoesNotExist."""
    if actor.audience != Audience.OPERATOR:
        raise Organisation.DoesNotExist
    return Organisation.objects.get(pk=key)


# --- What is stopped ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A stop, as the list tells it. by, restored_by: names."""

    row: Stop
    what: str
    icon: str
    by: str
    restored_by: str


def page(request: HttpRequest) -> HttpResponse:
    form = FindForm.of(request)
    if request.method == "POST" and form.is_valid() and (found := _found(form)):
        return HttpResponseRedirect(reverse("operator:stop_organisation", args=[found]))
    rows = queries.visible_to(request.actor)
    live, past = rows.filter(state=Stop.State.STOPPED), rows.filter(state=Stop.State.RESTORED)[:PAST]
    lines = _lines([*live, *past])
    journal.reading(request.actor, "access_stop.list", [line.row.pk for line in lines], KIND)
    return render(
        request,
        "operator/stops.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        form=form,
        live=[line for line in lines if line.row.state == Stop.State.STOPPED],
        past=[line for line in lines if line.row.state == Stop.State.RESTORED],
    )


def _lines(rows: list[Stop]) -> list[Line]:
    names = people.names_of({who for row in rows for who in (row.stopped_by, row.restored_by)})
    return [
        Line(row, _what(row), ICONS[row.kind], names.get(row.stopped_by, ""), names.get(row.restored_by, ""))
        for row in rows
    ]


ICONS = {"person": "user", "organisation": "building-2", "right": "key-round"}


def _what(row: Stop) -> str:
    if row.person:
        return row.person.full_name
    if row.kind == Stop.Kind.ORGANISATION:
        return row.organisation.name
    where = row.organisation.name if row.organisation else "tous les organismes"
    return f"« {catalogue.label_of(row.right)} », {where}"


def _found(form: FindForm | RightForm) -> UUID | None:
    """The member of this SIRET, else the latest file opened for it; the form says when there is none."""
    found = files.of_siret(form.cleaned_data["siret"])
    if found is None:
        form.add_error("siret", "Aucun organisme n’a d’établissement à ce SIRET. Vérifiez chaque chiffre.")
    return found


# --- Stopping and restoring -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """The page that asks why. back: where it comes from; what: as its title says it."""

    title: str
    lead: str
    back: str
    act: str = "access_stop.stop"
    label: str = "Arrêter tout de suite"
    kind: str = "danger"


def stop_person(request: HttpRequest, subject: User) -> HttpResponse:
    asked = Asked(
        f"Arrêter le compte de {subject.full_name}",
        f"{subject.email}. Ses sessions se ferment aussitôt et elle ne peut plus se connecter ; ses travaux en attente "
        "sont refusés. Rien n’est effacé : le compte se rétablit tel quel.",
        reverse("operator:account", args=[subject.pk]),
    )
    return _stop(request, asked, WhyForm.of(request), kind=Stop.Kind.PERSON, person_id=subject.pk)


def stop_organisation(request: HttpRequest, subject: Organisation) -> HttpResponse:
    asked = Asked(
        f"Arrêter les accès de {subject.name}",
        "Personne n’agit plus pour cet organisme, ni au portail ni sur sa fiche, dès la prochaine page. Les comptes "
        "restent ouverts : ils servent aussi à d’autres organismes. L’adhésion ne change pas d’état.",
        reverse("operator:stops"),
    )
    return _stop(request, asked, WhyForm.of(request), kind=Stop.Kind.ORGANISATION, organisation_id=subject.pk)


def stop_right(request: HttpRequest) -> HttpResponse:
    asked = Asked(
        "Arrêter un droit",
        "Plus personne ne l’exerce dès la prochaine page. Les habilitations restent écrites : elles reprennent effet "
        "quand le droit est rétabli.",
        reverse("operator:stops"),
    )
    form = RightForm.of(request)
    where = {}
    if form.is_bound and form.is_valid():
        there = _found(form) if form.cleaned_data["siret"] else None
        where = {"organisation_id": there, "right": form.cleaned_data["right"]}
    return _stop(request, asked, form, kind=Stop.Kind.RIGHT, **where)


def restore(request: HttpRequest, subject: Stop) -> HttpResponse:
    asked = Asked(
        f"Rétablir : {_what(subject)}",
        f"Arrêté pour ce motif : {subject.reason}",
        reverse("operator:stops"),
        "access_stop.restore",
        "Rétablir",
        "primary",
    )
    require_fresh(request)
    form = WhyForm.of(request)
    if form.is_bound and form.is_valid() and _ran(request, form, KillSwitch.restore, subject):
        return HttpResponseRedirect(reverse("operator:stops"))
    return _ask(request, asked, form)


def _stop(request: HttpRequest, asked: Asked, form: WhyForm, **row: Any) -> HttpResponse:
    require_fresh(request)
    if form.is_bound and form.is_valid() and _ran(request, form, KillSwitch.stop, Stop(id=new_id(), **row)):
        return HttpResponseRedirect(reverse("operator:stops"))
    return _ask(request, asked, form)


def _ran(request: HttpRequest, form: WhyForm, act: engine.Act, subject: Stop) -> bool:
    try:
        engine.run(act, subject, request.actor, reason=form.cleaned_data["reason"])
    except Refused as refused:
        form.take(refused)
        return False
    return True


def _ask(request: HttpRequest, asked: Asked, form: WhyForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "operator/stop.html", chrome.of(request), status=status, asked=asked, form=form)

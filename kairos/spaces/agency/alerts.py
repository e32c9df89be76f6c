"""From when the advisers of an agency are told to look: its head's choice, and all that was chosen before."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.design import french
from kairos.foundation.ids import new_id
from kairos.path.following import queries
from kairos.path.following.lifecycle import SETTINGS, AgencyAlerts
from kairos.path.following.models import AlertChoice
from kairos.spaces.agency.chrome import PLACE
from kairos.spaces.forms import Form, TokenField
from kairos.spaces.persons.forms import reason_field

UNITS = {"absences": ("demi-journée", "demi-journées"), "pause_days": ("jour", "jours")}


def _number(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "3", "class": "w1"}),
        error_messages={"invalid": "Écrivez un nombre entier, ou laissez vide."},
    )


class AlertsForm(Form):
    absences = _number("Absences sans motif valable, à partir de (demi-journées)")
    pause_days = _number("Interruption qui dure plus de (jours)")
    reason = reason_field(hint="C’est gardé ici, et au journal.")
    token = TokenField(initial=new_id)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, setting in SETTINGS.items():
            said = french.plural(setting.value(), *UNITS[name])
            self.fields[name].help_text = f"Vide : {said}, le réglage de l’opérateur."


def page(request: HttpRequest) -> HttpResponse:
    agency = request.actor.agency
    former = queries.choices_of(agency)
    form = AlertsForm(request.POST) if request.method == "POST" else AlertsForm(initial=_now(former))
    if form.is_bound and form.is_valid() and _chosen(request, form):
        return HttpResponseRedirect(f"{PLACE.url('alerts')}?fait=1")
    return PLACE.render(
        request,
        "agency/alerts.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        form=form,
        former=[(row, [_said(row, name) for name in SETTINGS]) for row in former],
        done="fait" in request.GET,
    )


def _now(former: list[AlertChoice]) -> dict[str, Any]:
    counts = former[0] if former else None
    return {name: getattr(counts, name, None) for name in SETTINGS} | {"token": new_id()}


def _said(row: AlertChoice, name: str) -> str:
    value = getattr(row, name)
    return french.plural(value, *UNITS[name]) if value else "réglage de l’opérateur"


def _chosen(request: HttpRequest, form: AlertsForm) -> bool:
    typed = dict(form.cleaned_data)
    row = AlertChoice(id=typed.pop("token"), agency_id=request.actor.agency)
    return form.does(AgencyAlerts.choose, row, request.actor, **typed)

"""« Politique de l’organisme »: the limits every person of the organisation works under."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.identity.accounts import settings as accounts
from kairos.identity.habilitations import settings
from kairos.identity.habilitations.lifecycle import TeamPolicy
from kairos.identity.habilitations.models import Team
from kairos.identity.organisations.models import Organisation
from kairos.spaces.forms import Form
from kairos.spaces.provider.gid import chrome

NAMES = ("inactivity_days", "idle_minutes", "session_hours")


def _number(label: str) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "w1"})
    return forms.IntegerField(
        label=label, required=False, widget=widget, error_messages={"invalid": "Écrivez un nombre entier."}
    )


class LimitsForm(Form):
    inactivity_days = _number("Jours sans venir avant la suspension")
    idle_minutes = _number("Minutes d’inactivité avant la fermeture d’une session")
    session_hours = _number("Heures au plus pour une session")

    def __init__(self, *args: Any, limits: Mapping[str, int], **kwargs: Any) -> None:
        """`limits`: the operator's, by field."""
        super().__init__(*args, **kwargs)
        for name, value in limits.items():
            self.fields[name].help_text = f"Vide : {value}, la limite de l’opérateur. La vôtre peut être plus stricte."


def page(request: HttpRequest, subject: Organisation) -> HttpResponse:
    team = Team.objects.get(pk=subject.pk)
    initial = {name: getattr(team, name) for name in NAMES}
    form = LimitsForm.of(request, initial=initial, limits=_limits_of_the_operator())
    if form.is_bound and form.is_valid():
        try:
            engine.run(TeamPolicy.set_limits, team, request.actor, **form.cleaned_data)
            return HttpResponseRedirect(f"{reverse('gid:policy')}?enregistre=1")
        except Refused as refused:
            form.take(refused)
    return render(
        request,
        "gid/policy.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
        form=form,
        saved="enregistre" in request.GET,
        notice=settings.INACTIVITY_NOTICE_DAYS.value(),
    )


def _limits_of_the_operator() -> Mapping[str, int]:
    return {
        "inactivity_days": settings.INACTIVITY_DAYS.value(),
        "idle_minutes": accounts.SESSION_IDLE_MINUTES.value(),
        "session_hours": accounts.SESSION_HOURS.value(),
    }

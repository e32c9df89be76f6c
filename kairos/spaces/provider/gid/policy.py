"""« Politique de l’organisme »: the limits every person works under, and when their passwords must change."""

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
from kairos.identity.habilitations import passwords, settings
from kairos.identity.habilitations.lifecycle import TeamPolicy
from kairos.identity.habilitations.models import Team
from kairos.identity.organisations.models import Organisation
from kairos.spaces.forms import Form
from kairos.spaces.provider.gid import chrome
from kairos.spaces.provider.gid.people_forms import ReasonForm

NAMES = ("inactivity_days", "idle_minutes", "session_hours")
PASSWORDS = "mots-de-passe"
"""What the second form's button says."""


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


class PasswordDaysForm(Form):
    password_days = _number("Jours au plus pour un mot de passe")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        least, most = passwords.LEAST_DAYS.value(), passwords.MOST_DAYS.value()
        self.fields["password_days"].help_text = f"Vide : jamais, c’est notre conseil. Sinon de {least} à {most}."


def page(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """Two forms, each with its own button."""
    team = Team.objects.get(pk=subject.pk)
    ages = request.POST.get("faire") == PASSWORDS
    limits, days = _limits(request, team, ages), _days(request, team, ages)
    form, act = (days, TeamPolicy.set_password_days) if ages else (limits, TeamPolicy.set_limits)
    if form.is_bound and form.is_valid():
        try:
            engine.run(act, team, request.actor, **form.cleaned_data)
            return _saved("mots-de-passe" if ages else "limites")
        except Refused as refused:
            form.take(refused)
    return render(
        request,
        "gid/policy.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
        form=limits,
        days=days,
        team=team,
        saved=request.GET.get("enregistre", ""),
        notice=settings.INACTIVITY_NOTICE_DAYS.value(),
        password_notice=passwords.NOTICE_DAYS.value(),
    )


def _limits(request: HttpRequest, team: Team, ages: bool) -> LimitsForm:
    given = {"initial": {name: getattr(team, name) for name in NAMES}, "limits": _limits_of_the_operator()}
    return LimitsForm.unsent(request, **given) if ages else LimitsForm.of(request, **given)


def _days(request: HttpRequest, team: Team, ages: bool) -> PasswordDaysForm:
    given = {"initial": {"password_days": team.password_days}}
    return PasswordDaysForm.of(request, **given) if ages else PasswordDaysForm.unsent(request, **given)


def incident(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """A new password asked of everybody at once, whoever asks included."""
    form = ReasonForm.of(request)
    if form.is_bound and form.is_valid():
        try:
            engine.run(TeamPolicy.require_passwords, subject.pk, request.actor, **form.cleaned_data)
            return _saved("incident")
        except Refused as refused:
            form.take(refused)
    return render(
        request,
        "gid/incident.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        form=form,
        people=passwords.to_ask(subject.pk).count(),
    )


def _saved(what: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('gid:policy')}?enregistre={what}")


def _limits_of_the_operator() -> Mapping[str, int]:
    return {
        "inactivity_days": settings.INACTIVITY_DAYS.value(),
        "idle_minutes": accounts.SESSION_IDLE_MINUTES.value(),
        "session_hours": accounts.SESSION_HOURS.value(),
    }

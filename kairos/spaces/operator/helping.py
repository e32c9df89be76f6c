"""« Aides »: the code that somebody says on the telephone opens their space; the helps there were."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import journal
from kairos.foundation.guards import Refused
from kairos.identity.accounts import device
from kairos.identity.habilitations.helping import conditions, entering, queries, settings
from kairos.identity.habilitations.interventions.settings import MOTIVES
from kairos.identity.habilitations.models import Helping
from kairos.spaces.forms import Form, TextField
from kairos.spaces.operator import chrome
from kairos.spaces.session.fresh import require_fresh

KIND = "habilitations.helping"
PAST = 50
DONE = {"terminee": "L’aide est terminée. Vous êtes de nouveau dans l’espace de l’opérateur."}


class CodeForm(Form):
    code = TextField(
        label="Code que la personne vous dit",
        help_text="Huit lettres et chiffres ; les espaces et le tiret ne comptent pas.",
        max_length=20,
        empty="Écrivez le code.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "w2"}),
    )
    motive = forms.ChoiceField(
        label="Motif", widget=forms.RadioSelect, error_messages={"required": "Choisissez un motif."}
    )
    text = TextField(
        label="Ce que la personne demande",
        help_text="En quelques mots, ou le numéro de sa demande. Pas de nom de stagiaire ici.",
        max_length=500,
        multiline=True,
        empty="Dites en quelques mots ce que la personne demande, ou le numéro de sa demande.",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["motive"].choices = [(one, one) for one in MOTIVES.value()]


def page(request: HttpRequest) -> HttpResponse:
    return _page(request, CodeForm.unsent(request))


def begin(request: HttpRequest) -> HttpResponse:
    """From the next page on, the agent is in the space of the person."""
    if request.method == "GET":
        return HttpResponseRedirect(reverse("operator:helps"))
    require_fresh(request)
    form = CodeForm.of(request)
    if form.is_valid() and _begun(request, form):
        return HttpResponseRedirect(reverse("session:landing"))
    return _page(request, form)


def _begun(request: HttpRequest, form: CodeForm) -> bool:
    try:
        found = entering.enter(request.actor, device=device.of(request), **form.cleaned_data)
    except Refused as refused:
        form.take(refused)
        return False
    if isinstance(found, Helping):
        return True
    form.add_error("code", conditions.NO_CODE if found is None else _wait(found.seconds))
    return False


def _wait(seconds: int) -> str:
    if seconds:
        return f"Trop de codes faux. Attendez encore {seconds} s avant de recommencer : cet essai n’a pas été compté."
    return "Trop de codes faux : vous n’en entrerez plus aujourd’hui. Un collègue peut aider cette personne."


def _page(request: HttpRequest, form: CodeForm) -> HttpResponse:
    rows = list(queries.visible_to(request.actor)[:PAST])
    journal.reading(request.actor, "helping.list", [row.pk for row in rows], KIND)
    return render(
        request,
        "operator/helping.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        form=form,
        rows=rows,
        minutes=settings.MINUTES.value(),
        done=DONE.get(request.GET.get("fait", ""), ""),
    )

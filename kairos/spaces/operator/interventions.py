"""« Interventions »: a staff session opened for a reason, ended, and those there were."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, journal
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.identity.habilitations.interventions import queries, settings
from kairos.identity.habilitations.interventions.lifecycle import StaffSession
from kairos.identity.habilitations.models import Intervention
from kairos.identity.organisations import queries as files
from kairos.spaces.forms import Form, TextField, siret_field
from kairos.spaces.operator import chrome
from kairos.spaces.session.fresh import require_fresh

KIND = "habilitations.intervention"
PAST = 50


class OpenForm(Form):
    motive = forms.ChoiceField(
        label="Motif", widget=forms.RadioSelect, error_messages={"required": "Choisissez un motif."}
    )
    text = TextField(
        label="Ce que vous allez y faire",
        help_text="Les superviseurs le liront. Pas de nom de stagiaire ici.",
        max_length=500,
        multiline=True,
        empty="Dites en quelques mots ce que vous allez y faire.",
    )
    siret = siret_field(required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["motive"].choices = [(one, one) for one in settings.MOTIVES.value()]
        self.fields["siret"].label = "SIRET de l’organisme concerné"
        self.fields["siret"].help_text = "Laissé vide, l’intervention vaut pour tous les organismes."


def one(actor: Actor, key: UUID) -> Intervention:
    return queries.visible_to(actor).get(pk=key)


def page(request: HttpRequest) -> HttpResponse:
    return _page(request, OpenForm.unsent(request))


def open_(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return HttpResponseRedirect(reverse("operator:interventions"))
    require_fresh(request)
    form = OpenForm.of(request)
    if form.is_valid() and _opened(request, form):
        return HttpResponseRedirect(reverse("operator:interventions"))
    return _page(request, form)


def _opened(request: HttpRequest, form: OpenForm) -> bool:
    typed = dict(form.cleaned_data)
    siret = typed.pop("siret")
    where = files.of_siret(siret) if siret else None
    if siret and where is None:
        form.add_error("siret", "Aucun organisme n’a d’établissement à ce SIRET. Vérifiez chaque chiffre.")
        return False
    try:
        engine.run(StaffSession.open, Intervention(id=new_id(), organisation_id=where), request.actor, **typed)
    except Refused as refused:
        form.take(refused)
        return False
    return True


def close(request: HttpRequest, subject: Intervention) -> HttpResponse:
    if request.method == "POST":
        try:
            engine.run(StaffSession.close, subject, request.actor)
        except Refused as refused:
            return _page(request, OpenForm.unsent(request), refused)
    return HttpResponseRedirect(reverse("operator:interventions"))


def _page(request: HttpRequest, form: OpenForm, refused: Refused | None = None) -> HttpResponse:
    rows = list(queries.visible_to(request.actor)[:PAST])
    journal.reading(request.actor, "intervention.list", [row.pk for row in rows], KIND)
    again = form.is_bound or refused
    return render(
        request,
        "operator/interventions.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if again else HTTPStatus.OK,
        form=form,
        reasons=[(reason.message, None) for reason in refused.reasons] if refused else [],
        rows=rows,
        mine=request.actor.intervention,
        minutes=settings.MINUTES.value(),
    )

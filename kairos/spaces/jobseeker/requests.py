"""What one asks about one's own data: correct it, object to its use; what became of it."""

from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.people.jobseekers import queries as files
from kairos.people.requests import queries, rules
from kairos.people.requests.lifecycle import Asking
from kairos.people.requests.models import LONGEST, LONGEST_WANTED, DataRequest
from kairos.spaces.forms import Form, TextField
from kairos.spaces.jobseeker.pages import around

CHOOSE = {"required": "Choisissez ce dont il s’agit.", "invalid_choice": "Choisissez ce dont il s’agit."}
TITLES = {rules.CORRECTION: "Demander une correction", rules.OBJECTION: "S’opposer à un usage"}


class AskForm(Form):
    about = forms.ChoiceField(label="De quoi s’agit-il ?", error_messages=CHOOSE)

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", "Choisir"), *rules.ABOUT[self.kind]]


class CorrectionForm(AskForm):
    kind = rules.CORRECTION
    wanted = TextField(label="Ce qui est juste", max_length=LONGEST_WANTED, empty="Écrivez ce qui est juste.")
    word = TextField(label="Une précision", max_length=LONGEST, multiline=True, required=False)


class ObjectionForm(AskForm):
    kind = rules.OBJECTION
    word = TextField(label="Pourquoi", max_length=LONGEST, multiline=True, empty="Dites pourquoi, en quelques mots.",
                     help_text="Votre situation : c’est elle que l’agence doit regarder.")  # fmt: skip


def correct(request: HttpRequest) -> HttpResponse:
    return _ask(request, CorrectionForm)


def object_(request: HttpRequest) -> HttpResponse:
    return _ask(request, ObjectionForm)


def _ask(request: HttpRequest, kind: type[AskForm]) -> HttpResponse:
    form = kind.of(request)
    if form.is_bound and form.is_valid():
        try:
            row = queries.new(files.oneself(request.actor))
            engine.run(Asking.ask, row, request.actor, kind=kind.kind, **{"wanted": ""} | form.cleaned_data)
            return HttpResponseRedirect(reverse("jobseeker:data") + "?demande=1#demandes")
        except Refused as refused:
            form.take(refused)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "jobseeker/data_request.html", around(request), status=status, form=form,
                  kind=kind.kind, title=TITLES[kind.kind])  # fmt: skip


def withdraw(request: HttpRequest, subject: DataRequest) -> HttpResponse:
    engine.run(Asking.withdraw, subject.pk, request.actor)
    return HttpResponseRedirect(reverse("jobseeker:data") + "#demandes")

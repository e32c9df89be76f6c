"""A person's account, found by its exact e-mail or identifier: unlocked, given a new start, closed."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, journal
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.engine import Act
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Refused
from kairos.foundation.journal.reading import history
from kairos.identity.accounts import people, signing_in
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import User
from kairos.identity.habilitations import queries as habilitations
from kairos.spaces.forms import Form, TextField
from kairos.spaces.operator import chrome
from kairos.spaces.operator.letters_forms import HOW

KIND = "accounts.user"
OPENED = {"account.open": "Compte créé", "account.activate": "Compte activé"}
"""What is said once it is done; the label of its button for the others."""


class SearchForm(Form):
    words = TextField(
        label="Courriel ou identifiant, en entier",
        help_text="On ne cherche pas une personne par son nom. Chaque consultation est inscrite au journal.",
        max_length=254,
        empty="Écrivez l’adresse ou l’identifiant en entier.",
    )


class WhyForm(Form):
    reason = TextField(label="Pourquoi", max_length=500, multiline=True, empty="Dites pourquoi.")


class IdentityForm(Form):
    who = TextField(
        label="Qui demande, et sa fonction",
        max_length=200,
        empty="Dites qui a demandé, avec sa fonction.",
    )
    how = forms.ChoiceField(
        label="Comment vous avez vérifié son identité",
        choices=HOW,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment vous avez vérifié l’identité."},
    )

    def details(self) -> dict[str, str]:
        return {"who": self.cleaned_data["who"], "how": dict(HOW)[self.cleaned_data["how"]]}


def person(actor: Actor, key: UUID) -> User:
    """For the operator's people. Raises User.DoesNotExist."""
    if actor.audience != Audience.OPERATOR:
        raise User.DoesNotExist
    return signing_in.person_of(key)


def find(request: HttpRequest) -> HttpResponse:
    form = SearchForm.of(request)
    if request.method == "POST" and form.is_valid():
        if known := people.found(form.cleaned_data["words"]):
            return HttpResponseRedirect(reverse("operator:account", args=[known.pk]))
        form.add_error("words", "Aucun compte n’a cette adresse ni cet identifiant. Vérifiez chaque caractère.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "operator/accounts.html", chrome.of(request), status=status, form=form)


def account(request: HttpRequest, subject: User) -> HttpResponse:
    _read(request, subject)
    entries = history(subject)
    names = people.names_of(entry.actor_user for entry in entries)
    labels = {act.name: act.label for act in Account.acts()} | OPENED
    return render(
        request,
        "operator/account.html",
        chrome.of(request),
        person=subject,
        rows=habilitations.visible_to(request.actor).filter(user=subject).select_related("organisation"),
        acts={act.short_name for act in engine.available(subject, request.actor)},
        events=[(_said(entry.acts, labels), names.get(entry.actor_user, ""), entry.at) for entry in entries],
    )


def _said(acts: list[str], labels: dict[str, str]) -> str:
    return next((labels[act] for act in acts if act in labels), act_named(acts[0]).label)


def unlock(request: HttpRequest, subject: User) -> HttpResponse:
    form = WhyForm.of(request)
    return _ask(request, subject, Account.unlock, form, "account_unlock")


def require_password(request: HttpRequest, subject: User) -> HttpResponse:
    """After an incident: nobody chooses it for them."""
    form = WhyForm.of(request)
    return _ask(request, subject, Account.require_password_change, form, "account_password")


def close(request: HttpRequest, subject: User) -> HttpResponse:
    form = WhyForm.of(request)
    return _ask(request, subject, Account.close, form, "account_close")


def reset_factors(request: HttpRequest, subject: User) -> HttpResponse:
    """A lost second factor: the identity is proved again, never passed over."""
    form = IdentityForm.of(request)
    return _ask(request, subject, Account.reset_factors, form, "account_factors")


def _ask(request: HttpRequest, subject: User, act: Act, form: WhyForm | IdentityForm, name: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and _ran(request, subject, act, form):
        return HttpResponseRedirect(reverse("operator:account", args=[subject.pk]))
    _read(request, subject)
    return render(
        request,
        "operator/account_act.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        person=subject,
        form=form,
        act=act,
        address=reverse(f"operator:{name}", args=[subject.pk]),
    )


def _ran(request: HttpRequest, subject: User, act: Act, form: WhyForm | IdentityForm) -> bool:
    details = form.details() if isinstance(form, IdentityForm) else form.cleaned_data
    try:
        engine.run(act, subject, request.actor, **details)
    except Refused as refused:
        form.take(refused)
        return False
    return True


def _read(request: HttpRequest, subject: User) -> None:
    journal.reading(request.actor, "account.read", [subject.pk], KIND)

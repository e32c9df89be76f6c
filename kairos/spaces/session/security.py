"""« Ma sécurité »: password, second factors, address, sessions of one's own account."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.foundation import clock, engine
from kairos.foundation.guards import Refused
from kairos.identity.accounts import device, identities, own, sessions, signing_in
from kairos.identity.accounts.factors import keys, recovery, totp
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.oidc_services import name_of
from kairos.identity.accounts.sessions import Device
from kairos.spaces import chrome
from kairos.spaces.forms import Form
from kairos.spaces.session import cookies, due, proving, ways, wording
from kairos.spaces.session.first import codes_page, grouped
from kairos.spaces.session.forms import ChangePasswordForm, EnrolForm, KeyForm, KeyNameForm, NewEmailForm
from kairos.spaces.session.fresh import require_fresh

DONE = {
    "mot-de-passe": "Votre mot de passe est changé. Vos autres sessions sont fermées.",
    "application": "Votre application de codes est enregistrée.",
    "application-retiree": "Votre application de codes est retirée.",
    "cle": "Votre clé de sécurité est enregistrée.",
    "cle-renommee": "Votre clé a un nouveau nom.",
    "cle-retiree": "Votre clé de sécurité est retirée.",
    "courriel": "Un lien est parti à la nouvelle adresse. Le changement se fait quand il est suivi.",
    "identite": "Ce service d’identité n’ouvre plus votre compte.",
    "session": "Cette session est fermée.",
    "sessions": "Toutes vos autres sessions sont fermées.",
}


def overview(request: HttpRequest, reasons: tuple = ()) -> HttpResponse:
    person = signing_in.person_of(request.actor.user)
    return render(
        request,
        "session/security.html",
        chrome.of(request, "Ma sécurité"),
        status=422 if reasons else 200,
        person=person,
        keys=keys.of(person.pk),
        codes=recovery.remaining(person.pk),
        sessions=sessions.open_of(person.pk, clock.now()),
        outside=[(name_of(row.issuer), row) for row in identities.of(person.pk)],
        mine=request.actor.session,
        done=DONE.get(request.GET.get("fait", ""), ""),
        reasons=[(reason.message, None) for reason in reasons],
    )


def password(request: HttpRequest) -> HttpResponse:
    form = ChangePasswordForm.of(request)
    sent = request.method == "POST" and form.is_valid()
    if sent and (token := _changed(request, form, device.of(request))):
        return cookies.give(ways.to("security", fait="mot-de-passe"), token)
    return _form_page(request, "session/password.html", form, due=due.why(request))


def _changed(request: HttpRequest, form: ChangePasswordForm, where: Device) -> str:
    """The session's new token; nothing when the form says why."""
    if stopped := signing_in.check_password(request.actor, form.cleaned_data["mot_de_passe"], where):
        form.add_error("mot_de_passe", wording.sentence(stopped, "Mot de passe actuel incorrect."))
        return ""
    try:
        return own.change_password(request.actor, form.cleaned_data["password"], [request.actor.organisation_name])
    except Refused as refused:
        form.take(refused)
        return ""


def email(request: HttpRequest) -> HttpResponse:
    require_fresh(request)
    form = NewEmailForm.of(request)
    if request.method == "POST" and form.is_valid():
        try:
            engine.run(Account.change_email, request.actor.user, request.actor, email=form.cleaned_data["email"])
        except Refused as refused:
            form.take(refused)
        else:
            return ways.to("security", fait="courriel")
    return _form_page(request, "session/email.html", form, email=request.present.email)


def generator(request: HttpRequest) -> HttpResponse:
    """A first code generator, or another in place of the one that is."""
    require_fresh(request)
    form = EnrolForm.of(request)
    if request.method == "POST" and form.is_valid():
        try:
            codes = own.enrol_totp(request.actor, form.cleaned_data["code"])
        except Refused as refused:
            form.take(refused)
        else:
            return _proved_more(request, codes, "application")
    waiting = own.begin_totp(request.actor.user)
    return _form_page(request, "session/generator.html", form, secret=grouped(totp.secret_of(waiting)))


def remove_generator(request: HttpRequest) -> HttpResponse:
    require_fresh(request)
    return _act(request, Account.remove_totp, "application-retiree")


def add_key(request: HttpRequest) -> HttpResponse:
    require_fresh(request)
    form = KeyForm.of(request)
    if request.method == "POST" and form.is_valid():
        answer, label = form.cleaned_data["cle"], form.cleaned_data["label"]
        try:
            codes = own.add_key(request.actor, answer, proving.take_challenge(request), label)
        except Refused as refused:
            form.take(refused)
        else:
            return _proved_more(request, codes, "cle")
    return _form_page(request, "session/add_key.html", form)


def key_options(request: HttpRequest) -> HttpResponse:
    """What the browser asks the key to be added; good once, five minutes."""
    require_fresh(request)
    options, value = keys.options_to_add(signing_in.person_of(request.actor.user))
    proving.remember_challenge(request, value)
    return HttpResponse(options, content_type="application/json")


def key(request: HttpRequest, key: UUID) -> HttpResponse:
    """Rename or remove one of one's own keys."""
    found = next((one for one in keys.of(request.actor.user) if one.pk == key), None)
    if found is None:
        return ways.to("security")
    form = KeyNameForm.of(request, initial={"label": found.label})
    if request.method == "POST" and form.is_valid():
        require_fresh(request)
        return _act(request, Account.rename_key, "cle-renommee", key=key, label=form.cleaned_data["label"])
    return _form_page(request, "session/key.html", form, key=found)


def remove_key(request: HttpRequest, key: UUID) -> HttpResponse:
    require_fresh(request)
    return _act(request, Account.remove_key, "cle-retiree", key=key)


def unlink(request: HttpRequest, key: UUID) -> HttpResponse:
    require_fresh(request)
    return _act(request, Account.unlink_identity, "identite", key=key)


def codes(request: HttpRequest) -> HttpResponse:
    """Ten new codes, shown once in answer to the button."""
    require_fresh(request)
    if request.method == "POST":
        try:
            return codes_page(request, own.renew_codes(request.actor), first=False)
        except Refused as refused:
            return overview(request, refused.reasons)
    left = recovery.remaining(request.actor.user)
    return render(request, "session/new_codes.html", chrome.of(request, "Ma sécurité"), left=left)


def end_session(request: HttpRequest, session: UUID) -> HttpResponse:
    require_fresh(request)
    own.end_session(request.actor, session)
    return ways.to("security", fait="session")


def end_others(request: HttpRequest) -> HttpResponse:
    require_fresh(request)
    own.end_others(request.actor)
    return ways.to("security", fait="sessions")


def _proved_more(request: HttpRequest, codes: list[str], done: str) -> HttpResponse:
    """A factor is there: the session counts as proved by it, under a new token; a first one brings its codes."""
    page = codes_page(request, codes, first=False) if codes else ways.to("security", fait=done)
    return cookies.give(page, own.raised(request.actor))


def _act(request: HttpRequest, act: engine.Act, done: str, **details: object) -> HttpResponse:
    try:
        engine.run(act, request.actor.user, request.actor, **details)
    except Refused as refused:
        return overview(request, refused.reasons)
    return ways.to("security", fait=done)


def _form_page(request: HttpRequest, template: str, form: Form, **context: object) -> HttpResponse:
    place = chrome.of(request, "Ma sécurité")
    return render(request, template, place, status=422 if form.is_bound else 200, form=form, **context)

"""The first time somebody comes back from FranceConnect: whose file it is. Then they are signed in."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.foundation.actor import visitor
from kairos.identity.accounts import device, oidc
from kairos.identity.accounts.identities import Unwelcome
from kairos.identity.accounts.models import User
from kairos.identity.accounts.oidc import Identity
from kairos.identity.accounts.oidc_services import FRANCECONNECT
from kairos.identity.accounts.signing_in import Stopped, Why
from kairos.people.jobseekers import linking
from kairos.spaces import chrome
from kairos.spaces.forms import Form
from kairos.spaces.persons.forms import IdentifierField
from kairos.spaces.session import cookies, leaving, ways, wording
from kairos.spaces.session.oidc import FIRST_TIME, existing, forget, kept, signed_in

WRONG = (
    "Aucun espace ouvert ne correspond à cet identifiant et à l’identité que FranceConnect a donnée. Vérifiez-le sur "
    "un courrier de votre agence ; si votre espace n’est pas encore ouvert, suivez d’abord le lien qu’elle vous envoie."
)
TOO_MANY = "Trop d’essais. Recommencez demain, ou connectez-vous avec votre mot de passe."


class LinkForm(Form):
    identifier = IdentifierField(
        label="Votre identifiant",
        help_text="Sur les courriers de votre agence : 7 chiffres puis une lettre ou un chiffre, ou 11 chiffres.",
        empty="Écrivez votre identifiant.",
    )


def link(request: HttpRequest) -> HttpResponse:
    """Reading it changes nothing; without an identity that just came back, one starts again."""
    existing(FRANCECONNECT)
    identity = oidc.unsealed(kept(request, FIRST_TIME))
    if identity is None:
        return ways.to("sign_in", ways.asked(request))
    form = LinkForm.of(request)
    if form.is_bound and form.is_valid() and (response := _linked(request, form, identity)):
        return response
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(
        request,
        "session/link_identity.html",
        chrome.of(request, "Connexion"),
        status=status,
        form=form,
        identity=identity,
        suite=ways.asked(request),
    )


def _linked(request: HttpRequest, form: LinkForm, identity: Identity) -> HttpResponse | None:
    """Signed in; None when the form says why not."""
    nobody = visitor(request.actor.request_id)
    found = linking.link(identity, form.cleaned_data["identifier"], device.of(request), nobody)
    if not isinstance(found, User):
        form.add_error("identifier", _sentence(found))
        return None
    suite = ways.asked(request)
    opened = signed_in(request, existing(FRANCECONNECT), identity, suite)
    if isinstance(opened, Unwelcome):
        form.add_error("identifier", WRONG)
        return None
    response = ways.to("landing", suite) if opened.complete else ways.to("code")
    response = leaving.remember(cookies.give(response, opened.token), FRANCECONNECT, identity.hint)
    return forget(response, FIRST_TIME)


def _sentence(stopped: Stopped) -> str:
    if stopped.why == Why.LOCKED:
        return TOO_MANY
    return WRONG if stopped.why == Why.WRONG else wording.sentence(stopped, WRONG)

"""What stands in the way of an act on an account."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.hashers import check_password

from kairos.foundation import clock
from kairos.foundation.actor import Actor, Audience, Strength
from kairos.foundation.guards import Guard, Reason
from kairos.identity.accounts import factors, passwords, provisional, tokens
from kairos.identity.accounts.factors import totp
from kairos.identity.accounts.models import OutsideIdentity, SecurityKey, TotpFactor, User

Details = Mapping[str, Any]


def link_opens(kind: str) -> Guard:
    """`link`: the row of the link that was followed, of this kind and this person, read again under the lock."""

    def guard(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
        row = tokens.again(details["link"])
        mine = row is not None and row.user_id == user.pk and row.kind == kind
        if not mine or tokens.problem(row):
            yield Reason("Ce lien n’ouvre plus rien. Demandez-en un autre.")

    return guard


def identity_is_the_agents(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    """`identity`: its e-mail, verified by the provider, is the agent's, who has no other identity there."""
    identity = details["identity"]
    if not user.staff_role or user.email != identity.email:
        yield Reason("Cette identité n’est celle d’aucun agent.")
    elif OutsideIdentity.objects.filter(user=user, issuer=identity.issuer).exists():
        yield Reason("Ce compte d’agent est rattaché à une autre identité.")


def identity_is_new(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    """Of somebody who is no agent, and has no other identity of this provider."""
    if user.staff_role:
        yield Reason("Cette identité n’est celle d’aucun compte.")
    elif OutsideIdentity.objects.filter(user=user, issuer=details["identity"].issuer).exists():
        yield Reason("Ce compte est rattaché à une autre identité.")


def email_is_the_accounts(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    """Verified by the provider (else it is empty), and by the account."""
    if user.email != details["identity"].email or user.email_verified_at is None:
        yield Reason("Cette identité n’est celle d’aucun compte.")


def identity_is_own(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    if not OutsideIdentity.objects.filter(pk=details["key"], user=user).exists():
        yield Reason("Cette identité n’ouvre plus votre compte.")


def password_stays(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    if not user.has_usable_password():
        yield Reason("C’est votre seule façon d’entrer : choisissez d’abord un mot de passe.")


def password_is_good(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    """`password`, and `words`: what else is known of the person (their organisation's name)."""
    words = [*words_of(user), *details.get("words", ())]
    for problem in passwords.problems(details["password"], words):
        yield Reason(problem, field="password")


def words_of(user: User) -> list[str]:
    return [user.first_name, user.last_name, user.email, user.portal_identifier or ""]


def password_is_another(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    if check_password(passwords.normalise(details["password"]), user.password):
        yield Reason("C’est déjà votre mot de passe. Choisissez-en un autre.", field="password")


def password_is_not_the_posted_one(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    if provisional.is_of(details["letter"], details["password"]):
        yield Reason(
            "C’est le mot de passe provisoire du courrier. Choisissez-en un autre, connu de vous seul.",
            field="password",
        )


def letter_opens(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    """`letter`: the posted secret this session was opened with, read again under the lock."""
    row = provisional.again(details["letter"])
    if row.user_id != user.pk or provisional.fate(row, clock.now()):
        yield Reason("Ce mot de passe provisoire n’ouvre plus rien. Demandez un autre courrier à l’opérateur.")


def letter_leads_in(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    """The same, once a password was chosen: only a newer letter stands in the way."""
    row = provisional.again(details["letter"])
    if row.user_id != user.pk or row.voided_at or row.finished_at:
        yield Reason("Cette première connexion n’est plus à finir. Reconnectez-vous.")


def factor_is_proved(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    if actor.strength < Strength.SECOND_FACTOR or not factors.has_any(user.pk):
        yield Reason("Prouvez d’abord votre second facteur.", field="code")


def may_enrol(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    """Half signed in, one adds a first factor alone, after the posted secret, the link of the operator, or the `link`
    of an invitation that still opens, for who has no letter to wait for."""
    if actor.audience != Audience.ANONYMOUS:
        return
    begun = user.staff_role != "" or provisional.unfinished(user.pk) is not None
    begun = begun or (tokens.invites(details.get("link"), user) and not provisional.is_due(user.pk))
    if not begun or factors.has_any(user.pk):
        yield Reason("Prouvez d’abord votre second facteur.", field="code")


def code_is_right(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    """`code`: what the application shows for the secret that waits to be confirmed."""
    waiting = totp.pending(user.pk)
    if waiting is None:
        yield Reason("Cette page a été ouverte deux fois. Scannez le nouveau code QR.", field="code")
    elif totp.step_of(waiting, details["code"]) is None:
        yield Reason(
            "Ce code n’est pas celui que l’application devrait afficher. Attendez le suivant et vérifiez que l’heure "
            "du téléphone est réglée automatiquement.",
            field="code",
        )


def key_is_free(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    if SecurityKey.objects.filter(credential_id=details["key"].credential_id).exists():
        yield Reason("Cette clé est déjà enregistrée.", field="label")


def key_is_own(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    if not SecurityKey.objects.filter(pk=details["key"], user=user).exists():
        yield Reason("Cette clé n’est plus enregistrée. Relisez la page.")


def another_factor_stays(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    """Someone who entered the portal, or works for the operator, always keeps one. `key`: the one to go, else TOTP."""
    if not user.needs_factor or user.code_by_mail:
        return
    keys = SecurityKey.objects.filter(user=user).exclude(pk=details.get("key"))
    generator = TotpFactor.objects.filter(user=user, confirmed_at__isnull=False) if "key" in details else None
    if not keys.exists() and not (generator and generator.exists()):
        yield Reason("C’est votre dernier second facteur. Ajoutez-en un autre avant de retirer celui-ci.")


def address_is_another(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    if details["email"].lower() == user.email:
        yield Reason("C’est déjà votre adresse.", field="email")


def identity_is_proved(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    """`who` was spoken to, and `how` the agent made sure: both are kept in the journal."""
    if not details.get("who"):
        yield Reason("Dites qui a demandé, avec sa fonction.", field="who")
    if not details.get("how"):
        yield Reason("Dites comment vous vous êtes assuré de son identité.", field="how")


def is_no_agent(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    if user.staff_role:
        yield Reason("Le compte d’un agent se refait en ligne de commande : kairos operator create.")


def has_a_password(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    if user.password_set_at is None:
        yield Reason("Cette personne n’a pas encore choisi de mot de passe.", field="reason")


def has_a_reason(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    if not details.get("reason"):
        yield Reason("Dites pourquoi.", field="reason")


def is_another(user: User, actor: Actor, details: Details) -> Iterator[Reason]:
    if user.pk == actor.user:
        yield Reason("C’est votre propre compte : demandez-le à un autre superviseur.")

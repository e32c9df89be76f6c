"""Opening a file: what is typed on one page becomes a person, a file and a mail, or only a mail.

Whether an e-mail or a SIRET is already known is never shown: the page says the same, does the same work, and the
owner is written to.
"""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kairos.foundation import engine, isolation
from kairos.foundation.actor import Actor
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.ids import new_id
from kairos.foundation.text import sort_key
from kairos.identity.accounts import activation
from kairos.identity.accounts.models import User
from kairos.identity.accounts.passwords import normalise
from kairos.identity.organisations import doubts
from kairos.identity.organisations.lifecycle import ProviderFile
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.identity.organisations.rules import siren_of
from kairos.identity.registers.port import Register


@dataclass(frozen=True, slots=True)
class Opening:
    """The file to open, each field already in its stored form. `token` makes a second sending harmless.

    title: the function of who opens it. reason: why a number that a register contradicts is maintained.
    """

    token: UUID
    siret: str
    nda: str
    name: str
    address: str
    postcode: str
    town: str
    phone: str
    title: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Opener:
    """Who opens an account together with the file."""

    civility: str
    first_name: str
    last_name: str
    email: str
    password: str


def open_account(opening: Opening, opener: Opener, actor: Actor, register: Register) -> None:
    """The file and its opener's account, or a mail to the owner of that address. Raises Refused.

    For an address that is taken the same work is done in nobody's name, then undone: how long the page takes tells
    nothing either.
    """
    user = _user(opener)
    inside = _enter(opening, actor)
    if Organisation.objects.filter(pk=opening.token).exists():
        return
    owner = activation.owner_of(opener.email)
    taken = owner is not None and owner.state != User.State.CREATED
    people = {"user": _nobody()} if taken else {"user": owner or user, "reopening": user if owner else None}
    try:
        with transaction.atomic():
            _run(opening, inside, _details(opening, register), **people)
            transaction.set_rollback(taken)
    except AlreadyDone:
        return
    except Refused:
        if owner or not activation.owner_of(opener.email):
            raise
        open_account(opening, opener, actor, register)  # somebody opened with this address in this very instant
    else:
        activation.tell_claim(owner if taken else None)


def open_another(opening: Opening, actor: Actor, register: Register) -> UUID:
    """The file of another organisation, for someone signed in; its id, the same sent twice. Raises Refused."""
    user = User.objects.get(pk=actor.user)
    inside = _enter(opening, actor)
    with suppress(AlreadyDone):
        _run(opening, inside, _details(opening, register), user=user)
    return opening.token


def _user(opener: Opener) -> User:
    return User(
        email=opener.email,
        civility=opener.civility,
        first_name=opener.first_name,
        last_name=opener.last_name,
        password=make_password(normalise(opener.password)),
    )


def _enter(opening: Opening, actor: Actor) -> Actor:
    """Whoever opens a file acts for it, and sees nothing else."""
    inside = actor.acting_for(opening.token)
    isolation.enter(inside)
    return inside


def _nobody() -> User:
    return User(email=f"{new_id()}@kairos.invalid", first_name="-", last_name="-")


def _run(opening: Opening, inside: Actor, details: dict, **people: User | None) -> None:
    engine.run(ProviderFile.open, _organisation(opening), inside, **details, **people)


def _details(opening: Opening, register: Register) -> dict:
    return {
        "title": opening.title,
        "establishment": _establishment(opening),
        "doubts": doubts.about(register, opening.siret, opening.nda),
        "reason": opening.reason,
    }


def _organisation(opening: Opening) -> Organisation:
    return Organisation(
        id=opening.token,
        siren=siren_of(opening.siret),
        nda=opening.nda,
        name=opening.name,
        sort_key=sort_key(opening.name)[:200],
        phone=opening.phone,
    )


def _establishment(opening: Opening) -> Establishment:
    return Establishment(
        siret=opening.siret,
        name=opening.name,
        address=opening.address,
        postcode=opening.postcode,
        town=opening.town,
    )

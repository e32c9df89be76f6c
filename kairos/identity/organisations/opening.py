"""Opening an account: what is typed on one page becomes a person, a file and a mail, or only a mail.

Whether an e-mail or a SIRET is already known is never shown: the page says the same, its owner is written to.
"""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import make_password

from kairos.foundation import engine, isolation
from kairos.foundation.actor import Actor
from kairos.foundation.guards import AlreadyDone
from kairos.foundation.text import sort_key
from kairos.identity.accounts.models import User
from kairos.identity.accounts.passwords import normalise
from kairos.identity.organisations.lifecycle import ProviderFile
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.identity.organisations.rules import siren_of


@dataclass(frozen=True, slots=True)
class Opening:
    """The fields of « Créer votre compte », each already in its stored form. `token` makes a second sending harmless."""

    token: UUID
    siret: str
    nda: str
    name: str
    address: str
    postcode: str
    town: str
    phone: str
    civility: str
    first_name: str
    last_name: str
    title: str
    email: str
    password: str


def open_account(opening: Opening, actor: Actor) -> None:
    """Raises Refused."""
    password = make_password(normalise(opening.password))
    if User.objects.filter(email=opening.email).exists():
        return
    organisation = _organisation(opening)
    user = User(
        email=opening.email,
        civility=opening.civility,
        first_name=opening.first_name,
        last_name=opening.last_name,
        password=password,
    )
    opener = actor.acting_for(organisation.pk)
    isolation.enter(opener)
    details = {"user": user, "title": opening.title, "establishment": _establishment(opening)}
    with suppress(AlreadyDone):
        engine.run(ProviderFile.open, organisation, opener, **details)


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

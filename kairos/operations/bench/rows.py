"""Invented rows of one training provider after another: alike but for their names, numbers, places and dates."""

import random
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from stdnum import luhn

from kairos.foundation.clock import PARIS
from kairos.foundation.ids import new_id
from kairos.foundation.text import sort_key
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.memberships import snapshot
from kairos.identity.memberships.models import ApplicationVersion, Membership, MembershipApplication
from kairos.identity.organisations.content import ProviderSheet
from kairos.identity.organisations.models import Establishment, Organisation, Person

State, Role = MembershipApplication.State, Person.Role
TOWNS = (("69003", "Lyon"), ("31000", "Toulouse"), ("59000", "Lille"), ("75011", "Paris"), ("97400", "Saint-Denis"))
NAMES = ("Ateliers", "Campus", "Horizon", "Savoirs", "Passerelle", "Compétences", "Avenir", "Métiers", "Institut")
CHECKS = [
    {"key": key, "label": label, "declared": "—", "found": found, "source": "Répertoire", "state": state, "verdict": ""}
    for key, label, found, state in (
        ("siret", "SIRET", "Établissement actif, siège", "ok"),
        ("nda", "Déclaration d’activité", "Même numéro, même SIREN", "ok"),
        ("email", "Courriel du RGC", "Boîte sans doute partagée", "warn"),
    )
]


@dataclass(frozen=True, slots=True)
class File:
    """One provider with who opened its file."""

    organisation: Organisation
    establishment: Establishment
    people: tuple[Person, ...]
    user: User
    affiliation: Affiliation

    def sheet(self) -> ProviderSheet:
        return ProviderSheet(self.organisation, self.establishment, (), self.people)


def sirets(draw: random.Random) -> Iterator[str]:
    """Luhn-valid, each of another SIREN, in the range that nobody bears."""
    for number in draw.sample(range(100_000), 100_000):
        siren = f"999{number:05}"
        bare = f"{siren}{luhn.calc_check_digit(siren)}0001"
        yield bare + luhn.calc_check_digit(bare)


def files(count: int, now: datetime, taken: Container[str]) -> Iterator[File]:
    """The same ones for the same count. `taken`: the SIREN that others bear."""
    draw = random.Random(count)
    free = (siret for siret in sirets(draw) if siret[:9] not in taken)
    for rank, siret in enumerate(islice(free, count)):
        yield _file(rank, siret, now - timedelta(minutes=draw.randrange(1, 900_000)), draw)


def _file(rank: int, siret: str, at: datetime, draw: random.Random) -> File:
    name = f"{draw.choice(NAMES)} {draw.choice(NAMES)} {rank}"
    postcode, town = draw.choice(TOWNS)
    organisation = Organisation(
        siren=siret[:9],
        nda=f"1193{rank:07}",
        name=name,
        sort_key=sort_key(name),
        phone="0199000000",
        email=f"contact@of-{rank}.example",
        created_at=at,
        modified_at=at,
    )
    user = User(
        email=f"d.roux@of-{rank}.example",
        civility="mme",
        first_name="Dominique",
        last_name="Roux",
        password="!",
        state=User.State.ACTIVE,
        created_at=at,
        activated_at=at,
        email_verified_at=at,
        password_set_at=at,
    )
    establishment = Establishment(
        organisation=organisation,
        siret=siret,
        name=name,
        address="1 rue du Volume",
        postcode=postcode,
        town=town,
        main=True,
    )
    affiliation = Affiliation(user=user, organisation=organisation, rights=["file.fill"], started_at=at)
    return File(organisation, establishment, tuple(_people(organisation, rank)), user, affiliation)


def _people(organisation: Organisation, rank: int) -> Iterator[Person]:
    for role, first_name in ((Role.DIRECTOR, "Dominique"), (Role.ACCOUNT_MANAGER, "Claude"), (Role.CONTACT, "Camille")):
        yield Person(
            organisation=organisation,
            role=role,
            civility="mme",
            first_name=first_name,
            last_name="Roux",
            title="Responsable",
            email=f"{first_name[0].lower()}.roux@of-{rank}.example",
            phone="0199000001",
        )


def application(
    file: File, number: int, state: str, terms: str, officers: Sequence[UUID]
) -> tuple[MembershipApplication, ApplicationVersion]:
    """The request of a file in one of the states that follow a submission, and its version."""
    at = file.organisation.created_at
    decided = state in (State.ACCEPTED, State.REFUSED)
    officer = None if state == State.SUBMITTED else officers[number % len(officers)]
    row = MembershipApplication(
        number=f"AD-{at.year}-{number:05}",
        organisation=file.organisation,
        state=state,
        version=1,
        created_at=at,
        created_by=file.user,
        modified_at=at,
        submitted_at=at,
        due_at=at + timedelta(days=14),
        due_rule="membership.decision_days=10@origine FR Europe/Paris",
        officer_id=officer,
        decided_at=at + timedelta(days=5) if decided else None,
        decided_by_id=officer if decided else None,
        reason="Établissement fermé." if state == State.REFUSED else "",
        terms_id=terms,
        terms_accepted_at=at,
        terms_accepted_by=file.user,
        checks=CHECKS,
        checks_ok=2,
        checks_warn=1,
    )
    snapshot.copy_onto(row, file.sheet())
    version = ApplicationVersion(
        application=row,
        organisation=file.organisation,
        number=1,
        content=snapshot.content_of(file.sheet()),
        submitted_at=at,
        submitted_by=file.user,
    )
    return row, version


def membership(row: MembershipApplication) -> Membership:
    starts_on = row.decided_at.astimezone(PARIS).date()
    return Membership(
        id=new_id(),
        number=row.number.replace("AD", "KA"),
        organisation=row.organisation,
        application=row,
        siret=row.siret,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=3 * 365),
        term_rule="membership.term_years=3@origine",
        terms_id=row.terms_id,
    )

"""The invented people of the tests.

Two files that are not members yet (A and B), one member organisation (M), the operator's people, an agency (its head,
an adviser, a job seeker whom she follows), and a freelance who has a file of her own (F, for which she acts) and
belongs to A too. Needs a database with real transactions: ask for the fixture `people`, which brings `real_db`.

    def test_own_file(people, as_person):
        response = asperson(people.owner_a).get("/compte/")
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, Audience, Strength, system, visitor
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.text import sort_key
from kairos.identity.accounts import sessions
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.frame import STAFF_RIGHTS
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.organisations.lifecycle import ProviderFile
from kairos.identity.organisations.models import Establishment, Organisation
from tests.support import agencies

PASSWORD = "quatre mots sans rapport"
DEVICE = sessions.Device(browser="Navigateur inconnu", network="127.0.0.0/24")
"""That of Django's test client."""


@dataclass(frozen=True, slots=True)
class Someone:
    """`actor`: as the frame would build it. `user` and `email` are empty for the visitor."""

    label: str
    actor: Actor
    user: User | None = None

    @property
    def email(self) -> str:
        return self.user.email if self.user else ""

    @property
    def organisation(self) -> UUID | None:
        return self.actor.organisation


@dataclass(frozen=True, slots=True)
class People:
    """organisation_a, _b: files before membership. organisation_m: a member, whose RGC entered the portal."""

    visitor: Someone
    owner_a: Someone
    owner_b: Someone
    manager: Someone
    freelance: Someone
    instructor: Someone
    supervisor: Someone
    agency_head: Someone
    adviser: Someone
    job_seeker: Someone
    organisation_a: Organisation
    organisation_b: Organisation
    organisation_m: Organisation

    def everyone(self) -> list[Someone]:
        return [value for name in self.__slots__ if isinstance(value := getattr(self, name), Someone)]


def build() -> People:
    """Everyone. Files and accounts are opened by acts; that M was accepted and entered the portal, and who works for
    the operator, is written as the owner would: those acts leave letters, numbers and messages that every test would
    have to know (`applications.accepted` does them).
    """
    a, ana = open_file("Les Ateliers du Canal", "73282932000074", "Solène", "Le Goff")
    b, bob = open_file("Formation du Littoral", "99900000100006", "Bob", "Kervella")
    m, maud = open_file("Méridienne Formation", "99900000200004", "Maud", "Nguyễn")
    f, free = open_file("Inès Da Silva Formation", "99900000300002", "Inès", "Da Silva", join=(a,))
    _accept(m, maud)
    agency = agencies.open_agency()
    adviser = agencies.adviser(agency)
    return People(
        visitor=Someone("visitor", visitor("tests")),
        owner_a=_member("owner_a", ana, a, {"file.fill"}),
        owner_b=_member("owner_b", bob, b, {"file.fill"}),
        manager=_member("manager", maud, m, {"file.fill", "accounts.manage"}, Strength.SECOND_FACTOR),
        freelance=_member("freelance", free, f, {"file.fill"}),
        instructor=_staff("instructor", "Paul", "Instruit"),
        supervisor=_staff("supervisor", "Sofia", "Supervise"),
        agency_head=agencies.head(agency),
        adviser=adviser,
        job_seeker=agencies.activate(agencies.followed(adviser)),
        organisation_a=a,
        organisation_b=b,
        organisation_m=m,
    )


def open_file(
    name: str, siret: str, first_name: str, last_name: str, join: tuple[Organisation, ...] = ()
) -> tuple[Organisation, User]:
    """A provider's file opened by a new person whose account is then activated."""
    user = person(first_name, last_name)
    now = clock.now()
    organisation = Organisation(
        id=new_id(), siren=siret[:9], nda="11750000001", name=name, sort_key=sort_key(name), phone="+33199000000"
    )
    establishment = Establishment(siret=siret, name=name, address="1 rue du Test", postcode="75011", town="Paris")
    opener = visitor("tests").acting_for(organisation.pk)
    with scope(opener):
        engine.run(ProviderFile.open, organisation, opener, user=user, title="Directrice", establishment=establishment)
        engine.run(Account.activate, user.pk, opener)
    for other in join:
        Affiliation(user=user, organisation=other, rights=["file.fill"], started_at=now).save(using="owner")
    user.refresh_from_db(using="owner")
    return organisation, user


def person(first_name: str, last_name: str, **more) -> User:
    email = f"{sort_key(first_name)}.{sort_key(last_name)}@tests.example".replace(" ", "-")
    return User(email=email, first_name=first_name, last_name=last_name, password=hashed(), **more)


@cache
def hashed() -> str:
    """argon2 is slow on purpose: once per process."""
    return make_password(PASSWORD)


def _accept(organisation: Organisation, user: User) -> None:
    now = clock.now()
    Organisation.objects.using("owner").filter(pk=organisation.pk).update(member_since=clock.today())
    User.objects.using("owner").filter(pk=user.pk).update(portal_entered_at=now, portal_identifier="K1000001")
    Affiliation.objects.using("owner").filter(user=user, organisation=organisation).update(
        rights=["file.fill", "accounts.manage"], entered_at=now
    )
    user.refresh_from_db(using="owner")
    organisation.refresh_from_db(using="owner")


def _staff(role: str, first_name: str, last_name: str) -> Someone:
    now = clock.now()
    user = person(
        first_name,
        last_name,
        staff_role=role,
        state=User.State.ACTIVE,
        created_at=now - timedelta(days=1),
        activated_at=now,
    )
    user.save(using="owner", force_insert=True)
    actor = Actor(
        audience=Audience.OPERATOR,
        user=user.pk,
        name=user.full_name,
        rights=STAFF_RIGHTS[role],
        strength=Strength.SECOND_FACTOR,
        request_id="tests",
    )
    return Someone(role, actor, user)


def _member(
    label: str,
    user: User,
    organisation: Organisation,
    rights: set[str],
    strength: Strength = Strength.PASSWORD,
) -> Someone:
    actor = Actor(
        audience=Audience.PROVIDER,
        user=user.pk,
        name=user.full_name,
        organisation=organisation.pk,
        organisation_name=organisation.name,
        rights=frozenset(rights),
        strength=strength,
        request_id="tests",
    )
    return Someone(label, actor, user)


def sign_in(
    client: Client, someone: Someone, strength: Strength | None = None, device: sessions.Device = DEVICE
) -> Client:
    """`client` with an open session of this person (none for the visitor), acting for their organisation.

    `strength`: how far they proved who they are, when not all the way.
    """
    client.cookies.pop(settings.SESSION_COOKIE_NAME, None)
    if someone.user is not None:
        with scope(system("tests")):
            token = sessions.open_session(
                someone.user, strength or someone.actor.strength, device, someone.organisation
            )
        client.cookies[settings.SESSION_COOKIE_NAME] = token
    return client

"""Two agencies, who works there, whom they follow: the last days of the story, told once the providers' are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pyotp

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, Audience, Strength, system, visitor
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.text import sort_key
from kairos.identity.accounts import links, own, sessions
from kairos.identity.accounts.factors import totp
from kairos.identity.accounts.models import OneUseToken, User
from kairos.identity.organisations.models import Organisation
from kairos.operations.demonstration.stage import DEVICE, Stage, do_what_is_due, mail_to, page
from kairos.operations.demonstration.story import Human
from kairos.people.access.lifecycle import Reading
from kairos.people.access.models import PersonAccess
from kairos.people.access.sources import LOOKUP
from kairos.people.agencies import inviting as agencies
from kairos.people.agencies.lifecycle import AgencyFile
from kairos.people.agencies.models import Adviser, Agency
from kairos.people.agencies.rights import DESK, FOLLOW, MANAGE
from kairos.people.jobseekers import activation, inviting
from kairos.people.jobseekers.lifecycle import JobSeekerFile
from kairos.people.jobseekers.models import JobSeeker

BEFORE = timedelta(days=4)
SINCE = timedelta(days=150)
"""The agencies open in the last days of the story, with people whom they followed long before."""
PLACES = (
    ("public", "Agence Rennes Sud", "Rennes", (
        ("Hélène", "Kermarrec", "Responsable d’agence", MANAGE),
        ("Nadia", "Benali", "Conseillère référente", FOLLOW),
        ("Yvon", "Le Saux", "Accueil", DESK),
    )),
    ("mission", "Mission locale du Bassin", "Rennes", (
        ("Rose", "Delaunay", "Responsable de la mission locale", MANAGE),
        ("Malik", "Ouédraogo", "Conseiller en insertion", FOLLOW),
    )),
)  # fmt: skip
FIRST = ("Maëlle", "Idriss", "Chloé", "Tomasz", "Awa", "Jean-Noël", "Lina", "Erwan", "Fatou", "Simon")
LAST = ("Le Goff", "Haddad", "Marchetti", "Zieliński", "Cissé", "Ortiz", "Quéré", "Pham")
STORIES = {
    FOLLOW: "Suit vingt personnes : son portefeuille, leurs espaces, un remplacement à accorder.",
    MANAGE: "Dirige l’agence : conseillers, portefeuilles par fichier, ouvertures en urgence.",
    DESK: "Tient l’accueil : peut ouvrir un dossier en urgence, avec un motif.",
}
SEEKER = "Cherche un emploi : voit sur son téléphone qui lit ses données, et pourquoi."
EACH, OPENED, READ = 30, 2, 6
ALSO = "pauline-etienne"
"""Of a provider, and adviser of the second agency too: she chooses for whom she acts."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Somebody of this part of the story. roles: of `accounts.json`."""

    human: Human
    space: str
    roles: tuple[str, ...]
    place: str
    story: str


@dataclass(slots=True)
class Told:
    people: list[Followed] = field(default_factory=list)


def follow(stage: Stage, now: datetime) -> list[Followed]:
    told = Told()
    with clock.fixed(now - BEFORE):
        for number, (kind, name, town, team) in enumerate(PLACES):
            agency = _open(kind, name, town)
            for first, last, title, right in team:
                _join(stage, agency, Human("", first, last, title, _address(first, last)), right, told)
            _bring(stage, agency, number * EACH, told)
            do_what_is_due()
        _join_too(stage, agency)
        do_what_is_due()
    with clock.fixed(now - timedelta(days=1)):
        _read(stage)
    return told.people


def _address(first: str, last: str) -> str:
    return f"{sort_key(first)}.{sort_key(last)}@agence.example".replace(" ", "")


def _open(kind: str, name: str, town: str) -> Agency:
    with scope(system("demonstration")) as kairos:
        return engine.run(AgencyFile.open, Agency(), kairos, kind=kind, name=name, town=town)


def _join(stage: Stage, agency: Agency, human: Human, right: str, told: Told) -> None:
    """Invited, a password, a code generator, then « Rejoindre »."""
    names = {"first_name": human.first_name, "last_name": human.last_name, "title": human.title}
    with scope(system("demonstration")) as kairos:
        agencies.invite(new_id(), kairos, agency=agency.pk, email=human.email, rights=[right], **names)
    token = re.search(r"/rejoindre/(\S+)", mail_to(human.email, "Invitation"))[1]
    with scope(visitor("demonstration")) as actor:
        link, _ = links.found(token, OneUseToken.Kind.INVITATION)
        user = links.open_invited(link, stage.secrets_of(human).password, actor)
        opened = sessions.open_session(user, Strength.PASSWORD, DEVICE)
    with page(opened) as (_, actor):
        secret = totp.secret_of(own.begin_totp(actor.user))
        own.enrol_totp(actor, pyotp.TOTP(secret, interval=totp.STEP).at(clock.outside()))
        opened = own.raised(actor)
    stage.secrets_of(human).totp = secret
    with page(opened) as (_, actor):
        agencies.accept(agencies.proposal_of(link), link, actor)
    told.people.append(Followed(human, "agency", (right,), agency.name, STORIES[right]))


def _join_too(stage: Stage, agency: Agency) -> None:
    """With the account, the password and the second factor that she has."""
    provider = next(one for one in stage.story.providers.values() if ALSO in one.team)
    human = provider.human(ALSO)
    names = {"first_name": human.first_name, "last_name": human.last_name, "title": "Conseillère à mi-temps"}
    with scope(system("demonstration")) as kairos:
        agencies.invite(new_id(), kairos, agency=agency.pk, email=human.email, rights=[FOLLOW], **names)
    token = re.search(r"/rejoindre/(\S+)", mail_to(human.email, "Invitation"))[1]
    with scope(visitor("demonstration")):
        link, _ = links.found(token, OneUseToken.Kind.INVITATION)
    with stage.as_member(provider, human) as (actor, _):
        agencies.accept(agencies.proposal_of(link), link, actor)


def _bring(stage: Stage, agency: Agency, start: int, told: Told) -> None:
    """The people of the agency's adviser; the first ones opened their space."""
    with scope(system("demonstration")):
        adviser = Adviser.objects.get(agency=agency, rights__contains=[FOLLOW])
        head = _head(agency)
        for number in range(start, start + EACH):
            with clock.fixed(clock.now() - SINCE):
                row = engine.run(JobSeekerFile.add, JobSeeker(agency=agency), head, adviser=adviser, **_person(number))
            if number < start + OPENED:
                inviting.invite(row.pk, head)
    for row in _first(agency):
        human = Human("", row.first_name, row.last_name, "", row.email)
        _open_space(stage, row, human)
        told.people.append(Followed(human, "jobseeker", (), agency.name, SEEKER))


def _head(agency: Agency) -> Actor:
    user = Adviser.objects.get(agency=agency, rights__contains=[MANAGE]).user_id
    rights = frozenset({MANAGE})
    return Actor(Audience.AGENCY, user, agency=agency.pk, rights=rights, strength=Strength.SECOND_FACTOR)


def _person(number: int) -> dict[str, object]:
    first, last = FIRST[number % len(FIRST)], LAST[(number + number // len(FIRST)) % len(LAST)]
    return {
        "identifier": f"{9_900_000 + number}{'ABCDEFGHJK'[number % 10]}",
        "birth_date": date(1970 + number % 34, 1 + number % 12, 1 + number % 28),
        "first_name": first,
        "last_name": last,
        "email": f"personne{number + 1}@candidat.example",
        "phone": f"+336990012{number:02}",
    }


def _first(agency: Agency) -> Iterator[JobSeeker]:
    with scope(system("demonstration")):
        rows = JobSeeker.objects.filter(agency=agency, invited_at__isnull=False).order_by("identifier")
        yield from list(rows)


def _open_space(stage: Stage, row: JobSeeker, human: Human) -> None:
    token = re.search(r"/candidat/activer/(\S+)", mail_to(row.email, "OpenYourSpace"))[1]
    with scope(visitor("demonstration")) as actor:
        waiting, _ = activation.found(token)
        secret = stage.secrets_of(human).password
        opened = activation.open_space(waiting, row.identifier, row.birth_date, secret, DEVICE, actor)
        if not isinstance(opened, User):
            raise RuntimeError(f"{human.full_name} did not open their space")


def _read(stage: Stage) -> None:
    """A member reads the first people of each agency: they gave their identifier."""
    with scope(system("demonstration")) as kairos:
        reader = Organisation.objects.filter(member_since__isnull=False).order_by("member_since", "id").first()
        for agency in Agency.objects.order_by("opened_at", "id"):
            for person in JobSeeker.objects.filter(agency=agency).order_by("identifier")[:READ]:
                row = PersonAccess(
                    person=person, reader_kind=PersonAccess.Kind.ORGANISATION, reader_id=reader.pk, place_id=reader.pk,
                    who=reader.name, function="Organisme de formation", source=LOOKUP.name,
                    ends_at=clock.now() + timedelta(days=30),
                )  # fmt: skip
                engine.run(Reading.open, row, kairos, reason="Inscription à l’information collective")

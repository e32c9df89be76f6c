"""An agency, who works there, whom they follow."""

import itertools
from datetime import date
from uuid import UUID

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, Audience, Strength, system
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.accounts.models import User
from kairos.people.access.lifecycle import Reading
from kairos.people.access.models import PersonAccess
from kairos.people.access.sources import LOOKUP
from kairos.people.agencies.lifecycle import AgencyFile
from kairos.people.agencies.models import Adviser, Agency
from kairos.people.agencies.rights import DESK, FOLLOW, MANAGE
from kairos.people.jobseekers.lifecycle import JobSeekerFile
from kairos.people.jobseekers.models import JobSeeker

BIRTH = date(1990, 9, 3)
NAMES = ("Maëlle Le Goff", "Idriss Haddad", "Chloé Marchetti", "Tomasz Zieliński", "Awa Cissé", "Jean-Noël Ortiz")
_turn = itertools.count(1)


def open_agency(name: str = "Agence de Rennes Sud", kind: str = Agency.Kind.PUBLIC_SERVICE) -> Agency:
    with scope(system("tests")) as kairos:
        return engine.run(AgencyFile.open, Agency(), kairos, kind=kind, name=name, town="Rennes")


def join(agency: Agency, label: str, *rights: str, title: str = "Conseillère"):
    """Somebody who works there, their second factor proved. Written as the owner: the invitation has its own tests."""
    from tests.support.people import Someone, person

    number, now = next(_turn), clock.now()
    user = person(label.capitalize(), f"Agence {number}", state=User.State.ACTIVE, created_at=now, activated_at=now)
    user.portal_entered_at = now
    user.save(using="owner", force_insert=True)
    row = Adviser(
        user_id=user.pk, agency_id=agency.pk, state=Adviser.State.ACTIVE, rights=sorted(rights), title=title,
        invited_by=user.pk, invited_at=now, answer_by=now, started_at=now,
    )  # fmt: skip
    row.call(user.first_name, user.last_name)
    row.save(using="owner", force_insert=True)
    actor = Actor(
        audience=Audience.AGENCY,
        user=user.pk,
        name=user.full_name,
        organisation_name=agency.name,
        agency=agency.pk,
        rights=frozenset(rights),
        strength=Strength.SECOND_FACTOR,
        request_id="tests",
    )
    return Someone(label, actor, user)


def head(agency: Agency):
    return join(agency, "agency_head", MANAGE, title="Responsable d’agence")


def adviser(agency: Agency, label: str = "adviser"):
    return join(agency, label, FOLLOW)


def desk(agency: Agency):
    return join(agency, "desk", DESK, title="Accueil")


def row_of(someone) -> Adviser:
    with scope(system("tests")):
        return Adviser.objects.select_related("agency", "user").get(user=someone.user.pk)


def followed(by=None, agency: Agency | None = None, **more) -> JobSeeker:
    """A person in this portfolio (of an agency, when nobody follows them), added by a head of the agency."""
    number = next(_turn)
    adviser = row_of(by) if by else None
    place = adviser.agency if adviser else agency
    first_name, _, last_name = NAMES[number % len(NAMES)].partition(" ")
    details = {
        "identifier": f"{number:07}A",
        "birth_date": BIRTH,
        "first_name": first_name,
        "last_name": last_name,
        "email": f"personne.{number}@tests.example",
        "phone": "+33699001234",
    }
    chief = Actor(Audience.AGENCY, new_id(), agency=place.pk, rights={MANAGE}, strength=Strength.SECOND_FACTOR)
    with scope(system("tests")):
        row = JobSeeker(agency_id=place.pk)
        return engine.run(JobSeekerFile.add, row, chief, adviser=adviser, **details | more)


def activate(row: JobSeeker, label: str = "job_seeker"):
    """Their space, open. Written as the owner: the activation has its own tests."""
    from tests.support.people import Someone, hashed

    now = clock.now()
    user = User(
        email=row.email, first_name=row.first_name, last_name=row.last_name, password=hashed(), created_at=now,
        activated_at=now, state=User.State.ACTIVE, portal_entered_at=now, code_by_mail=True,
    )  # fmt: skip
    user.save(using="owner", force_insert=True)
    JobSeeker.objects.using("owner").filter(pk=row.pk).update(
        user=user.pk, state=JobSeeker.State.ACTIVE, activated_at=now
    )
    actor = Actor(
        audience=Audience.JOBSEEKER,
        user=user.pk,
        name=user.full_name,
        jobseeker=row.pk,
        strength=Strength.SECOND_FACTOR,
        request_id="tests",
    )
    return Someone(label, actor, user)


def read_by(organisation: UUID, person: JobSeeker, name: str = "Méridienne Formation", **more) -> PersonAccess:
    """This organisation reads this person."""
    row = PersonAccess(
        person=person, reader_kind=PersonAccess.Kind.ORGANISATION, reader_id=organisation, place_id=organisation,
        who=name, function="Organisme de formation", source=LOOKUP.name, **more,
    )  # fmt: skip
    with scope(system("tests")) as kairos:
        return engine.run(Reading.open, row, kairos, reason="Inscription à une session")


def seen_by(actor: Actor) -> set[UUID]:
    with scope(actor):
        return set(JobSeeker.objects.values_list("pk", flat=True))

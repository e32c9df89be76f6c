"""What stands in the way of an act on a job seeker's file."""

from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.habilitations.guards import given
from kairos.people.agencies import guards as agencies
from kairos.people.agencies import queries
from kairos.people.agencies.models import Adviser
from kairos.people.agencies.rights import FOLLOW
from kairos.people.jobseekers import rules
from kairos.people.jobseekers.models import JobSeeker
from kairos.people.jobseekers.queries import sizes

Details = Mapping[str, Any]
has_a_reason = given("reason", "Dites pourquoi : la personne le lira.")
NOT_KNOWN = (
    "Ces informations ne sont pas celles que votre agence a notées. Vérifiez l’identifiant sur un courrier de "
    "l’agence, et la date de naissance."
)


def adviser_follows(row: JobSeeker, actor: Actor, details: Details) -> Iterator[Reason]:
    """`adviser`: one of the agency who has a portfolio; None for nobody."""
    adviser = details.get("adviser")
    if adviser is not None and not queries.followers_in(row.agency_id).filter(pk=adviser.pk).exists():
        yield Reason("Choisissez un conseiller de l’agence.", field="adviser")


def is_who_the_agency_knows(row: JobSeeker, actor: Actor, details: Details) -> Iterator[Reason]:
    """`identifier`, `birth_date`: as typed by whoever followed the link."""
    if (details["identifier"], details["birth_date"]) != (row.identifier, row.birth_date):
        yield Reason(NOT_KNOWN, field="identifier")


def identity_is_theirs(row: JobSeeker, actor: Actor, details: Details) -> Iterator[Reason]:
    """`identity`: of FranceConnect; `identifier`: as typed."""
    identity = details["identity"]
    names = (identity.last_name, identity.usage_name)
    same = rules.is_same_person(row, names, identity.first_name, identity.birth_date)
    if details["identifier"] != row.identifier or not same:
        yield Reason(NOT_KNOWN, field="identifier")


@agencies.portfolio_is_handed_on.register
def portfolio_is_handed_on(row: Adviser, actor: Actor, details: Details) -> Iterator[Reason]:
    if count := sizes(row.agency_id).get(row.pk, 0):
        yield Reason(f"Confiez d’abord ses {count} personnes à des collègues.", field="heirs")


@agencies.portfolio_is_empty_or_followed.register
def portfolio_is_empty_or_followed(row: Adviser, actor: Actor, details: Details) -> Iterator[Reason]:
    if FOLLOW not in details.get("rights", ()) and sizes(row.agency_id).get(row.pk, 0):
        yield Reason("Cette personne a un portefeuille : confiez-le d’abord à des collègues.", field="rights")

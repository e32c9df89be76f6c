"""Who is told that something was asked or answered: never what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.messages import EMAIL, IN_APP, Link, Message, Recipient
from kairos.identity.accounts import tokens
from kairos.identity.accounts.people import recipients_of
from kairos.people.access import queries as access
from kairos.people.agencies import queries as agencies
from kairos.people.jobseekers.models import JobSeeker
from kairos.people.requests.models import DataRequest


@dataclass(frozen=True)
class DataAsked(Message):
    """To whoever follows the person, or heads their agency when nobody does."""

    who: str
    due: date
    link: str

    subject = "{who} demande quelque chose sur ses données"
    channels = (EMAIL, IN_APP)

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.who} demande une correction de ses données, ou s’oppose à leur usage. C’est un droit : la réponse "
            f"est due au plus tard le {self.due:%d/%m/%Y}.",
            "Pour que personne d’autre ne le lise, ce courriel ne dit pas quoi.",
            Link("Lire et répondre", self.link),
        ]


@dataclass(frozen=True)
class DataAnswered(Message):
    agency: str
    link: str

    subject = "{agency} a répondu à votre demande sur vos données"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.agency} a répondu à votre demande. Pour que personne d’autre ne le lise, ce courriel ne dit pas "
            "quoi.",
            Link("Lire la réponse", self.link),
        ]


def asked(row: DataRequest) -> Iterator[DataAsked]:
    with scope(system("requests.messages")):
        users = access.followers_of(row.person_id)
        if not users:
            users = list(agencies.managers_of(row.agency_id).values_list("user_id", flat=True))
    link = tokens.address(f"/conseiller/demandes/{row.pk}/", "")
    for one in recipients_of(users):
        yield DataAsked(one, row.who, row.due_on, link)


def answered(row: DataRequest) -> DataAnswered:
    """Past the wall: a head reads nobody, and writes to them."""
    with scope(system("requests.messages")):
        person = JobSeeker.objects.select_related("agency").get(pk=row.person_id)
    to = Recipient(email=person.email, user=person.user_id)
    return DataAnswered(to, person.agency.name, tokens.address("/candidat/mes-donnees/", ""))

"""Who is told that something is to be declared: whoever registered them, then the account managers. Nobody is named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from kairos.foundation.messages import EMAIL, IN_APP, Message
from kairos.foundation.messages.message import Link
from kairos.identity.accounts.people import recipients_of
from kairos.identity.habilitations import queries as habilitations
from kairos.offer.catalogue.models import PublishedSession
from kairos.path.enrolments.models import Enrolment, Movement
from kairos.path.enrolments.training import deadlines
from kairos.path.enrolments.training.messages import day

ENTRIES = ("1 entrée en formation", "{} entrées en formation")
EXITS = ("1 sortie de formation", "{} sorties de formation")


@dataclass(frozen=True)
class MovementsDue(Message):
    what: str
    title_: str
    number: str
    until: str
    within: str

    subject = "À déclarer au plus tard le {until} : {what}"
    channels = (EMAIL, IN_APP)

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.what} à déclarer pour « {self.title_} » (session {self.number}), le {self.until} au plus tard.",
            f"Un mouvement se déclare sous {self.within}. Passé ce délai, Kairos vous demandera pourquoi.",
        ]


@dataclass(frozen=True)
class MovementsLate(MovementsDue):
    subject = "En retard : {what}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.what} de « {self.title_} » (session {self.number}), à déclarer le {self.until} au plus tard.",
            "Vous le recevez comme responsable de gestion des comptes (RGC) : demandez à qui suit cette session de le "
            "déclarer.",
        ]


def messages(row: Enrolment, rank: int, count: int) -> Iterator[Message]:
    one, several = ENTRIES if row.state == Enrolment.State.REGISTERED else EXITS
    what = one if count == 1 else several.format(count)
    number = PublishedSession.objects.values_list("number", flat=True).get(pk=row.session_id)
    within = deadlines.in_words()
    kind = MovementsDue if rank == 1 else MovementsLate
    for recipient in recipients_of(_whom(row, rank)):
        yield kind(recipient, what, row.title, number, day(row.due_on), within)


def _whom(row: Enrolment, rank: int) -> list[UUID]:
    """Who registered them, if they are still of the organisation."""
    managers = habilitations.managers_of(row.organisation_id)
    if rank > 1:
        return managers
    said = Movement.objects.filter(enrolment=row.pk, kind=Movement.Kind.REGISTRATION, voided_at__isnull=True)
    here = set(habilitations.members_of(row.organisation_id))
    return [one for one in said.values_list("declared_by", flat=True) if one in here] or managers

"""What the other side of a conversation is told: that something is there to read, never what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from kairos.foundation import clock
from kairos.foundation.actor import Actor, Audience, system
from kairos.foundation.isolation import scope
from kairos.foundation.messages import EMAIL, IN_APP, Message
from kairos.foundation.messages.message import Link
from kairos.foundation.messages.topics import Topic
from kairos.identity.accounts import tokens
from kairos.identity.accounts.people import recipients_of
from kairos.identity.habilitations import queries as habilitations
from kairos.path.enrolments.messages import person_of, recipient
from kairos.people.access import queries as access
from kairos.people.access.permissions import APPROVE, ENTER
from kairos.service.threads import topics
from kairos.service.threads.models import Side, Thread, ThreadMessage


@dataclass(frozen=True)
class Written(Message):
    """who: wrote. about: the training; empty with an agency."""

    who: str
    about: str
    link: str

    subject = "Nouveau message de {who}"

    def chosen_as(self) -> Topic:
        return topics.WRITTEN

    def body(self) -> Sequence[str | Link]:
        about = f", à propos de « {self.about} »" if self.about else ""
        return [
            "Bonjour,",
            f"{self.who} vous a écrit{about}. Pour que personne d’autre ne le lise, ce courriel ne dit pas quoi.",
            Link("Lire et répondre", self.link),
        ]


@dataclass(frozen=True)
class WrittenOf(Written):
    """To an adviser or a provider: in Kairos too."""

    channels = (EMAIL, IN_APP)


def written(row: Thread, by: Actor) -> Iterator[Message]:
    """To the other side than `by`."""
    person = person_of(row.person_id)
    if by.audience != Audience.JOBSEEKER:
        to = str(row.enrolment_id) if row.enrolment_id else "conseiller"
        yield Written(recipient(person), row.place, row.title, tokens.address(f"/candidat/messages/{to}/", ""))
        return
    if row.enrolment_id:
        page = f"/organisme/messages/{row.enrolment_id}/"
    else:
        page = f"/conseiller/personnes/{row.person_id}/messages/"
    with scope(system("threads.messages")):
        users = _of_the_provider(row) if row.enrolment_id else access.followers_of(row.person_id)
    for one in recipients_of(users):
        yield WrittenOf(one, person.full_name, row.title, tokens.address(page, ""))


def _of_the_provider(row: Thread) -> list[UUID]:
    """Those who wrote there already and still may; else whoever may."""
    able = habilitations.holders_of(row.organisation_id, (ENTER, APPROVE), row.establishment_id, clock.today())
    wrote = set(ThreadMessage.objects.filter(thread=row.pk, side=Side.PROVIDER).values_list("author", flat=True))
    return [one for one in able if one in wrote] or able

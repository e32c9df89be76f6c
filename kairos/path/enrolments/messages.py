"""What people are told of an enrolment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from kairos.foundation.actor import system
from kairos.foundation.engine import Run
from kairos.foundation.isolation import scope
from kairos.foundation.messages import EMAIL, IN_APP, Message, Recipient
from kairos.foundation.messages.message import Link
from kairos.foundation.messages.topics import Topic
from kairos.identity.accounts import tokens
from kairos.identity.accounts.people import recipients_of
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.topics import RESULT, RESULT_OF
from kairos.people.jobseekers.models import JobSeeker

State = Enrolment.State
NEXT = {
    State.RETAINED: "Vous êtes retenu. L’organisme vous dira la suite : gardez ces dates libres.",
    State.NOT_RETAINED: "Vous n’êtes pas retenu. Parlez-en à votre conseiller : une autre session existe peut-être.",
    State.WAITING: "Vous êtes sur liste d’attente. On vous écrira si une place se libère.",
    State.ABSENT: "Vous étiez attendu et vous n’êtes pas venu. Votre conseiller peut vous orienter de nouveau.",
    State.REGISTERED: "Vous êtes inscrit. Venez le premier jour : si vous ne pouvez pas, prévenez l’organisme.",
    State.IN_TRAINING: "Vous êtes en formation : l’organisme l’a déclaré.",
    State.INTERRUPTED: "Votre formation est interrompue : l’organisme l’a déclaré.",
    State.COMPLETED: "Votre formation est terminée : l’organisme l’a déclaré.",
    State.LEFT: "L’organisme a déclaré que vous ne suivez plus cette formation.",
    State.NO_SHOW: "L’organisme a déclaré que vous n’êtes jamais venu. Si c’est faux, dites-le à votre conseiller.",
}


@dataclass(frozen=True)
class Referred(Message):
    title_: str
    link: str

    subject = "Votre conseiller vous propose une formation"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Votre conseiller vous oriente vers « {self.title_} ». L’organisme de formation peut maintenant lire vos "
            "coordonnées ; vous verrez toujours qui vous lit.",
            "Choisissez un rendez-vous, ou renoncez :",
            Link("Mes rendez-vous", self.link),
        ]


@dataclass(frozen=True)
class Decided(Message):
    title_: str
    text_: str
    reason: str
    note: str = ""

    subject = "Des nouvelles de votre formation"

    def chosen_as(self) -> Topic:
        return RESULT

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", f"« {self.title_} » : {self.text_}", *_more(self.note, self.reason)]


@dataclass(frozen=True)
class DecidedOf(Message):
    who: str
    title_: str
    state: str
    reason: str
    note: str = ""

    subject = "{who} : {state}"
    channels = (EMAIL, IN_APP)

    def chosen_as(self) -> Topic:
        return RESULT_OF

    def body(self) -> Sequence[str | Link]:
        state = self.state[0].lower() + self.state[1:]
        return ["Bonjour,", f"{self.who}, « {self.title_} » : {state}.", *_more(self.note, self.reason)]


def _more(note: str, reason: str) -> Iterator[str]:
    if note:
        yield note
    if reason:
        yield said_why(reason)


def said_why(reason: str) -> str:
    return f"Le motif donné : {reason.rstrip('.')}."


def recipient(person: JobSeeker) -> Recipient:
    return Recipient(email=person.email, phone=person.phone, user=person.user_id)


@dataclass(frozen=True, slots=True)
class Addressed:
    """People and their advisers' addresses, read once for a whole group."""

    people: Mapping[UUID, JobSeeker]
    advisers: Mapping[UUID, Recipient]


_addressed: ContextVar[Addressed | None] = ContextVar("addressed", default=None)


@contextmanager
def addressed(people: Iterable[UUID]) -> Iterator[None]:
    """Within, messages about these people read nothing more. Past the wall: only to write to them."""
    with scope(system("enrolments.messages")):
        found = JobSeeker.objects.select_related("adviser").in_bulk(list(people))
    advisers = recipients_of(one.adviser.user_id for one in found.values() if one.adviser)
    token = _addressed.set(Addressed(found, {one.user: one for one in advisers if one.user}))
    try:
        yield
    finally:
        _addressed.reset(token)


def person_of(key: UUID) -> JobSeeker:
    """Past the wall: only to write to them and their adviser."""
    known = _addressed.get()
    if known and key in known.people:
        return known.people[key]
    with scope(system("enrolments.messages")):
        return JobSeeker.objects.select_related("adviser").get(pk=key)


def _advisers(user: UUID) -> list[Recipient]:
    known = _addressed.get()
    if known and user in known.advisers:
        return [known.advisers[user]]
    return recipients_of([user])


def referred(row: Enrolment) -> Referred:
    return Referred(recipient(person_of(row.person_id)), row.title, tokens.address("/candidat/rendez-vous/", ""))


def decided(row: Enrolment, run: Run, note: str = "", why: str | None = None) -> Iterator[Message]:
    """To the person, and to whoever follows them now. why: the reason that is given, that of the state unless said."""
    person = person_of(row.person_id)
    reason = row.reason if why is None else why
    target = State(row.state)
    yield Decided(recipient(person), row.title, NEXT[target], reason, note)
    if person.adviser is not None:
        for one in _advisers(person.adviser.user_id):
            yield DecidedOf(one, person.full_name, row.title, str(target.label), reason, note)

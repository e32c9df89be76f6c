"""What people are told of an appointment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kairos.foundation.messages import SMS, Attachment, Link, Message, Paper
from kairos.foundation.messages.topics import Topic
from kairos.path.appointments import printing, tokens, topics
from kairos.path.appointments.calendars import invitations
from kairos.path.appointments.models import Booking, Slot
from kairos.path.appointments.wording import when, where
from kairos.path.enrolments.messages import person_of, recipient

__all__ = [
    "booked", "cancelled", "corrected", "given_up", "gone", "moved", "promoted", "reminders", "waits", "when",
    "withdrawn",
]  # fmt: skip
GONE = "Rendez-vous annulé"


@dataclass(frozen=True)
class _About(Message):
    """what, hour, place: the appointment in words. link: to answer in one tap. contact: whom to call. invitation: for
    their calendar. convocation: of who is expected."""

    what: str
    hour: str
    place: str
    provider: str
    link: str
    note: str = ""
    contact: str = ""
    invitation: Attachment | None = None
    convocation: Paper | None = None

    secret = True

    def attachments(self) -> Sequence[Attachment]:
        return [self.invitation] if self.invitation else []

    def papers(self) -> Sequence[Paper]:
        return [self.convocation] if self.convocation else []

    def said(self) -> list[str]:
        contact = f"Qui joindre : {self.contact}" if self.contact else ""
        lines = [f"{self.what}, {self.provider}", self.hour, self.place, self.note, contact]
        return ["\n".join(line for line in lines if line)]

    def answers(self) -> list[str | Link]:
        return [Link("Je serai là, ou je ne peux pas venir", self.link)]


@dataclass(frozen=True)
class _Change(_About):
    def chosen_as(self) -> Topic:
        return topics.CHANGE


@dataclass(frozen=True)
class AppointmentBooked(_About):
    subject = "Votre rendez-vous : {hour}"

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", "Votre place est réservée.", *self.said(), *self.answers()]


@dataclass(frozen=True)
class AppointmentAwaited(_About):
    subject = "Liste d’attente : {hour}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            "Ce rendez-vous est complet. Vous êtes sur sa liste d’attente : si une place se libère, elle est à vous, "
            "dans l’ordre, et on vous l’écrit.",
            *self.said(),
            Link("Ne plus attendre", self.link),
        ]


@dataclass(frozen=True)
class PlaceFreed(_Change):
    subject = "Une place s’est libérée : {hour}"

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", "Une place s’est libérée : elle est à vous.", *self.said(), *self.answers()]


@dataclass(frozen=True)
class AppointmentMoved(_Change):
    before: str = ""
    reason: str = ""

    subject = "Rendez-vous déplacé : {hour}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Le rendez-vous prévu {self.before} est déplacé. Le motif donné : {self.reason.rstrip('.')}.",
            *self.said(),
            *self.answers(),
        ]


@dataclass(frozen=True)
class AppointmentCorrected(_About):
    subject = "Rendez-vous précisé : {hour}"

    def body(self) -> Sequence[str | Link]:
        said = "Le lieu, ou ce qu’il faut savoir de ce rendez-vous, a changé. Son heure reste la même."
        return ["Bonjour,", said, *self.said(), *self.answers()]


@dataclass(frozen=True)
class AppointmentGivenUp(_About):
    subject = "Votre place est rendue : {hour}"

    def body(self) -> Sequence[str | Link]:
        said = "Vous avez dit que vous ne pouvez pas venir. Votre place est rendue, l’organisme le sait."
        return ["Bonjour,", said, *self.said()]


@dataclass(frozen=True)
class AppointmentCancelled(_Change):
    reason: str = ""

    subject = "Rendez-vous annulé : {hour}"

    def body(self) -> Sequence[str | Link]:
        why = f"Le motif donné : {self.reason.rstrip('.')}."
        return ["Bonjour,", f"Ce rendez-vous n’a plus lieu pour vous. {why}", *self.said()]


@dataclass(frozen=True)
class AppointmentReminder(_About):
    """rank: see `topics.REMINDERS`."""

    rank: int = 1

    subject = "Rappel : {hour}"

    def chosen_as(self) -> Topic:
        return topics.REMINDERS[self.rank]

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", "Vous êtes attendu.", *self.said(), *self.answers()]


@dataclass(frozen=True)
class AppointmentText(AppointmentReminder):
    channels = (SMS,)

    def body(self) -> Sequence[str | Link]:
        return [f"Rappel : {self.what.lower()}, {self.hour}. {self.place}", *self.answers()]


@dataclass(frozen=True)
class ChangeText(_About):
    """news: what became of it, in two words."""

    news: str = ""

    subject = "{news} : {hour}"
    channels = (SMS,)

    def chosen_as(self) -> Topic:
        return topics.CHANGE

    def body(self) -> Sequence[str | Link]:
        said = f"{self.news} : {self.what.lower()}, {self.provider}, {self.hour}."
        return [said] if self.news == GONE else [f"{said} {self.place}", *self.answers()]


def _about(kind: type[_About], row: Booking, *, summons: bool = False, invites: bool = False, **more: Any) -> _About:
    """summons: they are expected, a convocation says so, and their calendar. invites: the place was in the calendar of
    whoever held it."""
    slot: Slot = row.slot
    person = person_of(row.person_id)
    to = recipient(person)
    return kind(
        to,
        what=slot.get_kind_display(),
        hour=when(slot),
        place=where(slot),
        provider=slot.provider,
        link=tokens.address_of(row),
        note=slot.comment,
        contact=slot.contact,
        invitation=invitations.of(row, person.full_name, to) if (summons or invites) and to.email else None,
        convocation=printing.paper(row, person.full_name) if summons and to.email else None,
        **more,
    )


def booked(row: Booking) -> Message:
    return _about(AppointmentBooked, row, summons=True)


def waits(row: Booking) -> Message:
    return _about(AppointmentAwaited, row)


def promoted(row: Booking) -> Iterator[Message]:
    yield _about(PlaceFreed, row, summons=True)
    yield from _text(row, "Une place s’est libérée pour vous")


def moved(row: Booking, before: str) -> Iterator[Message]:
    yield _about(AppointmentMoved, row, summons=_is_held(row), before=before, reason=row.slot.reason)
    yield from _text(row, "Rendez-vous déplacé")


def corrected(row: Booking) -> Message:
    return _about(AppointmentCorrected, row, summons=_is_held(row))


def _is_held(row: Booking) -> bool:
    return row.state == Booking.State.BOOKED


def given_up(row: Booking) -> Message:
    return _about(AppointmentGivenUp, row, invites=True)


def cancelled(row: Booking, reason: str, held: bool) -> Iterator[Message]:
    """held: not only waited for."""
    yield _about(AppointmentCancelled, row, invites=held, reason=reason)
    yield from _text(row, GONE)


def gone(row: Booking) -> str:
    """In the message that tells of the session too."""
    return f"Votre rendez-vous n’aura pas lieu : {row.slot.get_kind_display().lower()}, {when(row.slot)}."


def withdrawn(row: Booking) -> Sequence[Attachment]:
    """What takes it out of a calendar."""
    person = person_of(row.person_id)
    to = recipient(person)
    return [invitations.of(row, person.full_name, to)] if to.email else []


def _text(row: Booking, news: str) -> Iterator[Message]:
    """To whom gave a mobile."""
    text = _about(ChangeText, row, news=news)
    if text.to.mobile:
        yield text


def reminders(row: Booking, rank: int) -> Iterator[Message]:
    """By mail, and by text message to whom gave a mobile, as they chose."""
    mail = _about(AppointmentReminder, row, rank=rank)
    if mail.to.email:
        yield mail
    if mail.to.mobile:
        yield _about(AppointmentText, row, rank=rank)

"""What people are told of a month."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kairos.foundation.actor import system
from kairos.foundation.clock import PARIS
from kairos.foundation.isolation import scope
from kairos.foundation.messages import EMAIL, IN_APP, Link, Message
from kairos.identity.accounts import tokens
from kairos.identity.accounts.people import recipients_of
from kairos.path.attendance import wording
from kairos.path.attendance.models import AttendanceMonth
from kairos.path.enrolments.messages import recipient
from kairos.people.jobseekers.models import JobSeeker

OWN = "/candidat/assiduite/"


@dataclass(frozen=True)
class MonthToConfirm(Message):
    month: str
    title_: str
    present: str
    absent: str
    unjustified: str
    until: str
    link: str

    subject = "Votre mois {month} est à confirmer"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"« {self.title_} » : votre organisme de formation a rendu votre mois {self.month}. Présence : "
            f"{self.present} h. Absences : {self.absent} h, dont {self.unjustified} h sans justification.",
            f"Confirmez-le, ou contestez une demi-journée avec un mot, jusqu’au {self.until}. Sans réponse de votre "
            "part, il est arrêté tel quel.",
            Link("Voir mon mois", self.link),
        ]


@dataclass(frozen=True)
class MonthCorrected(Message):
    month: str
    title_: str
    reason: str

    subject = "Votre mois {month} est corrigé"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"« {self.title_} » : l’organisme corrige votre mois {self.month}. Le motif donné : {self.reason}",
            "Il vous sera rendu de nouveau ; ce qu’il disait avant reste lisible.",
        ]


@dataclass(frozen=True)
class MonthMaintained(Message):
    month: str
    title_: str
    reason: str

    subject = "Réponse sur votre mois {month}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"« {self.title_} » : l’organisme maintient votre mois {self.month}. Sa réponse : {self.reason}",
            "Si vous n’êtes pas d’accord, parlez-en à votre conseiller : il voit ce que vous avez contesté.",
        ]


@dataclass(frozen=True)
class MonthContested(Message):
    """To whoever submitted it, and to the adviser."""

    who: str
    month: str
    title_: str
    place: str
    word: str

    subject = "{who} conteste son mois {month}"
    channels = (EMAIL, IN_APP)

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", f"{self.who}, « {self.title_} », {self.place} : « {self.word} »."]


def _people(keys: Iterable[UUID]) -> dict[UUID, JobSeeker]:
    """Past the wall: only to write to them and their advisers. One statement."""
    with scope(system("attendance.messages")):
        return JobSeeker.objects.select_related("adviser").in_bulk(list(keys))


def submitted(months: Sequence[AttendanceMonth]) -> Iterator[Message]:
    people = _people(row.person_id for row in months)
    for row in months:
        yield MonthToConfirm(
            recipient(people[row.person_id]),
            month=wording.of_month(row.month),
            title_=row.title,
            present=wording.hours(row.present),
            absent=wording.hours(row.justified + row.unjustified),
            unjustified=wording.hours(row.unjustified),
            until=_until(row.answer_by),
            link=tokens.address(OWN, ""),
        )


def _until(at: datetime | None) -> str:
    return wording.day(at.astimezone(PARIS).date()) if at else ""


def corrected(row: AttendanceMonth, reason: str) -> Message:
    return _to_the_person(MonthCorrected, row, reason)


def maintained(row: AttendanceMonth, reason: str) -> Message:
    return _to_the_person(MonthMaintained, row, reason)


def _to_the_person(kind: type[Message], row: AttendanceMonth, reason: str) -> Message:
    person = _people([row.person_id])[row.person_id]
    return kind(recipient(person), month=wording.of_month(row.month), title_=row.title, reason=reason)  # type: ignore[call-arg]


def contested(row: AttendanceMonth, rank: int, word: str) -> Iterator[Message]:
    person = _people([row.person_id])[row.person_id]
    adviser = person.adviser.user_id if person.adviser else None
    place = wording.half_day(row.month, rank)
    with scope(system("attendance.messages")):
        told = recipients_of([row.submitted_by, adviser])
    for one in told:
        yield MonthContested(one, person.full_name, wording.of_month(row.month), row.title, place, word)

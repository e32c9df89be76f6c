"""What one person has and may take: for their own page, and for their adviser's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.offer.catalogue import queries as catalogue
from kairos.path.appointments import queries, wording
from kairos.path.appointments.models import Booking, Slot
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from kairos.spaces import published

UNKNOWN = "Aucune session publiée ne porte ce numéro, ou plusieurs le portent : vérifiez-le."
MOST = 60
UNDECIDED = ("referred", "requested", "waiting", "absent")
SIGNS = {
    "referred": "info", "requested": "info", "retained": "ok", "not_retained": "bad", "waiting": "warn",
    "absent": "bad", "withdrawn": "idle", "cancelled": "idle", "registered": "ok", "in_training": "ok",
    "interrupted": "warn", "completed": "ok", "left": "idle", "no_show": "bad",
}  # fmt: skip


SAID = {
    "referred": "Votre conseiller vous a orienté vers cette formation. L’organisme doit encore décider.",
    "requested": "Votre demande est partie. L’organisme doit encore décider.",
    "retained": "L’organisme vous garde une place. Gardez ces dates libres.",
    "not_retained": "L’organisme ne vous a pas retenu. Votre conseiller peut vous proposer une autre session.",
    "waiting": "Toutes les places sont prises pour l’instant : on vous écrira si l’une se libère.",
    "absent": "Vous étiez attendu et n’êtes pas venu. Votre conseiller peut vous orienter de nouveau.",
    "registered": "Vous êtes inscrit. Venez le premier jour ; si vous ne pouvez pas, prévenez l’organisme.",
    "in_training": "Vous êtes en formation.",
    "interrupted": "Votre formation est interrompue.",
    "completed": "Votre formation est terminée.",
    "left": "Vous ne suivez plus cette formation : l’organisme a déclaré votre sortie.",
    "no_show": "L’organisme a déclaré que vous n’êtes pas venu. Si c’est faux, dites-le à votre conseiller.",
    "withdrawn": "Vous avez renoncé à cette formation. L’organisme ne vous lit plus.",
    "cancelled": "L’organisme a annulé cette session. L’organisme ne vous lit plus.",
}
"""Each state as the person reads it."""
STOPPED = (
    "L’organisme a annulé cette session pendant votre formation. Il vous lit encore quelque temps : celui du bilan et "
    "des papiers."
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A place held or waited for, still to come. held: its session is suspended, the place is kept."""

    row: Booking
    held: bool = False

    @property
    def when(self) -> str:
        return wording.when(self.row.slot)

    @property
    def where(self) -> str:
        return wording.where(self.row.slot)


@dataclass(frozen=True, slots=True)
class Choice:
    slot: Slot

    @property
    def when(self) -> str:
        return wording.when(self.slot)

    @property
    def where(self) -> str:
        return wording.where(self.slot)


@dataclass(frozen=True, slots=True)
class Training:
    """One enrolment, and the slots one may choose among; none while its session is suspended (held)."""

    row: Enrolment
    choices: Sequence[Choice]
    held: bool = False

    @property
    def badge(self) -> tuple[str, str]:
        return SIGNS.get(self.row.state, "info"), self.row.get_state_display()

    @property
    def said(self) -> str:
        return STOPPED if self.row.state == "cancelled" and self.row.is_out else SAID.get(self.row.state, "")

    @property
    def open(self) -> bool:
        return self.row.state in Enrolling.withdraw.sources

    @property
    def again(self) -> bool:
        """The adviser may refer again."""
        return self.row.state in Enrolling.reopen.sources


@dataclass(frozen=True, slots=True)
class Plan:
    taken: list[Taken]
    trainings: list[Training]


def of(actor: Actor, person: UUID) -> Plan:
    """Four statements."""
    now = clock.now()
    rows = queries.bookings_visible_to(actor).filter(person=person, state__in=queries.LIVE)
    taken = list(rows.filter(slot__ends_at__gt=now - timedelta(hours=1)).order_by("slot__starts_at"))
    found = list(enrolments.visible_to(actor).filter(person=person).order_by("-state_since", "id")[:20])
    wanted = {row.session_id for row in found if row.state in UNDECIDED}
    held = queries.suspended({row.session_id for row in found})
    slots = queries.running(queries.visible_to(actor)).filter(
        session__in=wanted, state=Slot.State.OPEN, starts_at__gt=now
    )
    there = {row.slot_id for row in taken}
    free = [slot for slot in slots.order_by("starts_at", "id")[:MOST] if slot.pk not in there]
    trainings = [
        Training(row, [Choice(slot) for slot in free if slot.session_id == row.session_id], row.session_id in held)
        for row in found
    ]
    return Plan([Taken(row, row.slot.session_id in held) for row in taken], trainings)


def trainings_of(actor: Actor, person: UUID) -> list[Training]:
    """Without what may be chosen. One statement."""
    rows = enrolments.visible_to(actor).filter(person=person).order_by("-state_since", "id")
    return [Training(row, ()) for row in rows[:20]]


def session_of(text: str) -> UUID | None:
    """The published session that was chosen in the search, or the only one of this number."""
    if chosen := published.one(text):
        return chosen.pk
    wanted = text.replace("\x00", "").strip()[:25]
    found = list(catalogue.published().filter(number=wanted).values_list("pk", flat=True)[:2]) if wanted else []
    return found[0] if len(found) == 1 else None


def enrolment_for(actor: Actor, person: UUID, slot: Slot) -> Enrolment:
    """Of this person on the slot's session. Raises Enrolment.DoesNotExist."""
    return enrolments.visible_to(actor).get(person=person, session=slot.session_id)

"""The sheet that somebody signs: by the code, among those open today to a group where they are expected.

Nobody else's sheet is ever looked at: a code that is shared opens nothing to whoever is not in the group. Wrong codes
are counted as wrong passwords are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db.models import QuerySet

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.identity.accounts import throttle
from kairos.identity.accounts.sessions import Device
from kairos.path.enrolments.models import Enrolment
from kairos.path.signing import codes, conditions, expecting
from kairos.path.signing.codes import Fit
from kairos.path.signing.lifecycle import Signing
from kairos.path.signing.models import Signature, SigningSheet

TRIES = UUID("6f0cf0f5-93a0-4f3e-8a0c-6f5a6a1e7b52")
"""Wrong codes are counted apart from wrong passwords."""
NONE_OPEN = "Aucune demi-journée n’est ouverte à votre signature. Demandez à votre formateur d’ouvrir l’émargement."
SIGNED = "Vous avez déjà signé cette demi-journée."


@dataclass(frozen=True, slots=True)
class Open:
    """A half-day somebody may sign now. signed_at: when they did already."""

    sheet: UUID
    enrolment: UUID
    title: str
    day: date
    half: int
    signed_at: datetime | None = None


def open_to(actor: Actor) -> list[Open]:
    """The half-days open today to a job seeker. Three statements, and those of the group's month."""
    with scope(system("signing.find", actor.request_id)):
        mine = dict(Enrolment.objects.filter(person=actor.jobseeker).values_list("session", "pk"))
        there = [one for one in _recent(mine) if _today(one) and mine[one.session_id] in expecting.lines_of(one)]
        rows = Signature.objects.filter(sheet__in=there, person=actor.jobseeker, state=Signature.State.SIGNED)
        signed = dict(rows.values_list("sheet", "signed_at"))
    return [Open(one.pk, mine[one.session_id], one.title, one.day, one.half, signed.get(one.pk)) for one in there]


def _recent(sessions: Iterable[UUID]) -> QuerySet[SigningSheet]:
    """Open, of the last two days: it is another day already in some places."""
    rows = SigningSheet.objects.filter(session__in=sessions, state=SigningSheet.State.OPEN)
    rows = rows.filter(day__gte=clock.today() - timedelta(days=1)).order_by("day", "half")
    return rows.select_related("session__delivery__course")


def _today(sheet: SigningSheet) -> bool:
    return sheet.day == expecting.board_of(sheet).today


def sign(code: str, device: Device, actor: Actor) -> Open:
    """Raises Refused: no half-day is open, a code of another moment, too many wrong ones, signed already."""
    standing = throttle.look(uuid5(TRIES, str(actor.jobseeker)), device.network)
    if standing.wait:
        raise Refused(f"Trop de codes faux à la suite : attendez {max(1, round(standing.wait.total_seconds()))} s.")
    found = open_to(actor)
    if not found:
        raise Refused(NONE_OPEN)
    fits = {one: codes.fit(one.sheet, code, clock.now()) for one in found}
    right = next((one for one, fit in fits.items() if fit == Fit.RIGHT), None)
    if right is None:
        if Fit.CHANGED in fits.values():
            raise Refused(conditions.CHANGED)
        throttle.count(standing)
        raise Refused(conditions.WRONG)
    if right.signed_at:
        raise Refused(SIGNED)
    throttle.forgive(standing)
    row = Signature(sheet_id=right.sheet, enrolment_id=right.enrolment, person_id=actor.jobseeker)
    engine.run(Signing.sign, row, actor, code=code)
    return right

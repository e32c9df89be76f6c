"""What changes when an act on a slot is done."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from kairos.foundation.actor import system
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.working_days import place_of
from kairos.offer.catalogue.events import SessionResumed, SessionStopped
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.appointments import messages, queries, rules
from kairos.path.appointments.models import Booking, Slot

TOLD = ("where", "postcode", "link", "contact", "comment")
"""Details that people are told."""
HELD_UP = (TrainingSession.State.SUSPENDED, TrainingSession.State.CANCELLED)
"""Sessions of which no freed place is given."""
Results = Mapping[UUID, tuple[str, str]]
"""Booking → (what became of it, why when not retained)."""


def open_(slot: Slot, run: Run) -> None:
    """One slot; the row says all but whose it is."""
    session = TrainingSession.objects.select_related("delivery__course", "organisation").get(pk=slot.session_id)
    slot.establishment_id, slot.title = session.establishment_id, session.delivery.course.title
    slot.provider = session.organisation.name[:200]
    slot.opened_at, slot.opened_by = run.now, run.actor.scope_user


def open_several(slot: Slot, run: Run, *, hours: Sequence[tuple[datetime, datetime]]) -> None:
    """A slot at each of these hours, of which this row is the first: what a rule made."""
    slot.rule = new_id()
    slot.starts_at, slot.ends_at = hours[0]
    open_(slot, run)
    for starts_at, ends_at in hours[1:]:
        run.perform(act_named("appointment_slot.open"), _like(slot, starts_at, ends_at))


def _like(slot: Slot, starts_at: datetime, ends_at: datetime) -> Slot:
    shared = ("organisation_id", "session_id", "kind", "mode", "who", "capacity", "where", "postcode", "link",
              "contact", "comment", "rule")  # fmt: skip
    return Slot(starts_at=starts_at, ends_at=ends_at, **{name: getattr(slot, name) for name in shared})


def edit(slot: Slot, run: Run, *, capacity: int, seen: str = "", **more: Any) -> None:
    """more: where, postcode, link, contact, comment, who. New places go to those who wait; whoever holds or awaits a
    place is told, until the hour, when what they were told has changed. At a place of another time zone, the clock on
    its wall shows the same hours: nobody is there yet, a guard sees to it. seen: for the guard."""
    changed = any(getattr(slot, name) != more.get(name, getattr(slot, name)) for name in TOLD)
    new = place_of(more.get("postcode", slot.postcode))
    slot.starts_at, slot.ends_at = (rules.same_clock(at, slot.place, new) for at in (slot.starts_at, slot.ends_at))
    slot.capacity = capacity
    for name, value in more.items():
        setattr(slot, name, value)
    if changed:
        _change(slot, run)
    run.write_now()
    for key in _keys(slot, queries.LIVE) if changed and slot.starts_at > run.now else ():
        run.perform(act_named("appointment_booking.correct"), key)
    fill(slot, run)


def move(slot: Slot, run: Run, *, starts_at: datetime, ends_at: datetime, reason: str, seen: str = "") -> None:
    """Everybody who holds a place or waits for one is told; who holds one keeps it, asked again whether they come.
    seen: for the guard."""
    before = messages.when(slot)
    slot.starts_at, slot.ends_at, slot.reason = starts_at, ends_at, reason
    _change(slot, run)
    run.write_now()
    for key in _keys(slot, queries.LIVE):
        run.perform(act_named("appointment_booking.follow"), key, before=before)
    for person in list(queries.expected([slot.pk]).order_by("id").values_list("person_id", flat=True)):
        fill_awaited(person, run)


def cancel(slot: Slot, run: Run, *, reason: str) -> None:
    slot.reason = reason
    _change(slot, run)
    run.write_now()
    for key in _keys(slot, queries.LIVE):
        run.perform(act_named("appointment_booking.cancel"), key, reason=reason)


def _change(slot: Slot, run: Run) -> None:
    slot.changes, slot.changed_at = slot.changes + 1, run.now


def close(slot: Slot, run: Run, *, results: Results) -> None:
    """All results at once; each becomes the enrolment's state in the same act. Who still waited waits no more."""
    for key, (result, reason) in results.items():
        came = result != "miss"
        note = "appointment_booking.attend" if came else "appointment_booking.miss"
        booking: Any = run.perform(act_named(note), key)
        _decide(booking, run, result, reason)
    for key in _keys(slot, (Booking.State.WAITING,)):
        run.perform(act_named("appointment_booking.cancel"), key, reason="Le rendez-vous a eu lieu.")


def _decide(booking: Booking, run: Run, result: str, reason: str) -> None:
    """A result that the enrolment says already changes nothing there."""
    if result == "attend":
        return
    act = act_named(f"enrolment.{result}")
    if booking.enrolment.state != act.target:
        run.perform(act, booking.enrolment_id, **({"reason": reason} if result == "not_retain" else {}))


def _keys(slot: Slot, states: Sequence[str]) -> list[UUID]:
    rows = Booking.objects.filter(slot=slot.pk, state__in=states).order_by("waiting_since", "id")
    return list(rows.values_list("pk", flat=True))


def fill(slot: Slot, run: Run) -> None:
    """Whoever waits takes the place that is free, in their order, until the hour; who is busy then keeps waiting."""
    with scope(system("appointments.fill", run.actor.request_id)):
        alive = Slot.objects.filter(pk=slot.pk, starts_at__gt=run.now).exclude(session__state__in=HELD_UP)
        left = sum(capacity - taken for capacity, taken in alive.values_list("capacity", "taken"))
        for one in list(queries.waiting(slot.pk)) if left > 0 else ():
            if left and queries.busy(one.person_id, slot) is None:
                run.perform(act_named("appointment_booking.promote"), one.pk)
                left -= 1


def fill_awaited(person: UUID, run: Run) -> None:
    """This person's time is free again: a place that nobody took because they were busy then is now theirs."""
    with scope(system("appointments.fill", run.actor.request_id)):
        rows = Slot.objects.filter(bookings__person=person, bookings__state=Booking.State.WAITING)
        free = rows.filter(state=Slot.State.OPEN, taken__lt=F("capacity"), starts_at__gt=run.now)
        awaited = list(free.order_by("starts_at", "id"))
    for slot in awaited:
        fill(slot, run)


def on_session_stopped(event: SessionStopped, run: Run) -> None:
    """A session cancelled for good has no appointments any more; suspended, it keeps those that are taken."""
    if not event.for_good:
        return
    rows = Slot.objects.filter(session=event.session.pk, state=Slot.State.OPEN)
    for key in rows.order_by("starts_at", "id").values_list("pk", flat=True):
        run.perform(act_named("appointment_slot.cancel"), key, reason=event.reason)


def on_session_resumed(event: SessionResumed, run: Run) -> None:
    """What was freed meanwhile goes to those who wait."""
    for slot in Slot.objects.filter(session=event.session.pk, state=Slot.State.OPEN, starts_at__gt=run.now):
        fill(slot, run)

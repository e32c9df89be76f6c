"""What changes when an act on a place in a slot is done."""

from collections.abc import Iterable

from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.messages import Message
from kairos.path.appointments import acts, messages, queries, rules
from kairos.path.appointments.models import Booking
from kairos.path.enrolments.events import EnrolmentEnded


def book(row: Booking, run: Run) -> None:
    """The database counts the place: the last one goes to one person, whoever else asks at that instant."""
    _begin(row, run)
    _hold(row)
    run.write_now()
    run.tell(messages.booked(row))


def wait(row: Booking, run: Run) -> None:
    _begin(row, run)
    row.waiting_since = run.now
    run.write_now()
    run.tell(messages.waits(row))


def _begin(row: Booking, run: Run) -> None:
    row.booked_at, row.booked_by = run.now, run.actor.scope_user


def _hold(row: Booking) -> None:
    row.occupies = rules.occupied(row.person_id, row.slot.starts_at, row.slot.ends_at)


def promote(row: Booking, run: Run) -> None:
    _hold(row)
    run.write_now()
    _tell(messages.promoted(row), run)


def _tell(said: Iterable[Message], run: Run) -> None:
    for message in said:
        run.tell(message)


def confirm(row: Booking, run: Run) -> None:
    row.coming = True


def decline(row: Booking, run: Run, *, word: str = "") -> None:
    """Said in advance by the person, in one tap: the place goes to whoever waits."""
    if _end(row, run, word):
        run.tell(messages.given_up(row))


def cancel(row: Booking, run: Run, *, reason: str, ended: EnrolmentEnded | None = None) -> None:
    """By the provider, the adviser, or with the slot: the person is told. ended: in the message of what ended it."""
    held = _end(row, run, reason)
    if ended is not None and ended.together:
        ended.also.append(messages.gone(row))
        ended.attached.extend(messages.withdrawn(row) if held else ())
    elif run.actor.jobseeker != row.person_id:
        _tell(messages.cancelled(row, reason, held), run)
    elif held:
        run.tell(messages.given_up(row))


def _end(row: Booking, run: Run, word: str) -> bool:
    """Whether a place was held, not only waited for."""
    held = row.state == Booking.State.BOOKED
    row.occupies, row.word, row.ended_at = None, word, run.now
    run.write_now()
    if held and row.slot.state == row.slot.State.OPEN:
        acts.fill(row.slot, run)
    if held:
        acts.fill_awaited(row.person_id, run)
    return held


def follow(row: Booking, run: Run, *, before: str) -> None:
    """The slot has moved: the place with it. before: when it was, as it was said."""
    row.coming, row.reminders = False, 0
    if row.state == Booking.State.BOOKED:
        _hold(row)
    _tell(messages.moved(row, before), run)


def correct(row: Booking, run: Run) -> None:
    """The place, or what one must know, has changed: the former mail answers no more."""
    run.tell(messages.corrected(row))


def remind(row: Booking, run: Run, *, rank: int) -> None:
    """rank: of this reminder, 1 or 2."""
    row.reminders = rank
    _tell(messages.reminders(row, rank), run)


def attend(row: Booking, run: Run) -> None:
    row.occupies, row.ended_at = None, run.now


def miss(row: Booking, run: Run) -> None:
    row.occupies, row.ended_at = None, run.now


def on_enrolment_ended(event: EnrolmentEnded, run: Run) -> None:
    """Whoever withdraws, or whose session is cancelled, is expected no more."""
    rows = Booking.objects.filter(enrolment=event.enrolment.pk, state__in=queries.LIVE)
    for key in rows.values_list("pk", flat=True):
        run.perform(act_named("appointment_booking.cancel"), key, reason=event.reason, ended=event)

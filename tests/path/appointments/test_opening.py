"""Opening and correcting slots: to come, within the session, somewhere, at the clock of the place."""

from datetime import datetime, time, timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.guards import Refused
from kairos.path.appointments.lifecycle import AppointmentSlot
from tests.support import path
from tests.support.team import run

REUNION = {"where": "4 rue de Paris, Saint-Denis", "postcode": "97400"}


def _hours(*starts):
    return [(at, at + timedelta(hours=1)) for at in starts]


def test_a_rule_opens_nothing_in_the_past_not_even_its_first(who, session):
    now = clock.now()
    hours = _hours(now - timedelta(hours=3), now + timedelta(days=1))
    with pytest.raises(Refused, match="premier jour à venir"):
        run(who, AppointmentSlot.open_several, path.new_slot(session), hours=hours)


def test_nothing_is_opened_nor_moved_after_the_last_day_of_its_session(who, session):
    last = datetime.combine(session.ends_on, time(9), clock.PARIS)
    after = last + timedelta(days=1)
    row = path.new_slot(session)
    row.starts_at, row.ends_at = after, after + timedelta(hours=1)
    with pytest.raises(Refused, match="La session finit le"):
        run(who, AppointmentSlot.open, row)
    with pytest.raises(Refused, match="La session finit le"):
        run(who, AppointmentSlot.open_several, path.new_slot(session), hours=_hours(last, after))
    slot = run(who, AppointmentSlot.open_several, path.new_slot(session), hours=_hours(last))
    with pytest.raises(Refused, match="La session finit le"):
        run(who, AppointmentSlot.move, slot.pk, starts_at=after, ends_at=after + timedelta(hours=1), reason="Salle")


def test_a_place_to_come_to_is_not_emptied(who, session):
    slot = path.slot(who, session)
    with pytest.raises(Refused, match="c’est là qu’on viendra"):
        run(who, AppointmentSlot.edit, slot.pk, capacity=8, where="", postcode="")
    assert run(who, AppointmentSlot.edit, slot.pk, capacity=9).where == slot.where


def test_corrected_to_another_time_zone_the_wall_shows_the_same_hour(who, session):
    slot = path.slot(who, session)
    before = slot.starts_at.astimezone(slot.place.zone)
    moved = run(who, AppointmentSlot.edit, slot.pk, capacity=8, **REUNION)
    after = moved.starts_at.astimezone(moved.place.zone)
    assert (after.replace(tzinfo=None), after == before) == (before.replace(tzinfo=None), False)
    assert moved.ends_at - moved.starts_at == slot.ends_at - slot.starts_at


def test_whoever_holds_or_awaits_a_place_keeps_its_hour(people, who, session):
    slot = path.slot(who, session)
    path.booked(path.referred(people, session), slot)
    with pytest.raises(Refused, match="pas la même heure"):
        run(who, AppointmentSlot.edit, slot.pk, capacity=8, **REUNION)
    assert run(who, AppointmentSlot.edit, slot.pk, capacity=8, postcode="69003").starts_at == slot.starts_at

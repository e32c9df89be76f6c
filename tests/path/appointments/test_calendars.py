"""Calendars, at an address and in a mail, read back by the `icalendar` package: zones, identities, cancellations."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import content
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.calendars import feeds, ical
from kairos.path.appointments.calendars.ical import Event, Party
from kairos.path.appointments.lifecycle import AppointmentSlot
from tests.support import agencies, path
from tests.support.team import run

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ZONES = ("Europe/Paris", "Indian/Reunion", "America/Miquelon", "America/Cayenne", "Pacific/Noumea")
SUMMER, WINTER = datetime(2026, 3, 29), datetime(2026, 10, 25)
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from('\n;,\\":é'), max_size=200)


def _read(text: str) -> icalendar.Calendar:
    """As strictly as the package reads: nothing ignored."""
    found = icalendar.Calendar.from_ical(text)
    assert [part.errors for part in found.walk() if part.errors] == []
    return found


def _events(text: str) -> list[icalendar.Event]:
    return _read(text).walk("VEVENT")


def _instant(calendar: icalendar.Calendar, event: icalendar.Event, name: str) -> datetime:
    """By the zone that the calendar itself carries, not by what this machine knows of its name."""
    at = event[name]
    zone = next(one for one in calendar.walk("VTIMEZONE") if one["TZID"] == at.params["TZID"])
    local = at.dt.replace(tzinfo=None)
    return local.replace(tzinfo=zone.to_tz(lookup_tzid=False)).astimezone(UTC)


def _event(starts_at: datetime, zone: str = "Europe/Paris", **more) -> Event:
    return Event(
        "1@kairos", 0, False, starts_at, starts_at + timedelta(hours=1), zone, more.pop("summary", "RDV"), **more
    )


@given(st.sampled_from(ZONES), st.integers(0, 3 * 365), st.integers(6, 20))
@example("Europe/Paris", 87, 9)
@example("Europe/Paris", 297, 9)
@example("America/Miquelon", 66, 8)
def test_every_hour_of_working_life_is_found_again_in_its_zone(zone, days, hour):
    """The examples are the days when the clocks change."""
    local = datetime(2026, 1, 1, hour, 30, tzinfo=ZoneInfo(zone)) + timedelta(days=days)
    calendar = _read(ical.calendar("Rendez-vous", [_event(local, zone)], NOW))
    (event,) = calendar.walk("VEVENT")
    assert _instant(calendar, event, "DTSTART") == local.astimezone(UTC)
    assert _instant(calendar, event, "DTEND") - _instant(calendar, event, "DTSTART") == timedelta(hours=1)


@pytest.mark.parametrize("day", [SUMMER, WINTER])
def test_an_hour_that_spans_the_change_of_clocks_lasts_what_it_lasts(day):
    before = (day + timedelta(hours=1, minutes=30)).replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC)
    calendar = _read(ical.calendar("R", [_event(before)], NOW))
    (event,) = calendar.walk("VEVENT")
    assert _instant(calendar, event, "DTSTART") == before
    assert event["DTSTART"].dt.utcoffset() == timedelta(hours=1 if day is SUMMER else 2)


@given(WORDS, WORDS, WORDS, st.booleans(), st.integers(0, 99))
def test_whatever_is_said_is_read_back_as_it_was(summary, place, name, cancelled, sequence):
    parties = {"organiser": Party("Kairos", "ne-pas-repondre@kairos.example"), "attendee": Party(name, "z@z.example")}
    event = Event("1@kairos", sequence, cancelled, NOW, NOW + timedelta(hours=1), "Indian/Reunion", summary, place,
                  place, **parties)  # fmt: skip
    text = ical.calendar(summary, [event], NOW, "REQUEST")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    calendar = _read(text)
    (read,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], read["UID"], read["SEQUENCE"]) == ("REQUEST", "1@kairos", sequence)
    assert (read["SUMMARY"], read["STATUS"] == "CANCELLED") == (summary, cancelled)
    assert read.get("LOCATION", "") == read.get("DESCRIPTION", "") == place
    assert read["ATTENDEE"] == "mailto:z@z.example"
    assert read["ATTENDEE"].params.get("CN", "") == " ".join(name.replace('"', "’").split())


def _open(actor) -> str:
    with scope(actor):
        return feeds.open_(actor)


def test_a_job_seeker_follows_moves_and_cancellations_under_one_identity(people, who):
    session = path.session(who)
    slot = path.slot(who, session)
    path.booked(path.referred(people, session, path.me(people)), slot)
    secret = _open(people.job_seeker.actor)
    (before,) = _events(feeds.read(secret))
    assert (before["STATUS"], before["SEQUENCE"]) == ("CONFIRMED", 0)
    starts = slot.starts_at + timedelta(days=1)
    run(who, AppointmentSlot.move, slot.pk, starts_at=starts, ends_at=starts + timedelta(hours=1), reason="Salle")
    calendar = _read(feeds.read(secret))
    (moved,) = calendar.walk("VEVENT")
    assert (moved["UID"], moved["SEQUENCE"]) == (before["UID"], 1)
    assert _instant(calendar, moved, "DTSTART") == starts
    run(who, AppointmentSlot.cancel, slot.pk, reason="Malade")
    (gone,) = _events(feeds.read(secret))
    assert (gone["UID"], gone["STATUS"]) == (before["UID"], "CANCELLED")
    assert gone["SEQUENCE"] > 1
    mails = _invitations()
    assert [(method, event["UID"]) for method, event in mails] == [
        (method, before["UID"]) for method in ("REQUEST", "REQUEST", "CANCEL")
    ]
    assert [event["SEQUENCE"] for _, event in mails] == [0, 1, gone["SEQUENCE"]]
    assert mails[1][1]["DTSTART"].dt == starts


def _invitations() -> list[tuple[str, icalendar.Event]]:
    """What the mails carried, in order: the method, and the event."""
    with scope(system("tests")):
        said = [content(row) for row in OutboxMessage.objects.order_by("id") if row.sealed]
    found = []
    for one in (attached for what in said for attached in what.attachments):
        calendar = _read(one.text)
        assert one.type == f"text/calendar; method={calendar['METHOD']}"
        found += [(str(calendar["METHOD"]), event) for event in calendar.walk("VEVENT")]
    return found


def test_an_invitation_names_who_sends_and_who_is_expected(people, who):
    session = path.session(who)
    enrolment = path.referred(people, session)
    path.booked(enrolment, path.slot(who, session))
    person = agencies.JobSeeker.objects.using("owner").get(pk=enrolment.person_id)
    [(_, event)] = _invitations()
    assert event["ORGANIZER"] == "mailto:ne-pas-repondre@kairos.example"
    assert (event["ATTENDEE"], event["ATTENDEE"].params["CN"]) == (f"mailto:{person.email}", person.full_name)


def test_who_waits_has_nothing_in_their_calendar_until_a_place_frees(people, who):
    session = path.session(who)
    slot = path.slot(who, session, capacity=1)
    first = path.booked(path.referred(people, session), slot)
    path.waits(path.referred(people, session), slot)
    assert [method for method, _ in _invitations()] == ["REQUEST"]
    run(path.oneself(agencies.JobSeeker(pk=first.person_id)), Place.decline, first.pk, word="Malade")
    uids = [(method, event["UID"] == f"{first.pk}@kairos") for method, event in _invitations()]
    assert sorted(uids[1:]) == [("CANCEL", True), ("REQUEST", False)]


def test_a_corrected_place_is_told_and_new_places_alone_are_not(people, who):
    session = path.session(who)
    slot = path.slot(who, session)
    path.booked(path.referred(people, session), slot)
    run(who, AppointmentSlot.edit, slot.pk, capacity=12, where=slot.where, postcode=slot.postcode)
    assert len(_invitations()) == 1
    run(who, AppointmentSlot.edit, slot.pk, capacity=12, where="3 quai Neuf, Paris", postcode=slot.postcode)
    (_, (method, event)) = _invitations()
    assert (method, event["SEQUENCE"], str(event["LOCATION"])) == ("REQUEST", 1, "3 quai Neuf, Paris (75011)")


def test_a_provider_sees_its_slots_without_anybodys_name(people, who):
    session = path.session(who)
    enrolment = path.referred(people, session)
    path.booked(enrolment, path.slot(who, session))
    text = feeds.read(_open(who.actor))
    assert "1 sur 8" in text
    person = path.again(enrolment).person_id
    assert agencies.JobSeeker.objects.using("owner").get(pk=person).last_name not in text


def test_an_address_dies_when_it_is_withdrawn_replaced_or_its_person_may_no_more(people, who):
    first = _open(who.actor)
    second = _open(who.actor)
    assert (feeds.read(first), bool(feeds.read(second))) == (None, True)
    with scope(who.actor):
        feeds.revoke(who.actor)
    assert feeds.read(second) is None
    third = _open(who.actor)
    type(who.affiliation).objects.using("owner").filter(pk=who.affiliation.pk).update(entered_at=None)
    assert feeds.read(third) is None
    assert feeds.read("x" * 43) is None


def test_the_page_shows_the_address_once(people, as_person):
    client = as_person(people.job_seeker)
    page = client.post("/rendez-vous/calendrier/").content.decode()
    address = re.search(r'value="http[^"]*(/rendez-vous/calendrier/[^"]*)"', page)[1]
    assert re.search(rf'href="webcal://[^/"]+{address}"', page)
    feed = _read(client.get(address).content.decode())
    assert feed["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert address not in client.get("/rendez-vous/calendrier/").content.decode()
    calendar = client.get(address)
    assert (calendar.status_code, calendar["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    client.post("/rendez-vous/calendrier/", {"retirer": "1"})
    assert client.get(address).status_code == 404

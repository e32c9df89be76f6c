"""The calendar of an address, read back: time zones, stable identities, cancellations, who may still read it."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation.isolation import scope
from kairos.path.appointments.calendars import feeds, ical
from kairos.path.appointments.calendars.ical import Event
from kairos.path.appointments.lifecycle import AppointmentSlot
from tests.support import agencies, path
from tests.support.team import run

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ZONES = ("Europe/Paris", "Indian/Reunion", "America/Miquelon", "America/Cayenne", "Pacific/Noumea")


def _unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def _blocks(text: str, kind: str) -> list[dict[str, str]]:
    """Each block of a kind: name with its parameters → value."""
    inside = re.findall(f"BEGIN:{kind}\r\n(.*?)END:{kind}\r\n", text.replace("\r\n ", ""), re.DOTALL)
    return [dict(line.split(":", 1) for line in block.split("\r\n")[:-1]) for block in inside]


def _instant(text: str, event: dict[str, str], name: str) -> datetime:
    """As a calendar program finds it: the local time, less the offset of the last observance begun by then."""
    key = next(one for one in event if one.startswith(name))
    zone, local = key.partition("TZID=")[2], datetime.strptime(event[key], "%Y%m%dT%H%M%S")
    zones = re.findall("BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", text, re.DOTALL)
    whole = next(one for one in zones if f":{zone}\r" in one)
    told = [*_blocks(whole, "STANDARD"), *_blocks(whole, "DAYLIGHT")]
    begun = [one for one in told if datetime.strptime(one["DTSTART"], "%Y%m%dT%H%M%S") <= local]
    offset = max(begun, key=lambda one: one["DTSTART"])["TZOFFSETTO"]
    ahead = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5])) * (-1 if offset[0] == "-" else 1)
    return (local - ahead).replace(tzinfo=UTC)


def _event(starts_at: datetime, zone: str = "Europe/Paris", **more) -> Event:
    return Event(
        "1@kairos", 0, False, starts_at, starts_at + timedelta(hours=1), zone, more.pop("summary", "RDV"), **more
    )


@given(st.sampled_from(ZONES), st.integers(0, 3 * 365), st.integers(6, 20))
def test_every_hour_of_working_life_is_found_again_in_its_zone(zone, days, hour):
    local = datetime(2026, 1, 1, hour, 30, tzinfo=ZoneInfo(zone)) + timedelta(days=days)
    text = ical.calendar("Rendez-vous", [_event(local, zone)], NOW)
    (event,) = _blocks(text, "VEVENT")
    assert _instant(text, event, "DTSTART") == local.astimezone(UTC)


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from("\n;,\\é"), max_size=200))
def test_any_text_is_folded_and_escaped_and_read_back(summary):
    text = ical.calendar("R", [_event(NOW, summary=summary)], NOW)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (line,) = [one for one in _unfolded(text) if one.startswith("SUMMARY:")]
    read = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], line.removeprefix("SUMMARY:"))
    assert read == summary


@pytest.fixture
def who(people):
    return path.coordinator(people)


def _open(actor) -> str:
    with scope(actor):
        return feeds.open_(actor)


def test_a_job_seeker_follows_moves_and_cancellations_under_one_identity(people, who):
    session = path.session(who)
    slot = path.slot(who, session)
    path.booked(path.referred(people, session, path.me(people)), slot)
    secret = _open(people.job_seeker.actor)
    (before,) = _blocks(feeds.read(secret), "VEVENT")
    assert (before["STATUS"], before["SEQUENCE"]) == ("CONFIRMED", "0")
    starts = slot.starts_at + timedelta(days=1)
    run(who, AppointmentSlot.move, slot.pk, starts_at=starts, ends_at=starts + timedelta(hours=1), reason="Salle")
    text = feeds.read(secret)
    (moved,) = _blocks(text, "VEVENT")
    assert (moved["UID"], moved["SEQUENCE"]) == (before["UID"], "1")
    assert _instant(text, moved, "DTSTART") == starts
    run(who, AppointmentSlot.cancel, slot.pk, reason="Malade")
    (gone,) = _blocks(feeds.read(secret), "VEVENT")
    assert (gone["UID"], gone["STATUS"]) == (before["UID"], "CANCELLED")
    assert int(gone["SEQUENCE"]) > 1


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
    assert address not in client.get("/rendez-vous/calendrier/").content.decode()
    calendar = client.get(address)
    assert (calendar.status_code, calendar["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    client.post("/rendez-vous/calendrier/", {"retirer": "1"})
    assert client.get(address).status_code == 404

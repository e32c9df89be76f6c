"""An iCalendar (RFC 5545) of plain values, its time zones included. Pure functions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LONGEST = 75
"""Octets of a line, RFC 5545 § 3.1."""
AGAIN = "PT1H"
"""How soon whoever subscribed reads it again (RFC 7986 § 5.7): without it some wait a day, or a week."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Party:
    """Who invites, who is invited."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Event:
    """uid: the same for ever. sequence: grows with each change. zone: IANA name, whose clock the hours are.

    address: of the page to read more. organiser, attendee: of an invitation.
    """

    uid: str
    sequence: int
    cancelled: bool
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str
    location: str = ""
    description: str = ""
    address: str = ""
    organiser: Party | None = None
    attendee: Party | None = None


def calendar(name: str, events: Sequence[Event], now: datetime, method: str = "PUBLISH") -> str:
    """The whole text, lines ended by CR LF."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kairos//Rendez-vous//FR", "CALSCALE:GREGORIAN",
             f"METHOD:{method}", f"X-WR-CALNAME:{escaped(name)}"]  # fmt: skip
    if method == "PUBLISH":
        lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{AGAIN}", f"X-PUBLISHED-TTL:{AGAIN}"]
    for zone in sorted({event.zone for event in events}):
        years = [event.starts_at.year for event in events if event.zone == zone]
        lines += _zone(zone, min(years), max(years))
    for event in events:
        lines += _event(event, now)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(event: Event, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    for name, at in (("DTSTART", event.starts_at), ("DTEND", event.ends_at)):
        yield f"{name};TZID={event.zone}:{at.astimezone(ZoneInfo(event.zone)):%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{escaped(event.summary)}"
    for name, text in (("LOCATION", event.location), ("DESCRIPTION", event.description)):
        if text:
            yield f"{name}:{escaped(text)}"
    if event.address:
        yield f"URL:{event.address}"
    if event.organiser:
        yield f"ORGANIZER{_called(event.organiser)}"
    if event.attendee:
        yield f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE{_called(event.attendee)}"
    yield "END:VEVENT"


def _called(party: Party) -> str:
    """The name is a quoted parameter, which may hold neither quotes nor ends of lines."""
    name = " ".join(party.name.replace('"', "’").split())
    return f';CN="{name}":mailto:{party.email}' if name else f":mailto:{party.email}"


def _zone(name: str, first: int, last: int) -> Iterator[str]:
    """What the clock of the place does from a year before the first event to a year after the last."""
    zone = ZoneInfo(name)
    start = datetime(first - 1, 1, 1, tzinfo=UTC)
    yield from ("BEGIN:VTIMEZONE", f"TZID:{name}")
    yield from _observance(start, zone, start)
    for change in changes(zone, start, datetime(last + 2, 1, 1, tzinfo=UTC)):
        yield from _observance(change, zone, change - HOUR)
    yield "END:VTIMEZONE"


def changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants (UTC, to the hour) at which its offset changes."""
    at = start
    while at < end:
        if at.astimezone(zone).utcoffset() != (at + DAY).astimezone(zone).utcoffset():
            hours = (at + n * HOUR for n in range(1, 25))
            before = at.astimezone(zone).utcoffset()
            yield next(one for one in hours if one.astimezone(zone).utcoffset() != before)
        at += DAY


def _observance(at: datetime, zone: ZoneInfo, before: datetime) -> Iterator[str]:
    then, now = before.astimezone(zone), at.astimezone(zone)
    kind = "DAYLIGHT" if now.dst() else "STANDARD"
    local = (at + then.utcoffset()).replace(tzinfo=None)
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{local:%Y%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{_offset(then)}"
    yield f"TZOFFSETTO:{_offset(now)}"
    yield f"END:{kind}"


def _offset(at: datetime) -> str:
    return f"{at:%z}"


def escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, "\\" + sign)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """Cut between characters, never inside one."""
    return "\r\n ".join(_pieces(line))


def _pieces(line: str) -> Iterable[str]:
    piece, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LONGEST:
            yield piece
            piece, size = "", 1
        piece, size = piece + character, size + octets
    yield piece

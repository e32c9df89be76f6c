"""How an appointment is said, at the hour of its place."""

from collections.abc import Sequence
from datetime import date, datetime

from kairos.path.appointments.models import Slot

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")  # fmt: skip


def when(slot: Slot) -> str:
    """« mardi 3 mars 2026, de 9 h à 10 h 30 », at the hour of the place."""
    first, last = slot.starts_at.astimezone(slot.place.zone), slot.ends_at.astimezone(slot.place.zone)
    hours = f"de {_hour(first.hour, first.minute)} à {_hour(last.hour, last.minute)}"
    return f"{DAYS[first.weekday()]} {day(first)}, {hours}"


def day(one: date) -> str:
    """« 3 mars 2026 »."""
    return f"{one.day}{'er' if one.day == 1 else ''} {MONTHS[one.month - 1]} {one.year}"


def _hour(hours: int, minutes: int) -> str:
    return f"{hours} h {minutes:02}" if minutes else f"{hours} h"


def where(slot: Slot) -> str:
    if slot.mode == Slot.Mode.VIDEO:
        return f"En visioconférence : {slot.link}" if slot.link else "En visioconférence, le lien vous sera envoyé"
    if slot.mode == Slot.Mode.PHONE:
        return "Par téléphone : on vous appelle"
    return f"{slot.where} ({slot.postcode})" if slot.postcode else slot.where


def others(slots: Sequence[Slot]) -> str:
    """« Places libres : … ; … », or nothing."""
    return f" Places libres : {' ; '.join(map(when, slots))}." if slots else " Aucun autre rendez-vous n’est libre."


def clock(first: datetime, last: datetime) -> str:
    """« 9 h – 10 h 30 », of two hours of the place."""
    return f"{_hour(first.hour, first.minute)} – {_hour(last.hour, last.minute)}"


def day_of(slot: Slot) -> date:
    """At its place."""
    return slot.starts_at.astimezone(slot.place.zone).date()

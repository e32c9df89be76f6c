"""How half-days, hours and months are said."""

from datetime import date

from kairos.path.attendance import rules

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")  # fmt: skip


def month(first: date) -> str:
    return f"{MONTHS[first.month - 1]} {first.year}"


def of_month(first: date) -> str:
    """« d’octobre 2026 », « de mai 2026 »."""
    said = month(first)
    return f"d’{said}" if said[0] in "ao" else f"de {said}"


def day(value: date) -> str:
    return f"{DAYS[value.weekday()]} {value.day}{'er' if value.day == 1 else ''} {MONTHS[value.month - 1]}"


def half_day(first: date, rank: int) -> str:
    """« mardi 29 septembre, après-midi »; `first`: of the month."""
    return f"{day(rules.day_of(first, rank))}, {rules.half_of(rank).label}"


def hours(minutes: int) -> str:
    """« 150,5 », « 7 », « 1 638 »: hours, as the grid writes them."""
    text = f"{minutes / 60:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", "\u202f").replace(".", ",")

"""How values are written in French: pure functions of plain values, no clock, no settings.

Spaces that must not break are written as such: U+00A0 between words, a number and its unit, and inside
identifiers; U+202F between thousands (Lexique des règles typographiques en usage à l’Imprimerie nationale).
"""

import re
from datetime import date, datetime, time, tzinfo

NBSP = "\u00a0"
THIN = "\u202f"

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
NEAR_DAYS = {-2: "avant-hier", -1: "hier", 0: "aujourd’hui", 1: "demain", 2: "après-demain"}


# --- Days and hours -------------------------------------------------------------------------------------


def day(value: date) -> str:
    """« 28 septembre 2026 », « 1er octobre 2026 »."""
    return f"{_day_number(value)}{NBSP}{MONTHS[value.month - 1]}{NBSP}{value.year}"


def month(value: date) -> str:
    """« octobre 2026 »."""
    return f"{MONTHS[value.month - 1]}{NBSP}{value.year}"


def week_day(value: date) -> str:
    """« vendredi 2 octobre 2026 »."""
    return f"{WEEKDAYS[value.weekday()]} {day(value)}"


def short_day(value: date, today: date | None = None) -> str:
    """« 28 sept. »; with `today`, the year follows when it is not this year’s: « 28 sept. 2025 »."""
    text = f"{_day_number(value)}{NBSP}{SHORT_MONTHS[value.month - 1]}"
    return text if today is None or today.year == value.year else f"{text}{NBSP}{value.year}"


def numeric_day(value: date) -> str:
    """« 28/09/2026 », what a date field shows."""
    return f"{value:%d/%m}/{value.year:04d}"


def relative_day(value: date, today: date) -> str:
    """« hier », « aujourd’hui », « après-demain »; « lundi 5 octobre » within a week; else the short day."""
    distance = (value - today).days
    if distance in NEAR_DAYS:
        return NEAR_DAYS[distance]
    if abs(distance) < 7:
        return f"{WEEKDAYS[value.weekday()]} {_day_number(value)}{NBSP}{MONTHS[value.month - 1]}"
    return short_day(value, today)


def ended(text: str) -> str:
    """A sentence with its full stop, and one alone: dates (« 26 nov. ») and what people type may bring theirs."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def hour(value: time | datetime) -> str:
    """« 9 h 12 », « 18 h » on the hour, « 0 h 05 »."""
    minutes = f"{NBSP}{value.minute:02d}" if value.minute else ""
    return f"{value.hour}{NBSP}h{minutes}"


def moment(value: datetime, zone: tzinfo) -> str:
    """« 28 septembre 2026 à 9 h 12 » at the place of `zone`; `value` is aware."""
    local = _at(value, zone)
    return f"{day(local)} à {hour(local)}"


def short_moment(value: datetime, zone: tzinfo, today: date | None = None) -> str:
    """« 30 sept., 16 h 25 » at the place of `zone`; `value` is aware."""
    local = _at(value, zone)
    return f"{short_day(local.date(), today)}, {hour(local)}"


def relative_moment(value: datetime, zone: tzinfo, today: date) -> str:
    """« aujourd’hui à 9 h 38 », « 30 sept. à 16 h 25 »; `today` is the day at the place of `zone`."""
    local = _at(value, zone)
    return f"{relative_day(local.date(), today)} à {hour(local)}"


def countdown(days: int, *, working: bool = False) -> str:
    """What is left of a deadline: « 2 jours », « Aujourd’hui », « 1 jour de retard », « 3 jours ouvrés »."""
    if days == 0:
        return "Aujourd’hui"
    unit = "jour ouvré" if working else "jour"
    several = "jours ouvrés" if working else "jours"
    text = plural(abs(days), unit, several)
    return text if days > 0 else f"{text} de retard"


def _day_number(value: date) -> str:
    return "1er" if value.day == 1 else str(value.day)


def _at(value: datetime, zone: tzinfo) -> datetime:
    if value.tzinfo is None:
        raise ValueError("An instant without its time zone cannot be shown.")
    return value.astimezone(zone)


# --- Numbers --------------------------------------------------------------------------------------------


def number(value: float, decimals: int = 0) -> str:
    """« 12 345 », « 94,6 »: decimal comma, thin spaces between thousands, a true minus sign."""
    text = f"{abs(value):,.{decimals}f}".replace(",", THIN).replace(".", ",")
    negative = value < 0 and any(digit in text for digit in "123456789")
    return f"−{text}" if negative else text


def euros(cents: int) -> str:
    """« 2 394,00 € » from integer cents."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'−' if cents < 0 else ''}{number(whole)},{rest:02d}{NBSP}€"


def percent(ratio: float, decimals: int = 1) -> str:
    """« 94,6 % » from 0.946."""
    return f"{number(ratio * 100, decimals)}{NBSP}%"


def capped(count: int, most: int = 99) -> str:
    """« 12 », « 99+ »: a list never promises an exact count beyond its page."""
    return f"{most}+" if count > most else str(count)


def plural(count: int, singular: str, several: str | None = None) -> str:
    """« 0 jour », « 1 jour », « 2 jours »: plural from two on; `several` is by default an s added."""
    word = singular if abs(count) < 2 else several or f"{singular}s"
    return f"{number(count)}{NBSP}{word}"


def weight(size: int) -> str:
    """« 212 ko », « 3,4 Mo » from bytes (decimal units, at least 1 ko)."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{NBSP}ko"
    return f"{number(size / 1_000_000, 1)}{NBSP}Mo"


# --- Identifiers ----------------------------------------------------------------------------------------


def siren(value: str) -> str:
    """« 999 842 117 »; returned as it is when not nine digits."""
    return _grouped(value, (3, 3, 3))


def siret(value: str) -> str:
    """« 999 842 117 00014 »; returned as it is when not fourteen digits."""
    return _grouped(value, (3, 3, 3, 5))


def nda(value: str) -> str:
    """« 11 93 07842 15 »: the number of the activity declaration; as it is when not eleven digits."""
    return _grouped(value, (2, 2, 5, 2))


_NATIONAL = re.compile(r"\+(?:33|262|508|590|594|596)([1-9][0-9]{8})")


def phone(value: str) -> str:
    """« 01 99 00 45 10 », a French number stored as +33199004510 too; another country’s is returned as it is."""
    return _grouped(_NATIONAL.sub(r"0\1", value), (2, 2, 2, 2, 2))


def _grouped(value: str, sizes: tuple[int, ...]) -> str:
    digits = re.sub(r"[\s.\-]", "", value)
    if not (digits.isascii() and digits.isdigit() and len(digits) == sum(sizes)):
        return value
    parts, start = [], 0
    for size in sizes:
        parts.append(digits[start : start + size])
        start += size
    return NBSP.join(parts)


# --- Sentences ------------------------------------------------------------------------------------------

_BEFORE_MARK = re.compile(r"""[ \u00a0\u202f]+(?=»|[:;?!](?:[\s<"'’{).,»…?!]|$))""")
_AFTER_QUOTE = re.compile(r"«[ \u00a0\u202f]*")


def bound_spaces(text: str) -> str:
    """The same text, the spaces before : ; ? ! » and after « made non-breaking; « != », « ?a=1 » left."""
    return _AFTER_QUOTE.sub(f"«{NBSP}", _BEFORE_MARK.sub(NBSP, text))


def typographic(text: str) -> str:
    """The same sentence, its apostrophes curved and its spaces bound."""
    return bound_spaces(text.replace("'", "’"))


def after_colon(text: str) -> str:
    """The sentence as it reads after a colon: first letter lowered, unless its first word is an acronym."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return text if first[1:].lower() != first[1:] else text[:1].lower() + text[1:]


def initials(name: str) -> str:
    """« IM » for Inès Marchetti: first letters of the first and the last word, at most two."""
    words = [word for word in name.split() if word[0].isalpha()]
    chosen = words if len(words) < 2 else (words[0], words[-1])
    return "".join(word[0] for word in chosen).upper()

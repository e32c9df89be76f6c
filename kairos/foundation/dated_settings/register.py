"""Declared settings and the process's copy of their dated values, renewed when the database says so."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from kairos.foundation import clock

_declared: dict[str, "DatedSetting"] = {}
_values: dict[str, tuple[list[date], list[Any]]] = {}
_version = -1
_expected = 0


@dataclass(frozen=True, slots=True)
class DatedSetting:
    """One rule: its key, French label, unit (« jours ouvrés », « ans »…), first value and where it comes from.

    kind: "integer", "boolean", "text", "choice" or "lines" (several texts); minimum and maximum bound an integer,
    choices a choice; maximum, of lines, the signs of each.
    """

    key: str
    label: str
    first: Any
    source: str
    unit: str = ""
    kind: str = "integer"
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[tuple[str, str], ...] = ()

    def value(self, on: date | None = None) -> Any:
        """The value in force on a day (today by default): the last one whose `valid_from` has come."""
        _refresh()
        days, values = _values.get(self.key, ((), ()))
        position = bisect_right(days, on or clock.today())
        return values[position - 1] if position else self.first

    def version(self, on: date | None = None) -> str:
        """The value with its date, as stored beside what was computed from it: `membership.term_years=3@2026-06-01`."""
        _refresh()
        days, _ = _values.get(self.key, ((), ()))
        position = bisect_right(days, on or clock.today())
        since = days[position - 1].isoformat() if position else "origine"
        return f"{self.key}={self.value(on)}@{since}"

    def problem(self, value: Any) -> str:
        """Why this cannot be its value, in French; nothing when it can."""
        match self.kind:
            case "integer":
                return self._outside(value)
            case "boolean":
                return "" if isinstance(value, bool) else "Répondez par oui ou par non."
            case "choice":
                return "" if value in dict(self.choices) else "Choisissez dans la liste."
            case "lines":
                return self._long(value) if value or not self.first else "Écrivez au moins une ligne."
        return "" if value else "Écrivez une valeur."

    def _long(self, value: Any) -> str:
        long = [line for line in value if self.maximum is not None and len(line) > self.maximum]
        return f"« {long[0]} » est trop long : {self.maximum} signes au plus par ligne." if long else ""

    def _outside(self, value: Any) -> str:
        if not isinstance(value, int) or isinstance(value, bool):
            return "Écrivez un nombre entier."
        least = value if self.minimum is None else self.minimum
        most = value if self.maximum is None else self.maximum
        if not least <= value <= most:
            return f"Écrivez un nombre de {self.minimum} à {self.maximum}."
        return ""


def declare(setting: DatedSetting) -> DatedSetting:
    """Make a setting known; two declarations of one key are refused."""
    if _declared.setdefault(setting.key, setting) != setting:
        raise ValueError(f"réglage déclaré deux fois : {setting.key}")
    return setting


def declared() -> dict[str, DatedSetting]:
    return dict(sorted(_declared.items()))


def expect_version(version: int) -> None:
    """Told by every frame: the count of changes the database has seen."""
    global _expected
    _expected = version


def forget() -> None:
    """Read the values again at the next question: the process has turned to another database."""
    global _version
    _version = -1


def _refresh() -> None:
    global _version
    if _version == _expected:
        return
    from kairos.foundation.models import SettingValue

    found: dict[str, tuple[list[date], list[Any]]] = defaultdict(lambda: ([], []))
    for key, valid_from, value in SettingValue.objects.order_by("key", "valid_from", "number").values_list(
        "key", "valid_from", "value"
    ):
        found[key][0].append(valid_from)
        found[key][1].append(value)
    _values.clear()
    _values.update(found)
    _version = _expected

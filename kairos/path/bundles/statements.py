"""The statements of a month as they were submitted, version by version, in JSON."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from kairos.path.attendance import rules
from kairos.path.attendance.models import AttendanceContest, AttendanceMonth, AttendanceVersion
from kairos.path.enrolments.models import Enrolment

MINUTES = ("planned", "present", "justified", "unjustified")


@dataclass(frozen=True, slots=True)
class Statement:
    """One person's month. told: as it is written."""

    month: date
    state: str
    told: dict[str, Any]


def of(rows: Sequence[Enrolment]) -> list[Statement]:
    """Of these people, in their order, month after month. Three statements."""
    by_enrolment: dict[Any, list[AttendanceMonth]] = {row.pk: [] for row in rows}
    months = AttendanceMonth.objects.filter(enrolment__in=list(by_enrolment)).order_by("month")
    for month in months:
        by_enrolment[month.enrolment_id].append(month)
    keys = [month.pk for found in by_enrolment.values() for month in found]
    versions = _grouped(AttendanceVersion.objects.filter(statement__in=keys).order_by("version"))
    contests = _grouped(AttendanceContest.objects.filter(statement__in=keys).order_by("said_at", "id"))
    return [
        Statement(month.month, month.state, _told(row, month, versions.get(month.pk, []), contests.get(month.pk, [])))
        for row in rows
        for month in by_enrolment[row.pk]
    ]


def written(month: date, statements: Iterable[Statement]) -> bytes:
    people = [one.told for one in statements if one.month == month]
    whole = {"month": f"{month:%Y-%m}", "unit": "minutes", "people": people}
    return (json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1) + "\n").encode()


def _grouped(rows: Iterable[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(row.statement_id, []).append(row)
    return found


def _told(
    row: Enrolment, month: AttendanceMonth, versions: list[AttendanceVersion], contests: list[AttendanceContest]
) -> dict[str, Any]:
    return {
        "identifier": row.person.identifier,
        "name": f"{row.person.last_name} {row.person.first_name}",
        "state": month.get_state_display(),
        "since": month.state_since,
        "versions": [_version(one, month.month) for one in versions],
        "contested": [{"version": one.version, "day": one.day, "half": rules.half_of(one.half).label}
                      for one in contests],
    }  # fmt: skip


def _version(row: AttendanceVersion, month: date) -> dict[str, Any]:
    totals = {name: getattr(row, name) for name in MINUTES}
    said = {"version": row.version, "submitted_at": row.submitted_at, "reason": row.reason, **totals}
    return said | {"marks": [_mark(one, month) for one in row.marks]}


def _mark(mark: dict[str, Any], month: date) -> dict[str, Any]:
    """Without what was written beside it: an inspector needs the motive, not the confidence."""
    rank = mark["rank"]
    at = {"day": rules.day_of(month, rank), "half": rules.half_of(rank).label}
    return at | {name: mark.get(name) for name in ("kind", "minutes", "motive", "justified", "proof")}

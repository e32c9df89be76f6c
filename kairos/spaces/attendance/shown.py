"""What was submitted of a person, as they and their adviser read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from kairos.path.attendance import queries, rules, wording
from kairos.path.attendance.models import AttendanceContest, AttendanceMonth, AttendanceVersion
from kairos.path.attendance.rules import Kind, Mark

State = AttendanceMonth.State
BADGES = {
    State.OPEN: ("warn", "En cours de correction"),
    State.SUBMITTED: ("info", "À confirmer"),
    State.CONFIRMED: ("ok", "Confirmé"),
    State.CONTESTED: ("warn", "Contesté"),
    State.LOCKED: ("ok", "Arrêté"),
}
KINDS = {Kind.ABSENCE: "Absence", Kind.LATE: "Retard", Kind.EARLY: "Parti avant la fin", Kind.CLOSED: "Fermeture"}


@dataclass(frozen=True, slots=True)
class Exception_:
    """One half-day that was not whole."""

    rank: int
    when: str
    mark: Mark

    @property
    def badge(self) -> tuple[str, str]:
        return badge_of(self.mark)

    @property
    def told(self) -> str:
        """« 30 minutes, Maladie, certificat »."""
        minutes = f"{self.mark.minutes} minutes" if self.mark.minutes else ""
        return ", ".join(filter(None, (minutes, self.mark.motive)))


def badge_of(mark: Mark) -> tuple[str, str]:
    if mark.kind == Kind.CLOSED:
        return "idle", KINDS[mark.kind]
    if mark.justified:
        return "info", f"{KINDS[mark.kind]}, justifié{'e' if mark.kind == Kind.ABSENCE else ''}"
    return ("bad" if mark.kind == Kind.ABSENCE else "warn"), KINDS[mark.kind]


@dataclass(frozen=True)
class Statement:
    """versions: what was submitted, the first one first."""

    row: AttendanceMonth
    versions: list[AttendanceVersion]
    contests: list[AttendanceContest]
    now: datetime

    @property
    def last(self) -> AttendanceVersion:
        return self.versions[-1]

    @property
    def badge(self) -> tuple[str, str]:
        return BADGES[State(self.row.state)]

    @property
    def answers(self) -> bool:
        """Whether the person may still say something."""
        waits = self.row.state in (State.SUBMITTED, State.CONFIRMED, State.CONTESTED)
        return waits and self.row.answer_by is not None and self.now <= self.row.answer_by

    @property
    def confirms(self) -> bool:
        return self.answers and self.row.state == State.SUBMITTED

    @cached_property
    def exceptions(self) -> list[Exception_]:
        return list(exceptions(self.row, self.last.marks))

    @property
    def half_days(self) -> list[tuple[int, str]]:
        """Those one may contest."""
        planned = [rank for rank, minutes in enumerate(self.last.plan) if minutes]
        return [(rank, wording.half_day(self.row.month, rank)) for rank in planned]

    def when(self, contest: AttendanceContest) -> str:
        return wording.half_day(self.row.month, rules.rank_of(contest.day, contest.half))


def exceptions(row: AttendanceMonth, marks: list[Mapping[str, Any]]) -> Iterator[Exception_]:
    for one in marks:
        mark = Mark(Kind(one["kind"]), one["justified"], one["minutes"], one["motive"], bool(one["proof"]))
        yield Exception_(one["rank"], wording.half_day(row.month, one["rank"]), mark)


def of(person: UUID, now: datetime) -> list[Statement]:
    """Three statements; as far as the scope shows."""
    versions: dict[UUID, list[AttendanceVersion]] = {}
    contests: dict[UUID, list[AttendanceContest]] = {}
    months = queries.months_of(person)
    if months:
        for version in queries.versions_of(person):
            versions.setdefault(version.statement_id, []).append(version)
        for contest in queries.contests_of(person):
            contests.setdefault(contest.statement_id, []).append(contest)
    return [Statement(row, versions[row.pk], contests.get(row.pk, []), now) for row in months]

"""The lines of a review as the page shows them, and what was typed in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.clock import PARIS
from kairos.identity.accounts import people
from kairos.identity.habilitations import catalogue
from kairos.identity.habilitations.models import AccessGrant, AccessReview, ReviewLine, RightUse
from kairos.identity.habilitations.reviews import queries, rules, settings
from kairos.identity.habilitations.reviews.rules import Choice
from kairos.spaces.keyset import Order, Window, window

SIZE = 25
FILTERS = {"": "Toutes les personnes", "a-revoir": "À revoir", "sans-acces-recent": "Sans accès récent",
           "jamais-ouvert": "Jamais ouvert"}  # fmt: skip
COLUMNS = ("id", "affiliation", "affiliation__user", "name", "title", "sort_key", "decision", "withdrawn", "version",
           "decided_by", "outcome", "last_on", "rights", "came_on", "affiliation__rights")  # fmt: skip
DAYS = ("since", "until", "used")
DECISIONS = dict(ReviewLine.Decision.choices)


@dataclass(frozen=True, slots=True)
class Held:
    """One right of the person. used: the last day; recent: not so long ago. gone: decided to be withdrawn."""

    right: str
    label: str
    since: date
    until: date | None
    used: date | None
    recent: bool
    gone: bool


@dataclass(slots=True)
class Line:
    """kept: the rights as they were when the review ended. was: what is stored, to send the changed lines alone."""

    id: UUID
    affiliation: UUID
    user: UUID
    name: str
    title: str
    sort_key: str
    decision: str
    withdrawn: list[str]
    version: int
    decided_by: UUID | None
    outcome: str
    last_on: date | None
    kept: list[dict[str, Any]]
    came_on: date | None
    own: list[str]
    rights: Sequence[Held] = ()
    was: str = ""

    @property
    def manages(self) -> bool:
        return "accounts.manage" in self.own

    @property
    def seen_on(self) -> date | None:
        return self.last_on if self.outcome else self.came_on

    @property
    def recent(self) -> bool:
        return rules.is_recent(self.seen_on, clock.today(), settings.UNUSED_DAYS.value())

    @property
    def unused(self) -> int:
        return sum(not one.recent for one in self.rights)

    @property
    def away(self) -> int:
        """Days since the person came."""
        return (clock.today() - self.seen_on).days if self.seen_on else 0

    @property
    def outcome_label(self) -> str:
        return ReviewLine.Outcome(self.outcome).label


@dataclass(frozen=True, slots=True)
class Page:
    lines: Window[Line]
    progress: queries.Progress
    filter: str
    names: Mapping[UUID, str]
    running: bool
    days_left: int

    def field(self, name: str) -> str | None:
        """The reason leads to its line when that line is on this page."""
        return name if name in {f"d-{line.id}" for line in self.lines.rows} else None


def read(review: AccessReview, asked: QueryDict, posted: QueryDict) -> Page:
    """Five statements at most. `posted`: what was typed and refused stays typed."""
    running, chosen = review.state == AccessReview.State.OPEN, asked.get("filtre", "")
    chosen = chosen if chosen in FILTERS and running else ""
    rows = _filtered(queries.with_presence(queries.lines_of(review)), chosen, running)
    lines = window(
        rows, Line, COLUMNS, Order("sort_key"), size=SIZE, after=asked.get("apres", ""), before=asked.get("avant", "")
    )
    held = _held(review, lines.rows) if running else {}
    for line in lines.rows:
        line.was = _said(line.decision, line.withdrawn)
        _retype(line, posted)
        line.rights = held.get(line.affiliation, ()) if running else _as_reviewed(line)
    return Page(
        lines,
        queries.progress(review),
        chosen,
        people.names_of({review.signed_by, review.opened_by, *(line.decided_by for line in lines.rows)}),
        running,
        (review.due_on - clock.today()).days,
    )


def _filtered(rows: QuerySet[ReviewLine], chosen: str, running: bool) -> QuerySet[ReviewLine]:
    rows = rows.filter(queries.HERE) if running else rows
    before = clock.today().toordinal() - settings.UNUSED_DAYS.value()
    match chosen:
        case "a-revoir":
            return rows.filter(decision="")
        case "sans-acces-recent":
            return rows.filter(Q(came_on__isnull=True) | Q(came_on__lte=date.fromordinal(before)))
        case "jamais-ouvert":
            return rows.filter(came_on__isnull=True)
    return rows


def _held(review: AccessReview, lines: Iterable[Line]) -> dict[UUID, list[Held]]:
    """Grants that are open, with their last use. Two statements."""
    by_person = {line.affiliation: line for line in lines}
    uses = RightUse.objects.filter(organisation=review.organisation_id, affiliation__in=by_person)
    used = {(person, right): day for person, right, day in uses.values_list("affiliation", "right", "last_on")}
    grants = AccessGrant.objects.filter(
        organisation=review.organisation_id, affiliation__in=by_person, state=AccessGrant.State.LIVE
    ).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today()))
    found: dict[UUID, list[Held]] = {}
    for person, right, since, until in grants.values_list("affiliation", "right", "starts_on", "ends_on"):
        line = by_person[person]
        found.setdefault(person, []).append(_right(right, since, until, used.get((person, right)), line.withdrawn))
    for rights in found.values():
        order = catalogue.in_order(one.right for one in rights)
        rights.sort(key=lambda one: order.index(one.right))
    return found


def _as_reviewed(line: Line) -> list[Held]:
    """As they were when the review ended."""
    return [
        _right(one["right"], *(one[day] and date.fromisoformat(one[day]) for day in DAYS), line.withdrawn)
        for one in line.kept
    ]


def _right(right: str, since: date, until: date | None, used: date | None, withdrawn: Iterable[str]) -> Held:
    recent = rules.is_recent(used, clock.today(), settings.UNUSED_DAYS.value())
    return Held(right, catalogue.label_of(right), since, until, used, recent, right in withdrawn)


def _retype(line: Line, posted: QueryDict) -> None:
    if f"v-{line.id}" in posted:
        line.decision = posted.get(f"d-{line.id}", "")
        line.withdrawn = posted.getlist(f"r-{line.id}")


def typed(posted: QueryDict) -> dict[UUID, Choice]:
    """The lines that were changed. The button of a line keeps it, whatever its list says."""
    choices = {}
    for name in posted:
        key = _key(name)
        if key is None:
            continue
        decision, withdrawn = posted.get(f"d-{key}", ""), posted.getlist(f"r-{key}")
        if posted.get("garder") == str(key):
            decision, withdrawn = "keep", []
        if _said(decision, withdrawn) != posted.get(f"w-{key}") and decision in DECISIONS:
            version = posted.get(name, "")
            choices[key] = Choice(decision, frozenset(withdrawn), int(version) if version.isdecimal() else 0)
    return choices


def _said(decision: str, withdrawn: Iterable[str]) -> str:
    return f"{decision}:{','.join(sorted(withdrawn))}"


def _key(name: str) -> UUID | None:
    try:
        return UUID(name.removeprefix("v-")) if name.startswith("v-") else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The running review, for the pages that lead to it."""

    review: AccessReview
    progress: queries.Progress
    days_left: int


def under_way(actor: Actor) -> UnderWay | None:
    """Two statements at most."""
    review = queries.running(actor.scope_organisation)
    if review is None:
        return None
    return UnderWay(review, queries.progress(review), (review.due_on - clock.today()).days)


def signers(reviews: Iterable[AccessReview]) -> Mapping[UUID, str]:
    return people.names_of(one.signed_by for one in reviews)


def next_on(reviews: Sequence[AccessReview]) -> date | None:
    """When the next one opens by itself; None while one is running, or before the first."""
    if not reviews or reviews[0].state == AccessReview.State.OPEN:
        return None
    return rules.months_before(reviews[0].opened_at.astimezone(PARIS).date(), -settings.PERIOD_MONTHS.value())

"""What the pages of the posted letters read: the print queue, and those that left."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kairos.design import french
from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.text import sort_key
from kairos.foundation.working_days import place_of, working_days_between
from kairos.identity.memberships.letters import queries
from kairos.identity.memberships.letters.handling import MOST
from kairos.identity.memberships.letters.settings import POSTING_DAYS
from kairos.identity.memberships.models import AccessLetter

Kind, State = AccessLetter.Kind, AccessLetter.State
CAPPED = 100
COLUMNS = (
    "id", "kind", "state", "recipient", "organisation__name", "membership__number", "address_lines", "address_basis",
    "postcode", "due_at", "batch", "printed_at", "posted_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as the clock component shows it, in working days of the letter's place."""

    state: str
    label: str
    total: int
    elapsed: int


@dataclass(frozen=True, slots=True)
class Line:
    """A letter in a list."""

    id: UUID
    kind: str
    state: str
    recipient: str
    organisation: str
    number: str
    address_lines: list[str]
    basis: str
    postcode: str
    due_at: datetime
    batch: UUID | None
    printed_at: datetime | None
    posted_at: datetime | None

    @property
    def town(self) -> str:
        return self.address_lines[-1] if self.address_lines else ""

    @property
    def due(self) -> Due:
        return due(self.due_at, self.postcode, clock.now())


@dataclass(frozen=True, slots=True)
class Page:
    """`after`: the key of the next page, empty on the last one."""

    lines: list[Line]
    after: str

    def of(self, state: str) -> list[Line]:
        return [line for line in self.lines if line.state == state]

    @property
    def ids(self) -> list[UUID]:
        return [line.id for line in self.lines]


def due(due_at: datetime, postcode: str, now: datetime) -> Due:
    place, total = place_of(postcode), POSTING_DAYS.value()
    left = working_days_between(now.astimezone(place.zone).date(), due_at.astimezone(place.zone).date(), place)
    late = now > due_at
    label = "En retard" if late and left == 0 else french.countdown(left, working=True)
    state = "bad" if late or left <= 0 else "warn" if left == 1 else "info"
    return Due(state, label, total, max(0, total - max(left, 0)))


def due_of(letter: AccessLetter) -> Due:
    return due(letter.due_at, letter.postcode, clock.now())


def waiting(actor: Actor, kind: str, after: str = "") -> Page:
    """The letters of one kind that have not left, the most urgent first."""
    rows = queries.visible_to(actor).filter(state__in=queries.WAITING, kind=kind).order_by("due_at", "id")
    if key := _key(after):
        rows = rows.filter(Q(due_at__gt=key[0]) | Q(due_at=key[0], id__gt=key[1]))
    return _page(rows, "due_at")


def counts(actor: Actor) -> dict[str, int]:
    """Kind → how many wait, « 99+ » beyond."""
    rows = queries.visible_to(actor).filter(state__in=queries.WAITING)
    return {kind: rows.filter(kind=kind)[:CAPPED].count() for kind in Kind}


def posted(actor: Actor, after: str = "") -> Page:
    """Those that left, the latest first."""
    rows = queries.visible_to(actor).filter(state=State.POSTED).order_by("-posted_at", "-id")
    if key := _key(after):
        rows = rows.filter(Q(posted_at__lt=key[0]) | Q(posted_at=key[0], id__lt=key[1]))
    return _page(rows, "posted_at")


def found(actor: Actor, words: str) -> Page:
    """The letters of a membership number, a SIRET, or of organisations whose name begins so, whatever their state."""
    digits = "".join(words.split())
    if digits.isdecimal() and len(digits) == 14:
        wanted = Q(membership__siret=digits)
    elif digits.upper().startswith("KA-"):
        wanted = Q(membership__number=digits.upper())
    else:
        wanted = Q(organisation__sort_key__startswith=sort_key(words) or "-")
    return _page(queries.visible_to(actor).filter(wanted).order_by("-created_at", "-id"))


def _page(rows: QuerySet[AccessLetter], column: str = "") -> Page:
    plain = rows.select_related(None).values_list(*COLUMNS)[: MOST + 1]
    lines = [Line(*row) for row in plain]
    if len(lines) <= MOST or not column:
        return Page(lines[:MOST], "")
    last = lines[MOST - 1]
    return Page(lines[:MOST], f"{getattr(last, column).isoformat()}~{last.id}")


def _key(after: str) -> tuple[datetime, UUID] | None:
    """What an address says of where the page starts; an altered one starts at the beginning."""
    instant, _, key = after.partition("~")
    try:
        return datetime.fromisoformat(instant), UUID(key)
    except ValueError:
        return None

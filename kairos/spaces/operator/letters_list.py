"""What the pages of the posted letters read: the print queue, and those that left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
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
from kairos.spaces.keyset import Order, Window, by_instant, window
from kairos.spaces.operator.counts import capped

Kind, State = AccessLetter.Kind, AccessLetter.State
Way = tuple[str, str]
"""What the address says of the page: after, before."""
SIRET = 14
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


def due(due_at: datetime, postcode: str, now: datetime) -> Due:
    """A deadline at midnight belongs to the day that ends."""
    place, total = place_of(postcode), POSTING_DAYS.value()
    last = (due_at - timedelta(microseconds=1)).astimezone(place.zone).date()
    left = working_days_between(now.astimezone(place.zone).date(), last, place)
    late = now > due_at
    label = "En retard" if late and left == 0 else french.countdown(left, working=True)
    state = "bad" if late or left <= 0 else "warn" if left == 1 else "info"
    return Due(state, label, total, max(0, total - max(left, 0)))


def due_of(letter: AccessLetter) -> Due:
    return due(letter.due_at, letter.postcode, clock.now())


def waiting(actor: Actor, kind: str, way: Way) -> Window[Line]:
    """The letters of one kind that have not left, the most urgent first."""
    return _window(queries.visible_to(actor).filter(state__in=queries.WAITING, kind=kind), by_instant("due_at"), way)


def counts(actor: Actor) -> dict[str, int]:
    """Kind → how many wait, 100 at most. One statement."""
    rows = queries.visible_to(actor).select_related(None).filter(state__in=queries.WAITING)
    return dict(zip(Kind, capped(*(rows.filter(kind=kind) for kind in Kind)), strict=True))


def posted(actor: Actor, way: Way) -> Window[Line]:
    """Those that left, the latest first."""
    rows = queries.visible_to(actor).filter(state=State.POSTED)
    return _window(rows, by_instant("posted_at"), way, descending=True)


def found(actor: Actor, words: str, way: Way) -> Window[Line]:
    """The letters of a membership number, a SIRET, or of organisations whose name begins so, whatever their state."""
    rows = queries.visible_to(actor).filter(_wanted(words))
    return _window(rows, by_instant("due_at"), way, descending=True)


def _wanted(words: str) -> Q:
    bare = "".join(words.split()).upper()
    if bare.isdecimal() and len(bare) == SIRET:
        return Q(membership__siret=bare)
    if bare.startswith("KA-"):
        return Q(membership__number=bare)
    return Q(organisation__sort_key__startswith=key) if (key := sort_key(words)) else Q(pk__in=[])


def _window(rows: QuerySet[AccessLetter], order: Order, way: Way, *, descending: bool = False) -> Window[Line]:
    after, before = way
    plain = rows.select_related(None)
    return window(plain, Line, COLUMNS, order, descending=descending, size=MOST, after=after, before=before)

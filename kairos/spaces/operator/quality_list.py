"""What the queue of quality requests reads: one page of lines, by deadline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict

from kairos.foundation.actor import Actor
from kairos.foundation.text import sort_key
from kairos.identity.quality import queries, settings
from kairos.identity.quality.models import DECIDED, OPEN, QualityRequest
from kairos.spaces.keyset import Order, Window, by_instant, window
from kairos.spaces.operator.queue_list import Deadline, deadline

State, Kind = QualityRequest.State, QualityRequest.Kind
SIZE = 25
COLUMNS = (
    "id", "number", "kind", "version", "name", "siret", "postcode", "town", "state", "categories", "submitted_at",
    "due_at", "paused_at", "decided_at", "officer__first_name", "officer__last_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tab:
    """One queue: its rows, in the order of an index of theirs."""

    key: str
    label: str
    rows: Q
    order: Order
    descending: bool = False


TABS: Mapping[str, Tab] = {
    tab.key: tab
    for tab in (
        Tab("", "À instruire", OPEN, by_instant("due_at")),
        Tab("attente", "En attente de l’organisme", Q(state=State.COMPLEMENT), by_instant("paused_at")),
        Tab("decidees", "Décidées", DECIDED, by_instant("decided_at"), descending=True),
    )
}


@dataclass(frozen=True, slots=True)
class Line:
    """A request in the list."""

    id: UUID
    number: str
    kind: str
    version: int
    name: str
    siret: str
    postcode: str
    town: str
    state: str
    categories: list[str]
    submitted_at: datetime
    due_at: datetime
    paused_at: datetime | None
    decided_at: datetime | None
    officer_first: str | None
    officer_last: str | None

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label

    @property
    def officer(self) -> str:
        """« J. Castaing »."""
        return f"{self.officer_first[:1]}. {self.officer_last}" if self.officer_last else ""

    @property
    def deadline(self) -> Deadline:
        return due(self.due_at, self.postcode)


def due(due_at: datetime, postcode: str) -> Deadline:
    return deadline(due_at, postcode, working=True, total=settings.DECISION_DAYS.value())


def page(actor: Actor, tab: Tab, parameters: QueryDict) -> Window[Line]:
    """One statement."""
    return window(
        _found(actor, tab, parameters),
        Line,
        COLUMNS,
        tab.order,
        descending=tab.descending,
        size=SIZE,
        after=parameters.get("apres", ""),
        before=parameters.get("avant", ""),
    )


def words_asked(parameters: QueryDict) -> str:
    return parameters.get("q", "").replace("\x00", "").strip()[:200]


def kind_asked(parameters: QueryDict) -> str:
    typed = parameters.get("type", "")
    return typed if typed in Kind.values else ""


def _found(actor: Actor, tab: Tab, parameters: QueryDict) -> QuerySet[QualityRequest]:
    rows = queries.visible_to(actor).filter(tab.rows)
    if kind := kind_asked(parameters):
        rows = rows.filter(kind=kind)
    if words := words_asked(parameters):
        rows = rows.filter(_matching(words))
    return rows


def _matching(words: str) -> Q:
    """The figures of a SIRET or of a number, in full or from the start; else words of the name."""
    figures = "".join(words.upper().split())
    if figures.isdecimal() and len(figures) >= 9:
        return Q(siret__startswith=figures)
    if figures.startswith("QA-"):
        return Q(number__startswith=figures)
    if figures.isdecimal():
        return Q(number__endswith=figures.zfill(5))
    return Q(sort_key__contains=sort_key(words) or "-")

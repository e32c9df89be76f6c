"""What the list of members reads: one page of lines, in a declared order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict

from kairos.design import french
from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.text import sort_key
from kairos.identity.memberships.life import queries, rules, settings
from kairos.identity.memberships.members.models import ASKED, OVER
from kairos.identity.memberships.models import Membership
from kairos.spaces.keyset import Order, Window, by_instant, window
from kairos.spaces.operator.queue_list import Deadline, deadline

State = Membership.State
SIZE = 50
COLUMNS = (
    "id", "number", "name", "sort_key", "siret", "town", "state", "state_since", "starts_on", "ends_on", "leaves_on",
    "irregular_since", "renewal_asked_at", "renewal_due_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tab:
    """orders: what an address calls an order → the order; usual: the one unasked (« - »: descending)."""

    key: str
    label: str
    rows: Q
    orders: Mapping[str, Order]
    usual: str


NAME, NUMBER = Order("sort_key"), Order("number")
END = Order("ends_on", date.fromisoformat)
TABS: Mapping[str, Tab] = {
    tab.key: tab
    for tab in (
        Tab("", "Actives", Q(state=State.ACTIVE), {"fin": END, "nom": NAME, "numero": NUMBER}, "fin"),
        Tab(
            "renouvellements", "Renouvellements demandés", ASKED, {"decision": by_instant("renewal_due_at")}, "decision"
        ),
        Tab("suspendues", "Suspendues", Q(state=State.SUSPENDED), {"depuis": by_instant("state_since")}, "depuis"),
        Tab("echues", "Échues", Q(state=State.EXPIRED), {"fin": END}, "-fin"),
        Tab("terminees", "Terminées", OVER, {"depuis": by_instant("state_since")}, "-depuis"),
    )
}
"""Each order has its partial index (see Membership)."""

WHOLE = {key: partial(lambda tab, actor: queries.visible_to(actor).filter(tab.rows), tab) for key, tab in TABS.items()}
"""Each tab without its words, for its count."""


@dataclass(frozen=True, slots=True)
class Line:
    """A member in the list."""

    id: UUID
    number: str
    name: str
    sort_key: str
    siret: str
    town: str
    state: str
    state_since: datetime
    starts_on: date
    ends_on: date
    leaves_on: date | None
    irregular_since: datetime | None
    renewal_asked_at: datetime | None
    renewal_due_at: datetime | None

    @property
    def badge(self) -> tuple[str, str]:
        return badge(self)

    @property
    def term(self) -> Deadline:
        return term(self.ends_on)

    @property
    def decision(self) -> Deadline:
        return deadline(self.renewal_due_at, "", working=True, total=settings.RENEWAL_DECISION_DAYS.value())


BADGES = {
    State.SUSPENDED: ("bad", "Suspendue"),
    State.EXPIRED: ("warn", "Échue"),
    State.LEFT: ("idle", "Quittée"),
    State.WITHDRAWN: ("bad", "Accès retiré"),
    State.ENDED: ("idle", "Terminée"),
}


def badge(membership: Line | Membership) -> tuple[str, str]:
    """The state, and of an active one what is about to change it."""
    if membership.state != State.ACTIVE:
        return BADGES[membership.state]
    if membership.leaves_on:
        return "warn", "Départ demandé"
    if membership.irregular_since:
        return "warn", "À régulariser"
    if membership.renewal_asked_at:
        return "info", "Renouvellement demandé"
    opens = rules.renewal_opens_on(membership.ends_on, settings.RENEWAL_NOTICE_DAYS.value())
    return ("warn", "À renouveler") if clock.today() >= opens else ("ok", "Active")


def term(ends_on: date) -> Deadline:
    """The days left of the term; a ruler once it may be renewed."""
    notice, left = settings.RENEWAL_NOTICE_DAYS.value(), (ends_on - clock.today()).days
    if left > notice:
        return Deadline("ok", french.plural(left, "jour"), 0, 0)
    if left < 0:
        return Deadline("bad", f"{french.plural(-left, 'jour')} après la fin", 0, 0)
    return Deadline("warn", french.plural(left, "jour"), notice, notice - left)


def page(actor: Actor, tab: Tab, parameters: QueryDict) -> Window[Line]:
    """One statement."""
    order = order_asked(tab, parameters)
    return window(
        _found(actor, tab, parameters),
        Line,
        COLUMNS,
        tab.orders[order.removeprefix("-")],
        descending=order.startswith("-"),
        size=SIZE,
        after=parameters.get("apres", ""),
        before=parameters.get("avant", ""),
    )


def order_asked(tab: Tab, parameters: QueryDict) -> str:
    typed = parameters.get("tri", "")
    return typed if typed.removeprefix("-") in tab.orders else tab.usual


def words_asked(parameters: QueryDict) -> str:
    return parameters.get("q", "").replace("\x00", "").strip()[:200]


def _found(actor: Actor, tab: Tab, parameters: QueryDict) -> QuerySet[Membership]:
    rows = queries.visible_to(actor).filter(tab.rows)
    words = words_asked(parameters)
    return rows.filter(_matching(words)) if words else rows


def _matching(words: str) -> Q:
    """The figures of a SIRET or of a number, in full or from the start; else words of the name."""
    figures = "".join(words.upper().split())
    if figures.isdecimal() and len(figures) >= 9:
        return Q(siret__startswith=figures)
    if figures.startswith("KA-"):
        return Q(number__startswith=figures)
    if figures.isdecimal():
        return Q(number__endswith=figures.zfill(5))
    return Q(sort_key__contains=sort_key(words) or "-")

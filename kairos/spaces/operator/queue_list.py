"""What the queue of membership applications reads: filters, orders, one page of lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict

from kairos.design import french
from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.clock import PARIS
from kairos.foundation.text import sort_key
from kairos.foundation.working_days import METROPOLITAN, end_of_day, place_of, working_days_between
from kairos.identity.memberships import queries, settings
from kairos.identity.memberships.models import DECIDED, OPEN, MembershipApplication
from kairos.identity.organisations.rules import REGIONS
from kairos.spaces.forms import parse_day
from kairos.spaces.keyset import Order, Source, Window, by_instant, window

State = MembershipApplication.State
SIZES = (25, 50, 100)
MOST_EXPORTED = 10_000
COLUMNS = (
    "id", "number", "version", "name", "sort_key", "siret", "postcode", "town", "region", "state", "submitted_at",
    "due_at", "paused_at", "decided_at", "checks_ok", "checks_warn", "checks_bad", "officer__first_name",
    "officer__last_name", "decided_by__first_name", "decided_by__last_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tab:
    """One queue. orders: what an address calls an order → the order; usual: the one unasked (« - »: descending)."""

    key: str
    label: str
    rows: Q
    orders: Mapping[str, Order]
    usual: str
    caption: str


NAME, NUMBER = Order("sort_key"), Order("number")
TABS = {
    tab.key: tab
    for tab in (
        Tab(
            "",
            "À instruire",
            OPEN,
            {"echeance": by_instant("due_at"), "nom": NAME, "numero": NUMBER, "depot": by_instant("submitted_at")},
            "echeance",
            "Demandes à instruire",
        ),
        Tab(
            "attente",
            "En attente de l’organisme",
            Q(state=State.COMPLEMENT),
            {"demande": by_instant("paused_at")},
            "demande",
            "Demandes dont un complément est attendu",
        ),
        Tab(
            "decidees",
            "Décidées",
            DECIDED,
            {"decision": by_instant("decided_at"), "nom": NAME},
            "-decision",
            "Demandes décidées",
        ),
    )
}
"""Each order has its partial index (see MembershipApplication)."""

WHOLE = {key: partial(lambda tab, actor: queries.visible_to(actor).filter(tab.rows), tab) for key, tab in TABS.items()}
"""Each tab without its filters, for its count."""

CHECKS = {
    "conformes": ("Tous conformes", Q(checks_bad=0, checks_warn=0, checks_ok__gt=0)),
    "verifier": ("À vérifier", Q(checks_bad=0, checks_warn__gt=0)),
    "bloquants": ("Bloquants", Q(checks_bad__gt=0)),
}
CHECK_LABELS = tuple((key, label) for key, (label, _) in CHECKS.items())
MINE, NOBODY = "moi", "personne"


@dataclass(frozen=True, slots=True)
class Deadline:
    """What the clock component shows, in working days of the place."""

    state: str
    label: str
    total: int
    elapsed: int


class Line(NamedTuple):
    """A request in the list. A tuple: what a line shows is remembered by its values (see `lines_drawn`)."""

    id: UUID
    number: str
    version: int
    name: str
    sort_key: str
    siret: str
    postcode: str
    town: str
    region: str
    state: str
    submitted_at: datetime
    due_at: datetime
    paused_at: datetime | None
    decided_at: datetime | None
    checks_ok: int
    checks_warn: int
    checks_bad: int
    officer_first: str | None
    officer_last: str | None
    decider_first: str | None
    decider_last: str | None

    @property
    def department(self) -> str:
        """The figures of the place: 69, 971; Corsica's two are told apart by the third figure."""
        if self.postcode.startswith("20"):
            return "2A" if self.postcode[2] in "01" else "2B"
        return self.postcode[: 3 if self.postcode[:2] in ("97", "98") else 2]

    @property
    def officer(self) -> str:
        return _short(self.officer_first, self.officer_last)

    @property
    def decider(self) -> str:
        return _short(self.decider_first, self.decider_last)

    @property
    def age(self) -> int:
        """Days since the first submission."""
        return (clock.today() - self.submitted_at.astimezone(PARIS).date()).days

    @property
    def deadline(self) -> Deadline:
        return deadline(self.due_at, self.postcode)

    @property
    def badge(self) -> tuple[str, str]:
        return checks_badge(self.checks_ok, self.checks_warn, self.checks_bad)


def _short(first: str | None, last: str | None) -> str:
    """« J. Castaing »."""
    return f"{first[:1]}. {last}" if first and last else last or ""


def deadline(due_at: datetime, postcode: str, *, working: bool = False, total: int | None = None) -> Deadline:
    """`working`: the words say « jours ouvrés », where other deadlines stand beside. `total`: of the whole delay."""
    place, total, now = place_of(postcode), total or settings.DECISION_DAYS.value(), clock.now()
    left = working_days_between(now.astimezone(place.zone).date(), due_at.astimezone(place.zone).date(), place)
    label = "En retard" if now > due_at and left == 0 else french.countdown(left, working=working)
    state = "bad" if left <= 0 else "warn" if left <= 2 else "info"
    return Deadline(state, label, total, max(0, total - max(left, 0)))


def checks_badge(ok: int, warn: int, bad: int) -> tuple[str, str]:
    """State and words of all the checks together."""
    if bad:
        return "bad", french.plural(bad, "bloquant")
    if warn:
        return "warn", f"{warn} à vérifier"
    return ("ok", french.plural(ok, "conforme")) if ok else ("idle", "En cours")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; words that mean nothing are left aside, a date that is none is said."""

    words: str = ""
    region: str = ""
    checks: str = ""
    officer: str = ""
    until: date | None = None
    until_typed: str = ""

    @property
    def wrong_date(self) -> bool:
        return bool(self.until_typed) and self.until is None

    def any(self) -> bool:
        return bool(self.words or self.region or self.checks or self.officer or self.until)


def asked(parameters: QueryDict) -> Filters:
    until = parameters.get("echeance", "").strip()[:20]
    return Filters(
        words=parameters.get("q", "").replace("\x00", "").strip()[:200],
        region=_one_of(parameters.get("region", ""), {region.name for region in REGIONS}),
        checks=_one_of(parameters.get("controles", ""), CHECKS),
        officer=_officer(parameters.get("agent", "")),
        until=parse_day(until),
        until_typed=until,
    )


def _one_of(value: str, known: Iterable[str]) -> str:
    return value if value in known else ""


def _officer(value: str) -> str:
    if value in (MINE, NOBODY):
        return value
    try:
        return str(UUID(value))
    except ValueError:
        return ""


def rows(actor: Actor, tab: Tab, filters: Filters) -> QuerySet[MembershipApplication]:
    found = queries.visible_to(actor).filter(tab.rows)
    if filters.words:
        found = found.filter(_matching(filters.words))
    if filters.region:
        found = found.filter(region=filters.region)
    if filters.checks:
        found = found.filter(CHECKS[filters.checks][1])
    if filters.officer:
        found = found.filter(_in_charge(filters.officer, actor))
    if filters.until:
        found = found.filter(due_at__lte=end_of_day(filters.until, METROPOLITAN))
    return found


def _everything(actor: Actor, key: str) -> QuerySet[MembershipApplication]:
    return rows(actor, TABS[key], Filters())


def _matching(words: str) -> Q:
    """The figures of a SIRET or of a number, in full or from the start; else words of the name."""
    figures = "".join(words.upper().split())
    if figures.isdecimal() and len(figures) >= 9:
        return Q(siret__startswith=figures)
    if figures.startswith("AD-"):
        return Q(number__startswith=figures)
    if figures.isdecimal():
        return Q(number__endswith=figures.zfill(5))
    return Q(sort_key__contains=sort_key(words) or "-")


def _in_charge(officer: str, actor: Actor) -> Q:
    if officer == NOBODY:
        return Q(officer__isnull=True)
    return Q(officer=actor.user if officer == MINE else officer)


def page(actor: Actor, tab: Tab, filters: Filters, parameters: QueryDict) -> Window[Line]:
    """One statement."""
    order = order_asked(tab, parameters)
    return window(
        rows(actor, tab, filters) if filters.any() else Source(_everything, (actor, tab.key)),
        Line,
        COLUMNS,
        tab.orders[order.removeprefix("-")],
        descending=order.startswith("-"),
        size=size_asked(parameters),
        after=parameters.get("apres", ""),
        before=parameters.get("avant", ""),
    )


def order_asked(tab: Tab, parameters: QueryDict) -> str:
    """« nom », « -nom »: the order of the address when the tab has it, its usual one otherwise."""
    typed = parameters.get("tri", "")
    return typed if typed.removeprefix("-") in tab.orders else tab.usual


def size_asked(parameters: QueryDict) -> int:
    typed = parameters.get("par", "")
    return int(typed) if typed in map(str, SIZES) else SIZES[0]


def exported(actor: Actor, tab: Tab, filters: Filters, parameters: QueryDict) -> list[Line]:
    """Every line the filters leave, in the page's order, up to 10,000."""
    order = order_asked(tab, parameters)
    sign, column = "-" * order.startswith("-"), tab.orders[order.removeprefix("-")].column
    found = rows(actor, tab, filters).order_by(f"{sign}{column}", f"{sign}id")
    return [Line(*values) for values in found.values_list(*COLUMNS)[:MOST_EXPORTED]]

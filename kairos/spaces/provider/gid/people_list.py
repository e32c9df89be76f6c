"""What the page of the team reads: a page of people by name, and what waits for the account manager."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.prepared import prepared
from kairos.foundation.text import sort_key
from kairos.identity.habilitations import queries
from kairos.identity.habilitations.catalogue import known_rights
from kairos.identity.habilitations.models import OPEN, AccessGrant, Affiliation, RightUse
from kairos.identity.habilitations.queries import MANAGE
from kairos.spaces.keyset import Order, Source, Window, window
from kairos.spaces.provider.gid.places import Site

State, Granted = Affiliation.State, AccessGrant.State
SIZE = 50
SOON = timedelta(days=30)
MOST_TASKS = 5
STATES: Mapping[str, tuple[str, Q]] = {
    "": ("Tous les états", Q(ended_at__isnull=True)),
    "actives": ("Actives", Q(state=State.ACTIVE)),
    "invitees": ("Invitées", Q(state=State.INVITED)),
    "suspendues": ("Suspendues", Q(state=State.SUSPENDED)),
    "parties": ("Parties", Q(state=State.ENDED)),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A person in the list. held: rights they have; seen_on: the last day they came; ends_on: the next last day."""

    id: UUID
    sort_key: str
    first_name: str
    last_name: str
    title: str
    state: str
    rights: list[str]
    entered_at: datetime | None
    answer_by: datetime | None
    ended_at: datetime | None
    suspended_at: datetime | None
    asked_as: str
    held: int
    seen_on: date | None
    ends_on: date | None
    proposed: bool
    version: int

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def manages(self) -> bool:
        return MANAGE in self.rights

    @property
    def late(self) -> bool:
        return self.state == State.INVITED and self.answer_by is not None and clock.now() >= self.answer_by

    @property
    def unwritten(self) -> bool:
        """Brought by the operator's file, not invited yet."""
        return self.state == State.INVITED and self.answer_by is None

    @property
    def badge(self) -> tuple[str, str]:
        if self.late:
            return "bad", "Invitation échue"
        if self.unwritten:
            return "warn", "À inviter"
        if self.state == State.ACTIVE and self.entered_at is None:
            return "idle", "Pas encore au portail"
        return BADGES[State(self.state)]


BADGES = {
    State.INVITED: ("info", "Invitée"),
    State.ACTIVE: ("ok", "Active"),
    State.SUSPENDED: ("bad", "Suspendue"),
    State.ENDED: ("idle", "Partie"),
}
COLUMNS = (
    "id", "sort_key", "first_name", "last_name", "title", "state", "rights", "entered_at", "answer_by", "ended_at",
    "suspended_at", "manager_asked_as", "held", "seen_on", "ends_on", "proposed",
    "rights_version",
)  # fmt: skip


def page(actor: Actor, parameters: QueryDict, sites: Iterable[Site]) -> Window[Line]:
    """One statement. `sites`: those found of the organisation, when some are asked."""
    after, before = parameters.get("apres", ""), parameters.get("avant", "")
    rows = _asked(actor, parameters, sites)
    return window(rows, Line, COLUMNS, Order("sort_key"), size=SIZE, after=after, before=before)


def _asked(actor: Actor, parameters: QueryDict, sites: Iterable[Site]) -> QuerySet[Affiliation] | Source:
    known = actor, clock.today(), state_asked(parameters)
    right, place, words = right_asked(parameters), place_asked(parameters), words_asked(parameters)
    if not (right or place or words):
        return Source(_in_state, known)
    rows = _in_state(*known)
    if right:
        rows = rows.filter(pk__in=_open().filter(right=right).values("affiliation"))
    if place:
        there = [site.id for site in sites]
        rows = rows.filter(pk__in=_open().filter(establishments__overlap=there).values("affiliation"))
    if words:
        rows = rows.filter(Q(sort_key__contains=sort_key(words) or "-") | Q(title__icontains=words))
    return rows


def _in_state(actor: Actor, today: date, state: str) -> QuerySet[Affiliation]:
    return _described(queries.visible_to(actor), today).filter(STATES[state][1])


def waiting(actor: Actor) -> list[Line]:
    """Whoever waits for an act of the account manager, those who wait the longest first; one statement."""
    today = clock.today()
    return [Line(*values) for values in _waiting(actor, today, today + SOON)]


@prepared
def _waiting(actor: Actor, today: date, soon: date) -> QuerySet:
    ending = Q(ends_on__lte=soon) & Q(state=State.ACTIVE)
    due = Q(state__in=(State.INVITED, State.SUSPENDED)) | Q(proposed=True) | ending
    rows = _described(queries.visible_to(actor), today).filter(due, ended_at__isnull=True)
    return rows.order_by("started_at", "pk").values_list(*COLUMNS)[: MOST_TASKS + 1]


def counts(actor: Actor) -> dict[str, int]:
    """People by state; one statement."""
    return dict(_counts(actor))


@prepared
def _counts(actor: Actor) -> QuerySet:
    rows = queries.visible_to(actor).order_by().values("state")
    return rows.annotate(count=Count("pk")).values_list("state", "count")


def state_asked(parameters: QueryDict) -> str:
    typed = parameters.get("etat", "")
    return typed if typed in STATES else ""


def right_asked(parameters: QueryDict) -> str:
    typed = parameters.get("droit", "")
    return typed if typed in known_rights() else ""


def place_asked(parameters: QueryDict) -> str:
    return parameters.get("lieu", "").replace("\x00", "").strip()[:100]


def _open() -> QuerySet[AccessGrant]:
    """What is held or waits, and is not over."""
    return AccessGrant.objects.filter(OPEN, Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today()))


def words_asked(parameters: QueryDict) -> str:
    return parameters.get("q", "").replace("\x00", "").strip()[:100]


def _described(rows: QuerySet[Affiliation], today: date) -> QuerySet[Affiliation]:
    grants = AccessGrant.objects.filter(affiliation=OuterRef("pk")).order_by()
    live = grants.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), state=Granted.LIVE)
    held = live.values("affiliation").annotate(count=Count("pk")).values("count")
    ends = live.filter(ends_on__isnull=False).order_by("ends_on").values("ends_on")[:1]
    uses = RightUse.objects.filter(affiliation=OuterRef("pk"), right="").values("last_on")[:1]
    return rows.annotate(
        held=Coalesce(Subquery(held), 0),
        ends_on=Subquery(ends),
        seen_on=Subquery(uses),
        proposed=Exists(grants.filter(state=Granted.PROPOSED)),
    )

"""Who belongs to an organisation, and who gives its rights."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.identity.habilitations.models import OPEN, AccessGrant, Affiliation, RightRequest, Team
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.identity.organisations.permissions import FILL

MANAGE = "accounts.manage"
"""The right of the account manager (RGC)."""


def members_of(organisation: Organisation | UUID) -> list[UUID]:
    """The people who act for it now."""
    return list(_active(organisation).order_by("started_at").values_list("user_id", flat=True))


def managers_of(organisation: UUID) -> list[UUID]:
    """Its account managers (RGC): who can give a right there."""
    managers = _active(organisation).filter(rights__contains=[MANAGE])
    return list(managers.order_by("started_at").values_list("user_id", flat=True))


def holders_of(organisation: UUID, rights: Iterable[str], establishment: UUID | None, on: date) -> list[UUID]:
    """The people who hold one of these rights at this establishment on a day; of none, those who hold it for all."""
    live = Q(grants__right__in=list(rights), grants__state=AccessGrant.State.LIVE, grants__starts_on__lte=on)
    live &= Q(grants__ends_on__isnull=True) | Q(grants__ends_on__gte=on)
    there = Q(grants__establishments=[])
    if establishment:
        there |= Q(grants__establishments__contains=[establishment])
    found = _active(organisation).filter(live & there).distinct().order_by("started_at", "pk")
    return list(found.values_list("user_id", flat=True))


def take_turns(organisation: UUID) -> None:
    """Until the end of the transaction, nobody else changes who manages this organisation's accounts."""
    Team.objects.select_for_update().filter(pk=organisation).first()


def who_may_agree(affiliation: Affiliation) -> list[UUID]:
    """Who can approve what this person proposes for themselves: see the permission `habilitations.agree`."""
    approves = Q(grants__right="organisation.approve", grants__state=AccessGrant.State.LIVE)
    able = _active(affiliation.organisation_id).filter(Q(rights__overlap=[FILL, MANAGE]) | approves)
    others = able.exclude(user=affiliation.user_id).distinct().order_by("started_at")
    return list(others.values_list("user_id", flat=True))


def people_of(organisation: Organisation | UUID) -> QuerySet[Affiliation]:
    """Everybody who has not left, invited and suspended people too."""
    return Affiliation.objects.filter(organisation=organisation, ended_at__isnull=True)


def open_grants(affiliation: Affiliation) -> QuerySet[AccessGrant]:
    """What the person holds or has proposed, past and future dates alike."""
    return AccessGrant.objects.filter(OPEN, affiliation=affiliation).order_by("right", "pk")


def rights_in_force(affiliation: Affiliation, on: date) -> list[str]:
    """As the frame reads them."""
    live = AccessGrant.objects.filter(affiliation=affiliation, state=AccessGrant.State.LIVE, starts_on__lte=on)
    return list(live.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).values_list("right", flat=True))


def narrowed(affiliation: Affiliation) -> frozenset[tuple[str, UUID]]:
    """(right, establishment) of the grants that are not for the whole organisation."""
    live = AccessGrant.objects.filter(affiliation=affiliation, state=AccessGrant.State.LIVE)
    pairs = live.values_list("right", "establishments")
    return frozenset((right, place) for right, places in pairs for place in places)


def to_agree(actor: Actor) -> QuerySet[AccessGrant]:
    """What others proposed for themselves and this person may approve: see the permission `habilitations.agree`."""
    rows = grants_visible_to(actor).filter(state=AccessGrant.State.PROPOSED)
    return rows.exclude(given_by=actor.user).exclude(affiliation__user=actor.user)


def grants_visible_to(actor: Actor) -> QuerySet[AccessGrant]:
    rows = AccessGrant.objects.select_related("affiliation__user", "affiliation__organisation").order_by(
        "given_at", "pk"
    )
    if actor.audience in (Audience.OPERATOR, Audience.SYSTEM):
        return rows
    return rows.filter(organisation=actor.scope_organisation)


def requests_visible_to(actor: Actor) -> QuerySet[RightRequest]:
    """The rights asked for in the organisation acted for, the oldest first; their own for whoever gives none."""
    rows = RightRequest.objects.select_related("affiliation__user", "affiliation__organisation").order_by(
        "asked_at", "pk"
    )
    if actor.audience in (Audience.OPERATOR, Audience.SYSTEM):
        return rows
    own = rows.filter(organisation=actor.scope_organisation)
    return own if MANAGE in actor.rights else own.filter(affiliation=actor.affiliation)


def open_requests(affiliation: Affiliation) -> QuerySet[RightRequest]:
    return RightRequest.objects.filter(affiliation=affiliation, state=RightRequest.State.ASKED)


def establishments_of(organisation: UUID, among: Iterable[UUID]) -> set[UUID]:
    """Those of these establishments that are the organisation's; no statement for none."""
    keys = set(among)
    rows = Establishment.objects.filter(organisation=organisation, pk__in=keys)
    return set(rows.values_list("pk", flat=True)) if keys else set()


@dataclass(frozen=True, slots=True)
class Unused:
    """Somebody who did not come for a while. limit: days, the organisation's own or the operator's."""

    affiliation: UUID
    last_on: date
    warned_on: date | None
    limit: int


UNUSED = """
SELECT a.id, seen.last_on, a.idle_warned_on, seen.days FROM affiliation a
JOIN organisation o ON o.id = a.organisation_id AND o.member_since IS NOT NULL AND o.portal_closed_at IS NULL
LEFT JOIN team t ON t.organisation_id = a.organisation_id
LEFT JOIN right_use u ON u.affiliation_id = a.id AND u."right" = ''
CROSS JOIN LATERAL (SELECT greatest(u.last_on, a.awake_on, (a.started_at AT TIME ZONE 'Europe/Paris')::date) AS last_on,
                           least(t.inactivity_days, %(limit)s) AS days) AS seen
WHERE a.state = 'active' AND seen.last_on <= %(today)s::date - (seen.days - %(notice)s)::integer
  AND (a.idle_warned_on IS NULL OR a.idle_warned_on <= seen.last_on
       OR a.idle_warned_on <= %(today)s::date - %(notice)s::integer AND (
         'accounts.manage' <> ALL (a.rights) OR EXISTS (
           SELECT FROM affiliation other WHERE other.organisation_id = a.organisation_id AND other.id <> a.id
             AND other.state = 'active' AND 'accounts.manage' = ANY (other.rights))))
ORDER BY seen.last_on, a.id LIMIT %(most)s
"""


def unused(today: date, limit: int, notice: int, most: int) -> list[Unused]:
    """Who is to be warned, or to be suspended after a warning; of organisations whose portal is open.

    The last account manager is warned alone: nobody would be left to restore them.
    """
    with connection.cursor() as cursor:
        cursor.execute(UNUSED, {"today": today, "limit": limit, "notice": notice, "most": most})
        return [Unused(*row) for row in cursor.fetchall()]


def is_alone(organisation: UUID) -> bool:
    """« Organisme unipersonnel »: see `Team.alone_since`."""
    return Team.objects.filter(pk=organisation, alone_since__isnull=False).exists()


def _active(organisation: Organisation | UUID) -> QuerySet[Affiliation]:
    return Affiliation.objects.filter(organisation=organisation, state=Affiliation.State.ACTIVE)


def visible_to(actor: Actor) -> QuerySet[Affiliation]:
    """Who acts for the organisation acted for; all of them for the operator and the jobs."""
    rows = Affiliation.objects.select_related("user").order_by("started_at", "pk")
    if actor.audience in (Audience.OPERATOR, Audience.SYSTEM):
        return rows
    return rows.filter(organisation=actor.scope_organisation)


@dataclass(frozen=True, slots=True)
class OwnOrganisation:
    """One of the organisations a person belongs to. entered_at: None while the posted secret is still due.

    state, suspended_why: of the person there (see `Affiliation`).
    portal_closed_at, stopped: of the organisation, the latter by the operator's kill switch.
    """

    organisation_id: UUID
    name: str
    siret: str | None
    town: str | None
    title: str
    rights: list[str]
    entered_at: datetime | None
    member_since: date | None
    state: str
    suspended_why: str
    portal_closed_at: datetime | None
    stopped: bool

    @property
    def suspended(self) -> bool:
        return self.stopped or self.state == Affiliation.State.SUSPENDED


def own_organisations() -> list[OwnOrganisation]:
    """Those of whoever asks, by name; needs their scope. One statement, past the wall between organisations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kairos_own_organisations()")
        return [OwnOrganisation(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """Where else one works, or is at home. name: of the agency, which follows them when it is their own space."""

    place_id: UUID
    audience: Audience
    name: str
    title: str


def own_places() -> list[OwnPlace]:
    """Those of whoever asks; needs their scope. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT place_id, audience, name, title FROM kairos_own_places()")
        return [OwnPlace(key, Audience(audience), name, title) for key, audience, name, title in cursor.fetchall()]

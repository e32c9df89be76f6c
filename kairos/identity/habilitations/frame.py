"""Who asks: session, user, organisation, rights, factor state and database scope, in ONE statement."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from kairos.foundation import clock
from kairos.foundation.actor import Actor, Audience, Strength, visitor
from kairos.foundation.isolation import enter
from kairos.foundation.isolation.scope import bring
from kairos.identity.accounts import device, rules, sessions, signing_in
from kairos.identity.accounts.rules import Moved
from kairos.identity.accounts.sessions import Device, Help, Present
from kairos.identity.accounts.settings import NETWORK_MINUTES
from kairos.identity.habilitations.helping.rules import lent
from kairos.identity.habilitations.interventions.permissions import READ

BY_ITSELF = "Kairos-By-Itself"
"""The header of a page that asks again without its reader: it does not keep an idle session open."""

SAFE = ("GET", "HEAD")

LOAD = """
SELECT f.*, p.*, context.clock_offset, context.rules_version,
  set_config('role', CASE WHEN f.complete IS NOT TRUE THEN 'kairos_anonymous'
                          WHEN f.staff_role <> '' AND f.helped IS NULL THEN 'kairos_operator'
                          WHEN p.there THEN 'kairos_' || p.place_audience ELSE 'kairos_provider' END, true),
  set_config('kairos.user', CASE WHEN f.complete THEN f.user_id::text ELSE %(nobody)s END, true),
  set_config('kairos.organisation', coalesce(CASE WHEN p.there THEN p.place_id END::text, f.organisation_id::text,
                                              %(nobody)s), true),
  set_config('lock_timeout', '10s', true), set_config('statement_timeout', '15s', true),
  CASE WHEN %(looks)s THEN set_config('synchronous_commit', 'off', true) END
FROM kairos_context() AS context LEFT JOIN kairos_frame(%(hash)s) AS f ON true
LEFT JOIN LATERAL (
  SELECT k.*, f.organisation_id IS NULL OR f.acting_for = k.place_id
              OR f.acting_for IS NULL AND k.place_audience = 'jobseeker' AS there
  FROM kairos_places(f.user_id, f.acting_for) AS k
) AS p ON f.complete AND f.staff_role = ''
"""
"""Somebody acts for an organisation, or for another place (an agency, themselves as a job seeker): the one they chose,
else their own space, else the organisation. A page never waits longer than that for a row that somebody else holds:
with one thread a core, all would wait. Who only looks does not wait for the disk (decision 25)."""
_names: dict[int, list[str]] = {}
"""By how many they are: a migration under a running process may add some."""
NOBODY = "00000000-0000-0000-0000-000000000000"

STAFF_RIGHTS: Mapping[str, frozenset[str]] = {
    "instructor": frozenset({"operator.instruct", "operator.post"}),
    "supervisor": frozenset({"operator.instruct", "operator.post", "operator.settings", "operator.accounts"}),
}


def load(request: HttpRequest) -> Actor:
    """The actor of this request; sets `request.present`. An ended, idle or over-long session is a visitor's.

    Of such a session `request.expired_user` and `request.expired_organisation` say whose it was, so that what its
    person was typing comes back to them (see spaces/session/resuming.py); None otherwise.
    """
    token = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    row = _read(sessions.hash_of(token) if token else b"", looks=request.method in SAFE)
    bring(row.clock_offset, row.rules_version)
    request_id = getattr(request, "incident", "") or secrets.token_hex(6)
    now = clock.now()
    request.present = Present()
    request.expired_user = request.expired_organisation = None
    if row.session_id is None:
        return visitor(request_id)
    if not row.open or now >= _ends_at(row) or now - row.seen_at >= _idle_limit(row):
        return _lost(request, row, request_id)
    if row.complete and (moved := _moved(row, here := device.of(request), now)):
        return _elsewhere(request, row, moved, here, request_id)
    if now - row.seen_at >= sessions.SEEN_EVERY and BY_ITSELF not in request.headers:
        sessions.touch(row.session_id, now)
    request.present = _present(row)
    return _actor(row, request_id)


def _ends_at(row: SimpleNamespace) -> datetime:
    """The organisation's own limit when it is the stricter one."""
    if row.session_hours is None:
        return row.ends_at
    return min(row.ends_at, row.created_at + timedelta(hours=row.session_hours))


def _idle_limit(row: SimpleNamespace) -> timedelta:
    limit = sessions.idle_limit()
    return limit if row.idle_minutes is None else min(limit, timedelta(minutes=row.idle_minutes))


def _lost(request: HttpRequest, row: SimpleNamespace, request_id: str) -> Actor:
    request.expired_user, request.expired_organisation = row.user_id, row.acting_for
    if row.complete:
        enter(visitor())
    return visitor(request_id)


def _moved(row: SimpleNamespace, here: Device, now: datetime) -> Moved | None:
    if (row.browser, row.network) == (here.browser, here.network):
        return None
    known = sessions.networks(json.loads(row.data), row.network)
    patience = timedelta(minutes=NETWORK_MINUTES.value())
    return rules.moved(row.browser == here.browser, here.network, known, now - row.proved_at, patience)


def _elsewhere(request: HttpRequest, row: SimpleNamespace, moved: Moved, here: Device, request_id: str) -> Actor:
    """An open session in another browser, or far from where it was proved: half signed in until it is proved again.

    Where it was, it goes on. What was being typed comes back after the proof, as after a lost session.
    """
    actor = _lost(request, row, request_id)
    if signing_in.seen_elsewhere(row.session_id, row.user_id, moved, here, actor):
        request.present = _present(row, complete=False, strength=Strength.PASSWORD)
    request.present.moved = moved
    return actor


def _read(token_hash: bytes, *, looks: bool) -> SimpleNamespace:
    with connection.cursor() as cursor:
        cursor.execute(LOAD, {"hash": token_hash, "nobody": NOBODY, "looks": looks})
        row = cursor.fetchone()
        names = _names.get(len(row)) or _names.setdefault(len(row), [column.name for column in cursor.description])
        return SimpleNamespace(**dict(zip(names, row, strict=True)))


def _present(row: SimpleNamespace, **instead: Any) -> Present:
    present = Present(
        id=row.session_id,
        user=row.user_id,
        email=row.email,
        first_name=row.first_name,
        last_name=row.last_name,
        strength=Strength(row.strength),
        complete=row.complete,
        staff_role=row.staff_role,
        portal_entered=row.portal_entered_at is not None,
        organisations=row.organisations,
        places=(row.organisations or 0) + (row.place_count or 0),
        chosen=row.acting_for is not None,
        suspended=row.suspended,
        member=row.member,
        portal_open=row.portal_open,
        portal_closed_at=row.portal_closed_at,
        portal_closed_why=row.portal_closed_why,
        unread=row.unread,
        intervention_ends_at=row.intervention_ends_at,
        help=Help(row.help_id, row.help_name, row.help_since, row.helped is not None) if row.help_id else None,
        password_due=row.password_due_at is not None and clock.now() >= row.password_due_at,
        data=json.loads(row.data),
    )
    return replace(present, **instead)


def _actor(row: SimpleNamespace, request_id: str) -> Actor:
    """Someone half signed in is a visitor with a name: their session opens the sign-in pages alone."""
    if not row.complete:
        return visitor(request_id)
    if row.helped:
        return _helping(row, request_id)
    staff = STAFF_RIGHTS.get(row.staff_role)
    if row.there:
        return _elsewhere_than_in_an_organisation(row, request_id)
    return Actor(
        audience=Audience.PROVIDER if staff is None else Audience.OPERATOR,
        user=row.user_id,
        name=f"{row.first_name} {row.last_name}".strip(),
        organisation=row.organisation_id,
        organisation_name=row.organisation_name or "",
        rights=frozenset(row.rights or ()) if staff is None else staff | _opened(row),
        narrowed=_narrowed(row.narrowed) if row.narrowed else frozenset(),
        affiliation=row.affiliation_id,
        strength=Strength(row.strength),
        session=row.session_id,
        proved_at=row.proved_at,
        intervention=row.intervention_id,
        intervention_for=row.intervention_for,
        request_id=request_id,
    )


def _helping(row: SimpleNamespace, request_id: str) -> Actor:
    """An agent in the space of the person he helps: their organisation, some of their rights, and his own name."""
    return Actor(
        audience=Audience.PROVIDER,
        user=row.user_id,
        name=f"{row.first_name} {row.last_name}".strip(),
        organisation=row.organisation_id,
        organisation_name=row.organisation_name or "",
        rights=lent(row.rights or ()),
        narrowed=_narrowed(row.narrowed) if row.narrowed else frozenset(),
        strength=Strength(row.strength),
        session=row.session_id,
        proved_at=row.proved_at,
        helped=row.helped,
        helped_name=row.help_name,
        request_id=request_id,
    )


def _elsewhere_than_in_an_organisation(row: SimpleNamespace, request_id: str) -> Actor:
    """In an agency, or a job seeker: see `kairos_places`."""
    audience = Audience(row.place_audience)
    return Actor(
        audience=audience,
        user=row.user_id,
        name=f"{row.first_name} {row.last_name}".strip(),
        organisation_name=row.place_name,
        rights=frozenset(row.place_rights),
        strength=Strength(row.strength),
        session=row.session_id,
        proved_at=row.proved_at,
        agency=row.place_id if audience == Audience.AGENCY else None,
        jobseeker=row.place_id if audience == Audience.JOBSEEKER else None,
        request_id=request_id,
    )


def _opened(row: SimpleNamespace) -> frozenset[str]:
    """What an agent holds for a while: see `interventions`."""
    return frozenset({READ}) if row.intervention_id else frozenset()


def _narrowed(found: str) -> frozenset[tuple[str, UUID]]:
    """From {right: [establishment]}."""
    return frozenset((right, UUID(place)) for right, places in json.loads(found).items() for place in places)

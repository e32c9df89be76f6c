"""The people of the stolen-account drill, in a scratch installation: see `stolen_account`.

Imported once Django is ready, in the environment of the installation. Their rows are written as the owner would. Each
person's name says whose they are, so that a page that shows one is recognised: « Nôtre000001 », « Autrui000001 ».
"""

import json
import os
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.test import RequestFactory

from kairos.foundation import clock
from kairos.foundation.actor import Strength, system
from kairos.foundation.isolation import scope
from kairos.foundation.text import sort_key
from kairos.identity.accounts import device, sessions
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.models import AccessGrant, Affiliation
from kairos.identity.organisations.models import Organisation
from kairos.operations.drills import cast
from kairos.people.agencies.models import Agency

RIGHTS = ("candidates.consult", "candidates.enter", "candidates.approve", "sessions.consult", "appointments.consult")
STOLEN = timedelta(minutes=20)
"""How long ago the owner of the stolen session proved the second factor."""
PEOPLE = """
INSERT INTO job_seeker (id, agency_id, state, identifier, birth_date, first_name, last_name, sort_key, email, phone,
                        loaded_at)
SELECT gen_random_uuid(), %(agency)s, 'waiting', lpad((%(first)s + n)::text, 7, '0') || 'A',
       date '1960-01-01' + (n * 37 %% 15000), 'Camille', %(name)s || lpad(n::text, 6, '0'),
       lower(%(name)s) || lpad(n::text, 6, '0'), 'p' || (%(first)s + n) || '@epreuve.example', '+33699001234', now()
FROM generate_series(1, %(count)s) AS n
"""
READ = """
INSERT INTO person_access (id, person_id, reader_kind, reader_id, place_id, who, function, source, reason, starts_at,
                           opened_by, opened_at)
SELECT gen_random_uuid(), id, 'organisation', %(reader)s, %(reader)s, 'Organisme', 'Organisme', 'lookup', 'Épreuve',
       now(), id, now()
FROM job_seeker WHERE last_name LIKE %(name)s || '%%'
"""


def tell() -> None:
    """Make them, and say as JSON what the thief has and what the drill needs to know. KAIROS_DRILL: (own, others)."""
    own, others = json.loads(os.environ["KAIROS_DRILL"])
    mine, theirs = cast._organisation(1), cast._organisation(2)
    agency = _agency()
    _people(agency, "Nôtre", own, 0, mine)
    _people(agency, "Autrui", others, own, theirs)
    cast._person("chef", "supervisor")
    cast._people(mine, right="accounts.manage")
    victim = _victim(mine)
    told = {
        "cookie": settings.SESSION_COOKIE_NAME,
        "browser": cast.BROWSER,
        "token": _stolen(victim),
        "victim": str(victim.pk),
        "foreign": _sample("Autrui"),
        "people": own + others,
    }
    print(json.dumps(told))


def _agency() -> UUID:
    row = Agency(kind="public", name="Agence d’épreuve", sort_key=sort_key("Agence d’épreuve"), town="Rennes")
    row.opened_at = clock.now()
    cast._save(row)
    return row.pk


def _people(agency: UUID, name: str, count: int, first: int, reader: Organisation) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(PEOPLE, {"agency": agency, "name": name, "count": count, "first": first})
        cursor.execute(READ, {"reader": reader.pk, "name": name})
        cursor.execute("ANALYZE job_seeker, person_access")


def _victim(organisation: Organisation) -> User:
    """Holds every right on candidates."""
    user, now = cast._person("victime"), clock.now()
    place = Affiliation(user=user, organisation=organisation, rights=[], started_at=now, entered_at=now)
    cast._save(place)
    for right in RIGHTS:
        given = {"right": right, "starts_on": clock.today(), "state": AccessGrant.State.LIVE}
        cast._save(AccessGrant(affiliation=place, organisation=organisation, given_by=user.pk, given_at=now, **given))
    return user


def _stolen(user: User) -> str:
    where = device.of(RequestFactory().get("/", headers={"user-agent": cast.BROWSER}))
    with scope(system("drill")):
        token = sessions.open_session(user, Strength.SECOND_FACTOR, where)
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE account_session SET proved_at = %s", [clock.now() - STOLEN])
    return token


def _sample(name: str) -> list[list[str]]:
    """Ids, identifiers and birth dates of other people, worse than anything a thief could guess."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id::text, identifier FROM job_seeker WHERE last_name LIKE %s LIMIT 500", [f"{name}%"])
        return [list(row) for row in cursor.fetchall()]

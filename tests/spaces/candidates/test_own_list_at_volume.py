"""Finding one's own people by words goes by one index of one's own rows; others are not looked at.

Measured by hand: KAIROS_OWN=20000 pytest tests/spaces/candidates/test_own_list_at_volume.py -s
"""

import os
import time

import pytest
from django.db import connection, connections
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from kairos.foundation.isolation import scope
from kairos.spaces.provider.candidates import applied
from tests.support import path
from tests.support.agencies import row_of

OWN = int(os.environ.get("KAIROS_OWN", "4000"))
WAIT = OWN // 50
CROWD = """
WITH made AS (
  INSERT INTO job_seeker (id, agency_id, state, identifier, birth_date, first_name, last_name, sort_key, email, phone,
                          loaded_at)
  SELECT gen_random_uuid(), %(agency)s, 'waiting', lpad((1000000 + n)::text, 7, '0') || 'Z', date '1980-01-01',
         'Camille', 'Foule ' || n, 'foule ' || n || ' camille', 'foule@candidat.example', '+33699001234', now()
  FROM generate_series(1, 2 * %(people)s) AS n RETURNING id, last_name
), placed AS (
  SELECT id, row_number() OVER () AS rank FROM made
), enrolled AS (
  INSERT INTO enrolment (id, person_id, session_id, organisation_id, title, state, state_since, reason, comment,
                         created_at)
  SELECT gen_random_uuid(), id, %(session)s,
         CASE WHEN rank %% 2 = 0 THEN %(organisation)s ELSE %(other)s END::uuid, 'Formation',
         CASE WHEN rank <= %(waiting)s THEN 'referred' ELSE 'retained' END,
         now() - rank * interval '1 minute', '', '', now() FROM placed RETURNING id, person_id, organisation_id
)
INSERT INTO person_access (id, person_id, reader_kind, reader_id, place_id, who, function, source, subject, reason,
                           starts_at, opened_by, opened_at)
SELECT gen_random_uuid(), person_id, 'organisation', organisation_id, organisation_id, 'Organisme', 'Lecteur',
       'referral', id, 'Formation', now() - interval '1 hour', person_id, now() FROM enrolled
"""


TABLES = ("person_access", "enrolment", "job_seeker")
ASKED = ("", "etat=retenus", "q=foule&etat=retenus", f"q=foule+{OWN}+cam&etat=retenus", "q=personne&etat=retenus")


@pytest.fixture
def who(people):
    """Of one's own people, and as many of another organisation."""
    found = path.coordinator(people)
    values = {"agency": row_of(people.adviser).agency_id, "organisation": people.organisation_m.pk}
    values |= {"other": people.organisation_a.pk, "session": path.session(found).pk, "people": OWN, "waiting": 2 * WAIT}
    with connections["owner"].cursor() as cursor:
        cursor.execute(CROWD, values)
        for table in TABLES:
            cursor.execute(f"VACUUM (ANALYZE) {table}")
    return found


def asked_for(who, text):
    typed = QueryDict(text)
    return applied.page(who.actor, applied.TABS[typed.get("etat", "")], applied.Asked.of(typed), typed)


def test_ones_own_people_are_found_by_their_index(people, who):
    with scope(who.actor):
        for text in ASKED:
            found, plans = asked_for(who, text).rows, _plans(who, text)
            assert len(found) == (0 if "personne" in text else 1 if str(OWN) in text else applied.SIZE), text
            assert "Seq Scan" not in "".join(plans).replace("Seq Scan on training_session", ""), plans
            assert "job_seeker" not in plans[0], plans[0]
            if "q=" not in text:
                assert "Scan using enrolment_own_people" in plans[0].replace("Backward ", ""), plans[0]
        for text in ASKED if "KAIROS_OWN" in os.environ else ():
            print(f"{text or 'à décider'}: least %.1f ms, p50 %.1f ms, p95 %.1f ms" % _times(who, text))


def _plans(who, text) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        asked_for(who, text)
    with connection.cursor() as cursor:
        plans = []
        for one in caught:
            cursor.execute("EXPLAIN (COSTS OFF) " + one["sql"])
            plans.append("\n".join(line for (line,) in cursor.fetchall()))
    return plans


def _times(who, text) -> tuple[float, ...]:
    times = []
    for _ in range(40):
        began = time.perf_counter()
        asked_for(who, text)
        times.append((time.perf_counter() - began) * 1000)
    return tuple(sorted(times)[at] for at in (0, 20, 37))

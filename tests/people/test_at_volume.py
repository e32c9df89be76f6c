"""Opening one person among many goes by indexes, for every reader; nobody else is looked at."""

import json
import os
import time

import pytest
from django.db import connection, connections

from kairos.foundation.isolation import scope
from tests.support.agencies import row_of

PEOPLE = int(os.environ.get("KAIROS_PEOPLE", "20000"))
READ = PEOPLE // 100
CROWD = """
INSERT INTO job_seeker (id, agency_id, state, identifier, birth_date, first_name, last_name, sort_key, email, phone,
                        loaded_at)
SELECT gen_random_uuid(), %(agency)s, 'waiting', lpad((1000000 + n)::text, 7, '0') || 'Z', date '1980-01-01', 'Camille',
       'Foule ' || n, 'foule ' || n, '', '', now() FROM generate_series(1, %(people)s) AS n
"""
OPENED = """
INSERT INTO person_access (id, person_id, reader_kind, reader_id, place_id, who, function, source, reason, starts_at,
                           opened_by, opened_at)
SELECT gen_random_uuid(), id, %(kind)s, %(reader)s, %(place)s, 'Quelqu’un', 'Lecteur', 'lookup', 'Essai', now(), id,
       now()
FROM job_seeker WHERE last_name LIKE 'Foule%%' ORDER BY id LIMIT %(read)s
"""


@pytest.fixture
def crowd(people):
    """A hundredth of them is read by the member organisation, by the adviser, by an agent."""
    agency = row_of(people.adviser).agency_id
    readers = {
        "manager": ("organisation", people.organisation_m.pk, people.organisation_m.pk),
        "adviser": ("adviser", people.adviser.user.pk, agency),
        "instructor": ("agent", people.instructor.user.pk, people.instructor.actor.scope_organisation),
    }
    with connections["owner"].cursor() as cursor:
        cursor.execute(CROWD, {"agency": agency, "people": PEOPLE})
        for kind, reader, place in readers.values():
            cursor.execute(OPENED, {"kind": kind, "reader": reader, "place": place, "read": READ})
        cursor.execute("VACUUM (ANALYZE) person_access")
        cursor.execute("ANALYZE job_seeker")
        cursor.execute("SELECT id FROM job_seeker WHERE last_name LIKE 'Foule%%' ORDER BY id")
        found = [key for (key,) in cursor.fetchall()]
    return found[0], found[-1]


@pytest.mark.parametrize("who", ["manager", "adviser", "instructor"])
def test_opening_one_person_goes_by_indexes(people, crowd, who):
    mine, theirs = crowd
    with scope(getattr(people, who).actor), connection.cursor() as cursor:
        for key, shown in ((mine, 1), (theirs, 0)):
            cursor.execute("SELECT count(*) FROM job_seeker WHERE id = %s", [key])
            assert cursor.fetchone() == (shown,)
        began = time.perf_counter()
        for _ in range(50):
            cursor.execute("SELECT * FROM job_seeker WHERE id = %s", [mine])
        print(f"{who}: {(time.perf_counter() - began) / 50 * 1000:.2f} ms")
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) SELECT * FROM job_seeker WHERE id = %s", [mine])
        plan = cursor.fetchone()[0]
    told = json.dumps(plan)
    assert "Seq Scan" not in told, told
    assert "access_open_of_reader" in told

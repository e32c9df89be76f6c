"""A page of conversations, and what waits, go by indexes however many there are, for each side."""

import os
from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

from kairos.foundation import clock
from kairos.foundation.isolation import scope
from kairos.service.threads import queries
from tests.support import path
from tests.support.agencies import row_of

THREADS = int(os.environ.get("KAIROS_THREADS", "20000"))
PEOPLE = """
INSERT INTO job_seeker (id, agency_id, state, identifier, birth_date, first_name, last_name, sort_key, email, phone,
                        loaded_at)
SELECT gen_random_uuid(), %(agency)s, 'waiting', lpad((1000000 + n)::text, 7, '0') || 'Z', date '1980-01-01', 'Camille',
       'Foule ' || n, 'foule ' || n, '', '', now() FROM generate_series(1, %(many)s) AS n
"""
WITH_AGENCY = """
INSERT INTO thread (id, person_id, agency_id, place, title, opened_at, last_at, last_side, place_new)
SELECT gen_random_uuid(), id, %(agency)s, 'Agence', '', now(), now() - row_number() OVER () * interval '1 minute',
       'person', CASE WHEN row_number() OVER () %% 50 = 0 THEN now() END
FROM job_seeker WHERE last_name LIKE 'Foule%%'
"""
FOLLOWED = """
INSERT INTO person_access (id, person_id, reader_kind, reader_id, place_id, who, function, source, reason, starts_at,
                           opened_by, opened_at)
SELECT gen_random_uuid(), id, %(kind)s, %(reader)s, %(place)s, 'Quelqu’un', 'Lecteur', %(source)s, 'Essai',
       now() - interval '1 day', id, now()
FROM job_seeker WHERE last_name LIKE 'Foule%%' ORDER BY id LIMIT %(read)s
"""
ENROLLED = """
INSERT INTO enrolment (id, person_id, session_id, organisation_id, title, state, state_since, reason, comment,
                       created_at)
SELECT gen_random_uuid(), p.id, %(session)s, %(organisation)s, 'Foule', 'retained', now(), '', '', now()
FROM job_seeker p WHERE last_name LIKE 'Foule%%'
"""
WITH_PROVIDER = """
INSERT INTO thread (id, person_id, enrolment_id, organisation_id, place, title, opened_at, last_at, last_side,
                    place_new)
SELECT gen_random_uuid(), person_id, id, organisation_id, 'Organisme', title, now(),
       now() - row_number() OVER () * interval '1 minute', 'person',
       CASE WHEN row_number() OVER () %% 50 = 0 THEN now() END
FROM enrolment WHERE title = 'Foule'
"""


@pytest.fixture
def many(people):
    """All of one agency; the adviser follows a hundredth of them, the organisation trains them all."""
    who = path.coordinator(people)
    agency = row_of(people.adviser).agency_id
    session = path.session(who)
    values = {"agency": agency, "many": THREADS, "session": session.pk, "organisation": session.organisation_id}
    with connections["owner"].cursor() as cursor:
        for statement in (PEOPLE, WITH_AGENCY, ENROLLED, WITH_PROVIDER):
            cursor.execute(statement, values)
        of_adviser = {"kind": "adviser", "reader": people.adviser.user.pk, "place": agency, "source": "portfolio"}
        cursor.execute(FOLLOWED, of_adviser | {"read": THREADS // 100})
        of_provider = {"kind": "organisation", "reader": session.organisation_id, "place": session.organisation_id}
        cursor.execute(FOLLOWED, of_provider | {"source": "referral", "read": THREADS})
        for table in ("job_seeker", "person_access", "thread", "enrolment"):
            cursor.execute(f"ANALYZE {table}")
    return who


def plan_of(rows: QuerySet) -> tuple[set[tuple[str, str]], float]:
    """(kind of node, table) of its plan, and how long it took."""
    sql, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", parameters)
        [found] = cursor.fetchone()[0]
    return set(_nodes(found["Plan"])), found["Execution Time"]


def _nodes(node: dict) -> Iterator[tuple[str, str]]:
    if "Relation Name" in node:
        yield node["Node Type"], node["Relation Name"]
    for child in node.get("Plans", ()):
        yield from _nodes(child)


@pytest.mark.parametrize("side", ["provider", "agency"])
def test_a_page_and_what_waits_go_by_indexes(people, many, side):
    actor = many.actor if side == "provider" else people.adviser.actor
    with scope(actor):
        page = queries.read_by(actor, clock.now()).order_by("-last_at", "-id")[:26]
        waiting = queries.unread(actor, clock.now()).order_by("-last_at", "-id")[:26]
        for name, rows in (("page", page), ("waiting", waiting)):
            assert len(rows) == 26 or side == "agency"
            nodes, took = plan_of(rows)
            print(f"{side}, {name}: {took:.2f} ms")
            assert ("Seq Scan", "thread") not in nodes
            assert {table for _, table in nodes} >= {"thread", "person_access"}

"""A portfolio of two hundred with its alerts, one person's path, a provider's drop-outs and an agency's figures go by
indexes, whatever the country enrols.

Measured by hand: KAIROS_ENROLMENTS=1100000 pytest tests/spaces/persons/test_portfolio_at_volume.py -s
"""

import os
import re
import time

import pytest
from django.db import connection, connections
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kairos.foundation import clock
from kairos.foundation.isolation import scope
from kairos.path.attendance.settings import DROPPING, DROPPING_DAYS, DUE_DAYS
from kairos.path.following import figures, queries
from kairos.people.agencies.models import Agency
from kairos.spaces import timeline, todo
from kairos.spaces.agency import portfolio
from kairos.spaces.persons import lists
from tests.support import agencies, attendance
from tests.support.agencies import row_of
from tests.support.people import sign_in

EVERYBODY = int(os.environ.get("KAIROS_ENROLMENTS", "6000"))
MINE = 200
CROWD = """
WITH made AS (
  INSERT INTO job_seeker (id, agency_id, adviser_id, state, identifier, birth_date, first_name, last_name, sort_key,
                          email, phone, loaded_at)
  SELECT gen_random_uuid(),
         CASE WHEN n <= %(near)s THEN %(agency)s::uuid ELSE (%(elsewhere)s::uuid[])[1 + n / %(near)s] END,
         CASE WHEN n <= %(mine)s THEN %(adviser)s::uuid END, 'waiting',
         lpad((1000000 + n)::text, 7, '0') || 'Z', date '1980-01-01', 'Camille', 'Foule ' || n,
         'foule ' || n || ' camille', 'foule@candidat.example', '+33699001234', now()
  FROM generate_series(1, %(people)s) AS n RETURNING id, last_name
), placed AS (
  SELECT id, substr(last_name, 7)::int AS rank FROM made
), enrolled AS (
  INSERT INTO enrolment (id, person_id, session_id, organisation_id, title, state, state_since, reason, comment,
                         created_at, planned_hours, plan_starts_on, plan_ends_on, entered_on, left_on, exit_reason,
                         due_from, due_on)
  SELECT gen_random_uuid(), p.id, s.id, CASE WHEN p.rank <= %(told)s THEN %(organisation)s::uuid ELSE %(others)s END,
         'Formation',
         (ARRAY['registered', 'in_training', 'interrupted', 'left', 'not_retained'])[1 + n],
         now() - interval '40 days', 'Motif', '', now(), 300, current_date - 60, current_date + 30,
         CASE WHEN n IN (1, 2, 3) THEN current_date - 60 END, CASE WHEN n = 3 THEN current_date - 40 END,
         CASE WHEN n = 3 THEN 'Emploi trouvé' ELSE '' END,
         CASE WHEN n < 3 THEN current_date - 10 END, CASE WHEN n < 3 THEN current_date - 7 END
  FROM placed p CROSS JOIN LATERAL (SELECT p.rank %% 5 AS n) AS kind
  CROSS JOIN (SELECT unnest(%(sessions)s::uuid[]) AS id) AS s
  RETURNING id, person_id, organisation_id, session_id, state
), months AS (
  INSERT INTO attendance_month (id, sheet_id, enrolment_id, person_id, organisation_id, month, title, state,
                                state_since, version, complete, plan, planned, present, justified, unjustified,
                                submitted_at, submitted_by, answer_by, reason)
  SELECT gen_random_uuid(), sheet.id, e.id, e.person_id, e.organisation_id, sheet.month, 'Formation', 'submitted',
         now(), 1, 0, array_fill(210, ARRAY[62])::smallint[], 0, 0, 0, 0, now(), e.person_id, now(), ''
  FROM enrolled e JOIN attendance_sheet sheet ON sheet.session_id = e.session_id
  WHERE e.state IN ('in_training', 'interrupted', 'left')
    AND e.person_id IN (SELECT id FROM placed WHERE rank <= %(told)s) RETURNING id, person_id, organisation_id
), marks AS (
  INSERT INTO attendance_mark (id, statement_id, person_id, organisation_id, day, half, kind, motive, justified,
                               comment, noted_at, noted_by)
  SELECT gen_random_uuid(), id, person_id, organisation_id, current_date - n, 0, 'absence', '', false, '', now(),
         person_id FROM months CROSS JOIN LATERAL (SELECT get_byte(uuid_send(person_id), 15) AS drawn) AS one
  CROSS JOIN generate_series(1, CASE WHEN drawn < 5 THEN 9 ELSE drawn %% 3 END) AS n
), moves AS (
  INSERT INTO enrolment_movement (id, enrolment_id, person_id, organisation_id, kind, "on", declared_at, declared_by,
                                  due_rule, late_reason, reason, code)
  SELECT gen_random_uuid(), id, person_id, organisation_id, kind, current_date - 60, now() - interval '60 days',
         person_id, '', '', '', substr(replace(gen_random_uuid()::text, '-', ''), 1, 20)
  FROM enrolled CROSS JOIN unnest(ARRAY['registration', 'entry']) AS kind
  WHERE state <> 'not_retained' AND NOT (state = 'registered' AND kind = 'entry')
), paused AS (
  INSERT INTO training_interruption (id, enrolment_id, person_id, organisation_id, starts_on, reason, declared_at)
  SELECT gen_random_uuid(), id, person_id, organisation_id, current_date - 40, 'Arrêt de travail', now()
  FROM enrolled WHERE state = 'interrupted'
)
INSERT INTO person_access (id, person_id, reader_kind, reader_id, place_id, who, function, source, reason, starts_at,
                           opened_by, opened_at)
SELECT gen_random_uuid(), id, 'adviser', CASE WHEN rank <= %(mine)s THEN %(user)s::uuid ELSE gen_random_uuid() END,
       %(agency)s, 'Agence', 'Conseillère', 'portfolio', '', now() - interval '1 hour', %(user)s, now() FROM placed
"""
TABLES = (
    "job_seeker",
    "enrolment",
    "enrolment_movement",
    "attendance_month",
    "attendance_mark",
    "training_interruption",
    "person_access",
)
EACH, NEAR, TOLD = 3, 5000, min(20_000, EVERYBODY // 3)
"""Sessions of each; people of the agency; people of the provider, of whom there are months and absences."""


def _elsewhere() -> list[Agency]:
    """Enough of them for everybody to be followed in an agency of that size."""
    return [agencies.open_agency(f"Agence {number}") for number in range(EVERYBODY // EACH // NEAR + 1)]


@pytest.fixture
def who(people):
    return attendance.clerk(people)


@pytest.fixture
def adviser(people, who):
    """Of two hundred people on three sessions each, and many more whom she does not follow."""
    sessions = [attendance.group(people, who, 0) for _ in range(EACH)]
    for session in sessions:
        sheet = attendance.sheet(who, session)
        sheet.opened_at = clock.now()
        sheet.save(using="owner")
    mine = row_of(people.adviser)
    values = {"agency": mine.agency_id, "adviser": mine.pk, "user": mine.user_id}
    values |= {"organisation": people.organisation_m.pk, "sessions": [one.pk for one in sessions]}
    values |= {"elsewhere": [one.pk for one in _elsewhere()], "others": people.organisation_b.pk, "near": NEAR}
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(CROWD, values | {"people": EVERYBODY // EACH, "mine": MINE, "told": TOLD})
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"VACUUM (ANALYZE) {table}")
    return people.adviser


def test_a_portfolio_with_its_alerts_reads_its_own_people_alone(people, adviser, who):
    with scope(adviser.actor), CaptureQueriesContext(connection) as caught:
        mine = portfolio.followed(adviser.actor)
        lists.page(portfolio._rows(adviser.actor, mine, "", None), QueryDict())
    assert (len(mine.trainings), len(caught)) == (MINE * EACH * 4 // 5, 3)
    assert len(mine.people(portfolio.Kind)) == MINE * 4 // 5
    person = mine.trainings[0].person
    with scope(adviser.actor), CaptureQueriesContext(connection) as told:
        assert len(timeline.of(adviser.actor, person).entries) > EACH
    with scope(adviser.actor):
        for one in caught:
            few = {"agency", "alert_choice", "final_review"}  # a handful here, or none
            assert _scanned(plan := _plan(one["sql"])) <= few, plan
        for one in told:
            assert not _scanned(plan := _plan(one["sql"])) & set(TABLES), plan
    if "KAIROS_ENROLMENTS" in os.environ:
        _measure(adviser, who, person)


def _plan(sql, how="COSTS OFF"):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN ({how}) {sql}")
        return "\n".join(line for (line,) in cursor.fetchall())


def _scanned(plan) -> set[str]:
    return set(re.findall(r"Seq Scan on (\w+)", plan))


def _measure(adviser, who, person):
    within = queries.limits()
    with scope(adviser.actor):
        _print("alerts", _times(lambda: queries.trainings(adviser.actor, within)))
        _print("path of one person", _times(lambda: timeline.of(adviser.actor, person)))
    client = sign_in(Client(), adviser)
    _print("page", _times(lambda: client.get("/conseiller/portefeuille/")))
    with scope(who.actor):
        dropped = todo.sources.known["kairos.candidates.dropping_out"].read
        asked = (who.actor, clock.now(), clock.today(), DROPPING.value(), DROPPING_DAYS.value())
        _print("drop-outs of a provider", _times(lambda: list(dropped(*asked)[: todo.MOST])))
        with CaptureQueriesContext(connection) as caught:
            list(dropped(*asked)[: todo.MOST])
        print(_plan(caught[0]["sql"], "ANALYZE, BUFFERS"))
        to_give = todo.sources.known["kairos.attendance.to_give"].read
        asked = (who.actor, clock.now(), clock.today(), DUE_DAYS.value())
        _print("months to give", _times(lambda: list(to_give(*asked)[: todo.MOST])))
    client = sign_in(Client(), who.someone)
    _print("home of a provider", _times(lambda: client.get("/organisme/")))
    head = agencies.head(row_of(adviser).agency)
    with scope(head.actor):
        _print("figures of an agency", _times(lambda: figures.of_month(clock.today().replace(day=1))))


def _print(what, times):
    print(f"{EVERYBODY} enrolments, {what}: least %.1f ms, p50 %.1f ms, p95 %.1f ms" % times, flush=True)


def _times(act) -> tuple[float, ...]:
    times = []
    for _ in range(40):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return tuple(sorted(times)[at] for at in (0, 20, 37))

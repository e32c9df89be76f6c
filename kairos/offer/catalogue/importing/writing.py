"""A batch of lines into the three tables, a statement each, whatever its length."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

COURSE = """
INSERT INTO course (id, organisation_id, number, responsible_siret, title, sort_key, objective, rncp, rs, formacodes,
                    romes, goal)
SELECT id, organisation_id, number, responsible_siret, title, sort_key, objective, rncp, rs, formacodes, romes, goal
FROM jsonb_to_recordset(%s::jsonb) AS row (id uuid, organisation_id uuid, number text, responsible_siret text,
  title text, sort_key text, objective text, rncp text, rs text, formacodes text[], romes text[], goal text)
ON CONFLICT (id) DO UPDATE SET number = excluded.number, responsible_siret = excluded.responsible_siret,
  title = excluded.title, sort_key = excluded.sort_key, objective = excluded.objective, rncp = excluded.rncp,
  rs = excluded.rs, formacodes = excluded.formacodes, romes = excluded.romes, goal = excluded.goal
"""
DELIVERY = """
INSERT INTO delivery (id, organisation_id, course_id, number, delivering_siret, delivering_name, place_name, address,
                      postcode, town, place_key, teaching, entry, hours_centre, hours_company, hours_remote, funders,
                      access)
SELECT id, organisation_id, course_id, number, delivering_siret, delivering_name, place_name, address, postcode, town,
       place_key, teaching, entry, hours_centre, hours_company, hours_remote, funders, access
FROM jsonb_to_recordset(%s::jsonb) AS row (id uuid, organisation_id uuid, course_id uuid, number text,
  delivering_siret text, delivering_name text, place_name text, address text, postcode text, town text, place_key text,
  teaching text, entry text, hours_centre int, hours_company int, hours_remote int, funders text[], access text)
ON CONFLICT (id) DO UPDATE SET course_id = excluded.course_id, number = excluded.number,
  delivering_siret = excluded.delivering_siret, delivering_name = excluded.delivering_name,
  place_name = excluded.place_name, address = excluded.address, postcode = excluded.postcode, town = excluded.town,
  place_key = excluded.place_key, teaching = excluded.teaching, entry = excluded.entry,
  hours_centre = excluded.hours_centre, hours_company = excluded.hours_company, hours_remote = excluded.hours_remote,
  funders = excluded.funders, access = excluded.access
"""
SESSION = """
INSERT INTO training_session (id, organisation_id, delivery_id, establishment_id, number, state, state_since,
                              state_reason, starts_on, ends_on, listed_on, capacity, timetable, closures, room,
                              room_key, trainer, trainer_key, source, carif, imported, maintained, created_at,
                              modified_at, modified_by)
SELECT id, organisation_id, delivery_id, establishment_id, number, state, now, '', starts_on, ends_on, listed_on,
       capacity, '{}', '[]', '', '', '', '', source, carif, imported, '{}', now, now, modified_by
FROM jsonb_to_recordset(%s::jsonb) AS row (id uuid, organisation_id uuid, delivery_id uuid, establishment_id uuid,
  number text, state text, starts_on date, ends_on date, listed_on date, capacity int, source text, carif text,
  imported text[], now timestamptz, modified_by uuid)
ON CONFLICT (id) DO UPDATE SET delivery_id = excluded.delivery_id, establishment_id = excluded.establishment_id,
  starts_on = excluded.starts_on, ends_on = excluded.ends_on, listed_on = excluded.listed_on,
  capacity = excluded.capacity, source = excluded.source, imported = excluded.imported, left_file_on = NULL,
  carif = coalesce(nullif(excluded.carif, ''), training_session.carif),
  modified_at = excluded.modified_at, modified_by = excluded.modified_by
"""
LINE = """
INSERT INTO catalogue_line (id, organisation_id, number, run_id, line, verdict, reasons, at)
SELECT id, organisation_id, number, run_id, line, verdict, reasons, at
FROM jsonb_to_recordset(%s::jsonb) AS row (id uuid, organisation_id uuid, number text, run_id uuid, line int,
  verdict text, reasons text, at timestamptz)
ON CONFLICT (organisation_id, number) DO UPDATE SET run_id = excluded.run_id, line = excluded.line,
  verdict = excluded.verdict, reasons = excluded.reasons, at = excluded.at
"""
LEFT = """
UPDATE training_session SET left_file_on = %(today)s::date
WHERE organisation_id = %(organisation)s AND source IN ('lheo', 'file') AND carif = '' AND left_file_on IS NULL
  AND state NOT IN ('ended', 'cancelled')
  AND NOT EXISTS (SELECT FROM catalogue_line l WHERE l.organisation_id = training_session.organisation_id
                    AND l.number = training_session.number AND l.run_id = %(run)s)
"""
CARIF_LINE = """
INSERT INTO carif_line (id, carif, number, organisation_id, siret, run_id, line, verdict, reasons, at)
SELECT id, carif, number, organisation_id, siret, run_id, line, verdict, reasons, at
FROM jsonb_to_recordset(%s::jsonb) AS row (id uuid, carif text, number text, organisation_id uuid, siret text,
  run_id uuid, line int, verdict text, reasons text, at timestamptz)
ON CONFLICT (number) DO UPDATE SET carif = excluded.carif, organisation_id = excluded.organisation_id,
  siret = excluded.siret, run_id = excluded.run_id, line = excluded.line, verdict = excluded.verdict,
  reasons = excluded.reasons, at = excluded.at
"""
LEFT_CARIF = """
UPDATE training_session SET left_file_on = %(today)s::date
WHERE carif = %(carif)s AND left_file_on IS NULL AND state NOT IN ('ended', 'cancelled')
  AND NOT EXISTS (SELECT FROM carif_line l WHERE l.organisation_id = training_session.organisation_id
                    AND l.number = training_session.number AND l.run_id = %(run)s)
"""


def put(statement: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """No statement for no row."""
    if found := list(rows):
        with connection.cursor() as cursor:
            cursor.execute(statement, [json.dumps(found, cls=DjangoJSONEncoder)])


def mark_left(statement: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)

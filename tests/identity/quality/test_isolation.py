"""The database itself keeps organisations apart, and finds rows by its indexes behind a long queue."""

import json

import pytest
from django.db import DatabaseError, connection

from kairos.foundation import clock
from kairos.foundation.actor import visitor
from kairos.foundation.isolation import scope
from kairos.foundation.uploads.models import Upload
from kairos.identity.quality import queries
from kairos.identity.quality.models import (
    QualityCertificate,
    QualityDocument,
    QualityRequest,
    QualityVersion,
)
from kairos.spaces.operator import quality_list
from tests.support import quality as stories

TABLES = (QualityRequest, QualityDocument, QualityVersion, QualityCertificate, Upload)
ORGANISATIONS = 2_000


@pytest.fixture
def story(people):
    return stories.accepted(people.owner_a, people.instructor)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.db_table)
def test_only_its_organisation_sees_a_row(people, story, model):
    def count(actor):
        with scope(actor):
            return model.objects.count()

    assert count(people.owner_a.actor) == 1
    assert count(people.owner_b.actor) == 0
    assert count(people.freelance.actor) == 0, "she belongs to A too, but acts for F"
    with pytest.raises(DatabaseError, match="permission denied"):
        count(visitor())


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.db_table)
def test_nothing_is_written_outside_an_act(people, story, model):
    with scope(people.owner_a.actor):
        row = model.objects.get()
    with pytest.raises(DatabaseError, match=r"hors d'un acte|permission denied"), scope(people.owner_a.actor):
        row.save(force_update=True)


@pytest.mark.parametrize("model", [QualityCertificate, QualityVersion], ids=lambda model: model._meta.db_table)
def test_a_provider_cannot_write_what_is_not_theirs_to_write(people, story, model):
    with scope(people.owner_a.actor), connection.cursor() as cursor, pytest.raises(DatabaseError, match="permission"):
        cursor.execute(f"UPDATE {model._meta.db_table} SET id = id")


@pytest.fixture
def crowd(people, real_db):
    """Many organisations, each with a certificate and a request of every state; written past the acts."""
    from django.db import connections

    a, officer = people.owner_a, people.instructor
    stories.recorded(a, officer)
    with connections["owner"].cursor() as cursor:
        for table in ("organisation", "quality_request", "quality_certificate"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(COPY_ORGANISATIONS, [ORGANISATIONS, people.organisation_a.pk])
        cursor.execute(COPY_REQUESTS, [people.organisation_a.pk])
        cursor.execute(COPY_CERTIFICATES, [people.organisation_a.pk])
        for table in ("organisation", "quality_request", "quality_certificate"):
            cursor.execute(f"ANALYZE {table}")
    return people


COPY_ORGANISATIONS = """
INSERT INTO organisation SELECT (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid()))).*
FROM organisation o, generate_series(1, %s) WHERE o.id = %s
"""
COPY_REQUESTS = """
INSERT INTO quality_request
SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'organisation_id', o.id,
  'number', 'QA-' || row_number() OVER (), 'state', states.state,
  'decided_at', CASE WHEN states.state IN ('accepted', 'refused') THEN r.decided_at END,
  'decided_by_id', CASE WHEN states.state IN ('accepted', 'refused') THEN r.decided_by_id END,
  'paused_at', CASE WHEN states.state = 'complement' THEN r.sent_at END, 'reason', 'x', 'officer_id', r.officer_id,
  'kind', states.kind, 'due_at', r.due_at + random() * interval '90 days'))).*
FROM quality_request r, organisation o, (VALUES ('submitted', 'attestation'), ('in_review', 'catalogue'),
  ('accepted', 'attestation'), ('refused', 'attestation')) AS states (state, kind)
WHERE r.organisation_id = %s AND o.id <> r.organisation_id
"""
COPY_CERTIFICATES = """
INSERT INTO quality_certificate
SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'organisation_id', q.organisation_id,
  'request_id', q.id, 'valid_until', c.valid_until + (random() * 900)::int))).*
FROM quality_certificate c, quality_request q
WHERE c.organisation_id = %s AND q.organisation_id <> c.organisation_id AND q.state = 'accepted'
"""


def plan(rows) -> str:
    sql, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
        found = cursor.fetchone()[0]
    return found if isinstance(found, str) else json.dumps(found)


def test_every_read_uses_its_index(crowd):
    """Two thousand organisations, eight thousand requests."""
    today = clock.today()
    with scope(crowd.instructor.actor) as officer:
        for tab, index in (("", "quality_open_due"), ("decidees", "quality_decided")):
            rows = queries.visible_to(officer).filter(quality_list.TABS[tab].rows)
            sign = "-" if quality_list.TABS[tab].descending else ""
            ordered = rows.order_by(f"{sign}{quality_list.TABS[tab].order.column}", f"{sign}id")[:25]
            assert index in plan(ordered.values_list("id"))
    with scope(crowd.owner_a.actor) as owner:
        for rows in (queries.requests_of(owner)[:50], queries.active_certificates_of(crowd.organisation_a.pk)):
            assert "Seq Scan" not in plan(rows)
            assert "organisation_id = " in plan(rows)
        assert queries.at_a_glance(crowd.organisation_a.pk, today).standing.covers("training")
    from kairos.foundation.actor import system

    with scope(system("tests")):
        assert "quality_certificate_watched" in plan(queries.to_remind(today).values_list("pk"))

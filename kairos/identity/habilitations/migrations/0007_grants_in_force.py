"""Grants count; every organisation has its team; who left says so."""

from pathlib import Path

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")
LEFT = "UPDATE affiliation SET state = 'ended' WHERE ended_at IS NOT NULL"
TEAMS = "INSERT INTO team (organisation_id) SELECT id FROM organisation ON CONFLICT DO NOTHING"


class Migration(migrations.Migration):
    dependencies = [
        ("habilitations", "0006_grants"),
        ("organisations", "0002_portal_closed"),
        ("accounts", "0005_invited_and_asked"),
    ]
    operations = [
        migrations.RunSQL(LEFT, migrations.RunSQL.noop),
        migrations.RunSQL(TEAMS, migrations.RunSQL.noop),
        ValidateConstraint("affiliation", "affiliation_ended_has_its_time"),
        ValidateConstraint("affiliation", "affiliation_suspended_has_its_time"),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]

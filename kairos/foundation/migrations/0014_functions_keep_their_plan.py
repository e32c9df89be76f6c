"""The time, the rules in force and the journal's era are found by plans that are kept, on every version of PostgreSQL."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    dependencies = [("foundation", "0013_notification_choices")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

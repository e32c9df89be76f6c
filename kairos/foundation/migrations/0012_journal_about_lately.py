"""The journal of one subject reads its latest entries alone; the former index of readings serves no more."""

from pathlib import Path

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("foundation", "0011_journal_readings_by_stretch")]

    operations = [
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
        migrations.RunSQL("DROP FUNCTION kairos_journal_about(uuid)", migrations.RunSQL.noop),
        RemoveIndexConcurrently(model_name="journalentry", name="journal_readings_of_subject"),
    ]

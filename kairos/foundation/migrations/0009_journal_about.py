"""Who read or did something to one row: found by the indexes of subjects, within the organisation acted for."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    dependencies = [("foundation", "0008_journal_browsed")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

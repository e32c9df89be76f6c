"""A tracked change is noted by its whole name."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    dependencies = [("foundation", "0004_letter_copies")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

"""Whether this database carries the demonstration mark."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_functions")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

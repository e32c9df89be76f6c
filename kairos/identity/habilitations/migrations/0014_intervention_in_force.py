"""A staff session opens what it opens, and no longer."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    dependencies = [("habilitations", "0013_interventions")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

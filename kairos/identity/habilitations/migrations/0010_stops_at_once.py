"""What the operator stopped opens nothing."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    dependencies = [("habilitations", "0009_stops")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

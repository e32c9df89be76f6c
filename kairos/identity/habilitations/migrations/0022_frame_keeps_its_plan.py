"""Who asks is found by a plan that is kept, on every version of PostgreSQL."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    dependencies = [("habilitations", "0021_own_places")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

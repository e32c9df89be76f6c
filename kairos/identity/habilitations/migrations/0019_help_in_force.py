"""A help shows the agent the space of the person, and both of them that it goes on."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    dependencies = [("habilitations", "0018_helping")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

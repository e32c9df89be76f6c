"""Rights wait for the posted secret; one sees one's own organisations."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    dependencies = [("habilitations", "0002_frame"), ("organisations", "0001_initial")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

"""Where else than in an organisation somebody works, or is at home: asked by the frame, answered by a box above."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    dependencies = [("habilitations", "0019_help_in_force")]
    operations = [migrations.RunSQL(SQL.read_text(), "DROP FUNCTION kairos_place(uuid, uuid)")]

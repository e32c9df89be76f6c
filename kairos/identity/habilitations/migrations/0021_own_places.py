"""How many other places somebody has, asked by the frame, and which, asked by whoever chooses one."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")
BACK = "DROP FUNCTION kairos_own_places(); DROP FUNCTION kairos_places(uuid, uuid)"


class Migration(migrations.Migration):
    dependencies = [("habilitations", "0020_places")]
    operations = [migrations.RunSQL(SQL.read_text(), BACK)]

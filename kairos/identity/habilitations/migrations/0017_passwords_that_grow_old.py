"""An organisation's own rule asks for new passwords."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    dependencies = [("habilitations", "0016_password_rule")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

"""The frame brings the count of unread messages that every header shows."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    dependencies = [("habilitations", "0004_lost_session"), ("foundation", "0004_letter_copies")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

"""A session that ended says whose it was; a factor that one has is always asked."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    dependencies = [("habilitations", "0003_entered"), ("accounts", "0002_first_sign_in")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

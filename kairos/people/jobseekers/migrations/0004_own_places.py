"""An adviser's agencies and a job seeker's own space are places among which one chooses."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    dependencies = [("jobseekers", "0003_portfolio_sizes"), ("habilitations", "0021_own_places")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

"""Advisers act for their agency, job seekers for themselves: the frame finds both in its one statement."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_suffix(".sql")


class Migration(migrations.Migration):
    dependencies = [("jobseekers", "0001_initial"), ("habilitations", "0020_places")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]

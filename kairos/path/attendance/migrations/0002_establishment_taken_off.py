"""Sheets and months outlive the establishment that is taken off its organisation's file."""

from django.db import migrations

from kairos.identity.organisations.taken_off import nulled


class Migration(migrations.Migration):
    dependencies = [("attendance", "0001_initial")]
    operations = [nulled("attendance_sheet"), nulled("attendance_month")]

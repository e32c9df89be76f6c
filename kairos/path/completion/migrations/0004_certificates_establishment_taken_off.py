"""A certificate outlives the establishment that is taken off its organisation's file."""

from django.db import migrations

from kairos.identity.organisations.taken_off import nulled


class Migration(migrations.Migration):
    dependencies = [("completion", "0003_certificates_issued")]
    operations = [nulled("completion_certificate")]

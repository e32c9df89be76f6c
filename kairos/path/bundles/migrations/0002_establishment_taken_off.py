"""The file of a session outlives the establishment that is taken off its organisation's file."""

from django.db import migrations

from kairos.identity.organisations.taken_off import nulled


class Migration(migrations.Migration):
    dependencies = [("bundles", "0001_initial")]
    operations = [nulled("session_bundle")]

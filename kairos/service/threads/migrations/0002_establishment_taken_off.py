"""A conversation outlives the establishment that is taken off its organisation's file."""

from django.db import migrations

from kairos.identity.organisations.taken_off import nulled


class Migration(migrations.Migration):
    dependencies = [("threads", "0001_initial")]
    operations = [nulled("thread")]

"""Slots and bookings outlive the establishment that is taken off its organisation's file."""

from django.db import migrations, models

from kairos.identity.organisations.taken_off import nulled

FIELD = models.ForeignKey("organisations.establishment", on_delete=models.DO_NOTHING, null=True, related_name="+")


class Migration(migrations.Migration):
    dependencies = [("appointments", "0002_calendar_feed")]
    operations = [
        migrations.AlterField("slot", "establishment", FIELD),
        nulled("appointment_slot"),
        migrations.AlterField("booking", "establishment", FIELD),
        nulled("appointment_booking"),
    ]

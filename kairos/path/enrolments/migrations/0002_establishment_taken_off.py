"""An enrolment outlives the establishment that is taken off its organisation's file."""

from django.db import migrations, models

from kairos.identity.organisations.taken_off import nulled

FIELD = models.ForeignKey("organisations.establishment", on_delete=models.DO_NOTHING, null=True, related_name="+")


class Migration(migrations.Migration):
    dependencies = [("enrolments", "0001_initial")]
    operations = [
        migrations.AlterField("enrolment", "establishment", FIELD),
        nulled("enrolment"),
    ]

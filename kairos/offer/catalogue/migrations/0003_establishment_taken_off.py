"""A session outlives the establishment that is taken off its organisation's file."""

from django.db import migrations, models

from kairos.identity.organisations.taken_off import nulled

FIELD = models.ForeignKey("organisations.establishment", on_delete=models.DO_NOTHING, null=True, related_name="+")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_numbers")]
    operations = [
        migrations.AlterField("trainingsession", "establishment", FIELD),
        nulled("training_session"),
    ]

"""Until when the absences of somebody in training were looked into."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enrolments", "0010_retained_at")]
    operations = [
        migrations.AddField("enrolment", "kept_on", models.DateField("Absences examinées jusqu’au", null=True)),
    ]

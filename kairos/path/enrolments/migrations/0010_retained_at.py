"""When somebody was retained is kept, whatever comes after: a column without a value, added at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enrolments", "0009_papers_verified")]
    operations = [migrations.AddField("enrolment", "retained_at", models.DateTimeField(null=True))]

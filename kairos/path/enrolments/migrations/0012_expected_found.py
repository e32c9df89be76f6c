"""Who was expected from a day on, who arrived and who was retained since are found in an organisation of any size."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Not atomic: nobody waits for it."""

    atomic = False
    dependencies = [("enrolments", "0011_absences_looked_into")]
    operations = [
        AddIndexConcurrently(
            "enrolment",
            models.Index(
                fields=["organisation", "plan_ends_on"],
                include=["id", "session", "establishment", "entered_on", "left_on", "title"],
                name="enrolment_expected",
                condition=models.Q(entered_on__isnull=False),
            ),
        ),
        AddIndexConcurrently(
            "enrolment", models.Index(fields=["organisation", "created_at"], name="enrolment_arrived")
        ),
        AddIndexConcurrently(
            "enrolment",
            models.Index(
                fields=["organisation", "retained_at"],
                name="enrolment_kept",
                condition=models.Q(retained_at__isnull=False),
            ),
        ),
    ]

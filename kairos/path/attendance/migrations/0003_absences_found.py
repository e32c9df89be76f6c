"""The absences that nothing justifies are found by day in an organisation."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Not atomic: nobody waits for it."""

    atomic = False
    dependencies = [("attendance", "0002_establishment_taken_off")]
    operations = [
        AddIndexConcurrently(
            "attendancemark",
            models.Index(
                fields=["organisation", "day"],
                name="mark_unexplained",
                condition=models.Q(kind="absence", justified=False),
            ),
        ),
    ]

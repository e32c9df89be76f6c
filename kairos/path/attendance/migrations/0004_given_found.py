"""The months that were given, and whose absences nothing justifies, are counted in an organisation by indexes alone."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Not atomic: nobody waits for it. The new index of absences stands before the former goes."""

    atomic = False
    dependencies = [("attendance", "0003_absences_found")]
    operations = [
        AddIndexConcurrently(
            "attendancemonth",
            models.Index(
                fields=["organisation", "month"],
                include=["enrolment"],
                name="month_given",
                condition=~models.Q(state="open"),
            ),
        ),
        AddIndexConcurrently(
            "attendancemark",
            models.Index(
                fields=["organisation", "day"],
                include=["person"],
                name="mark_unexplained_of",
                condition=models.Q(kind="absence", justified=False),
            ),
        ),
        RemoveIndexConcurrently("attendancemark", "mark_unexplained"),
    ]
